"""What an operation of the model service may use besides its arguments."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from lab.trained import TrainedNetwork
from lab.worker.loaded_network import LoadedNetwork
from lab.worker.loaded_networks import LoadedNetworks
from lab.worker.scheduler import Pieces

P = ParamSpec("P")
R = TypeVar("R")


class Context:
    """One for all operations of a service.

    Args:
        most_bytes: what the process may take before loaded networks are dropped.
    """

    def __init__(self, most_bytes: float) -> None:
        self._apart = ThreadPoolExecutor(1, "apart")
        self._measuring = ThreadPoolExecutor(1, "measuring")
        self.networks = LoadedNetworks(most_bytes)

    def load(self, network: TrainedNetwork) -> Pieces[LoadedNetwork]:
        """Have a network with its weights: `loaded = yield from context.load(network)`.

        Raises:
            RunError: the run is damaged, or its weights are gone; says which.
        """
        future = self.networks.find(network, self._apart)
        yield future
        return future.result()

    def apart(self, function: Callable[P, R], *arguments: P.args, **options: P.kwargs) -> Pieces[R]:
        """Do what cannot be cut into pieces in another thread, so that others get their turn meanwhile.

        `result = yield from context.apart(function, …)`; building a network and saving it are such.
        """
        return _await(self._apart.submit(function, *arguments, **options))

    def measure(self, function: Callable[P, R], *arguments: P.args, **options: P.kwargs) -> Pieces[R]:
        """The same for what measures time: one measurement after another, so that none disturbs the next."""
        return _await(self._measuring.submit(function, *arguments, **options))


def _await(future: "Future[Any]") -> Pieces[Any]:
    try:
        yield future
        return future.result()
    finally:
        # Of a cancelled request what has not begun never does.
        future.cancel()
