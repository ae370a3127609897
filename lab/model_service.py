"""The server's side of the warm model service: a process that holds TensorFlow, so that the server need not."""

import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from lab.architectures import Architecture
from lab.config import RunConfig
from lab.errors import ServiceError
from lab.i18n import N_, _, translate
from lab.judging.latency import Latency
from lab.layers.base import Shape
from lab.network import LayerRow
from lab.runs.run_folder import RunFolder
from lab.service_process import ServiceProcess
from lab.source_text import SourceText, unpack_text
from lab.trained import TrainedNetwork

# Importing TensorFlow takes about 8 s on a small machine, more where other processes are at work.
SILENCE_SECONDS = 60.0
SECONDS_BETWEEN_LOOKS = 0.2

# Told about five times a second what share of the work is done, 0…1, or None while nothing is known of it.
OnProgress = Callable[[float | None], None]


@dataclass
class _Request:
    process: ServiceProcess
    answer: Future[Any] = field(default_factory=Future)
    share: float | None = None
    heard: float = field(default_factory=time.monotonic)


class ModelService:
    """Starts the service when it is first needed, or before; starts it again when it has died.

    What it can be asked are the operations in `lab.worker.operations`; the methods here and functions elsewhere give
    them types.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._requests: dict[int, _Request] = {}
        self._process: ServiceProcess | None = None
        self.describe = lru_cache(maxsize=256)(self._describe)

    def start(self) -> None:
        """Start the process, if none lives."""
        with self._lock:
            self._ensure()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.close()

    @property
    def pid(self) -> int | None:
        """The process's id, or None where none was started."""
        return self._process.pid if self._process else None

    def ask(
        self,
        operation: str,
        on_progress: OnProgress | None = None,
        cancel: threading.Event | None = None,
        **arguments: object,
    ) -> Any:  # noqa: ANN401 - of any operation
        """Ask, and wait for the answer.

        Args:
            operation: its name.
            on_progress: told while the answer is awaited. What it raises ends the waiting and the work: so does
                Streamlit where a browser is closed or a control is changed.
            cancel: set by another thread to end both.
            arguments: what `lab.wire` can write.

        Returns:
            What `lab.wire` read: arrays as arrays, models and dataclasses as dicts.

        Raises:
            ServiceError: what was asked for is not possible, the service failed, or the request was cancelled.
        """
        with self._lock:
            number, request = next(self._numbers), _Request(self._ensure())
            self._requests[number] = request
        try:
            request.process.send({"id": number, "operation": operation, "arguments": arguments})
            return _wait(request, on_progress, cancel)
        finally:
            if self._forget(number) is not None:
                request.process.send({"cancel": number})

    def predict(
        self, network: TrainedNetwork, images: NDArray[np.uint8], on_progress: OnProgress | None = None
    ) -> NDArray[np.float32]:
        """Predict prepared images.

        Args:
            network: whom to ask.
            images: (count, height, width, channels), uint8, 0…255.
            on_progress: see `ask`.

        Returns:
            (count, num_classes) probabilities, float32.

        Raises:
            ServiceError: the run is damaged, or the service failed; says which.
        """
        probabilities: NDArray[np.float32] = self.ask("predict", on_progress, network=network, images=images)
        return probabilities

    def export_keras(self, network: TrainedNetwork) -> bytes:
        """A network as a `.keras` file that takes plain images and holds its scaling and its labels.

        Raises:
            ServiceError: the run is damaged, or the service failed; says which.
        """
        content: NDArray[np.uint8] = self.ask("export_keras", network=network)
        return content.tobytes()

    def measure_latency(self, network: TrainedNetwork, on_progress: OnProgress | None = None) -> Latency:
        """How long a network takes for an image, on the machine that the service runs on.

        Args:
            network: which one.
            on_progress: see `ask`.

        Raises:
            ServiceError: the run is damaged, or the service failed; says which.
        """
        return Latency(**self.ask("measure_latency", on_progress, network=network))

    def export_tensorboard(self, folder: RunFolder, name: str) -> bytes:
        """A run's curves and settings as a zip of TensorBoard event files.

        Args:
            folder: the run.
            name: of the zip's folder.

        Raises:
            ServiceError: the run is damaged, or the service failed; says which.
        """
        content: NDArray[np.uint8] = self.ask("export_tensorboard", folder=folder.path, name=name)
        return content.tobytes()

    def time_steps(self, config: RunConfig, num_classes: int, on_progress: OnProgress | None = None) -> float:
        """Seconds of a training step, from two real ones.

        Args:
            config: what shall be trained.
            num_classes: how many classes.
            on_progress: see `ask`.

        Raises:
            ServiceError: the network can't be trained, or the service failed.
        """
        return float(self.ask("time_steps", on_progress, config=config, num_classes=num_classes))

    def measure_slowness(self) -> float:
        """Seconds here for a second of the model of time (see lab.cost.machine).

        Raises:
            ServiceError: the service failed.
        """
        return float(self.ask("measure_slowness"))

    def _describe(self, architecture: Architecture, input_shape: Shape, num_classes: int) -> tuple[LayerRow, ...]:
        """List the layers of a network that only Keras knows; remembered.

        Args:
            architecture: its settings.
            input_shape: (height, width, channels).
            num_classes: how many classes.

        Raises:
            ServiceError: the network can't be built, or the service failed.
        """
        rows = self.ask("describe", architecture=architecture, input_shape=input_shape, num_classes=num_classes)
        return tuple(TypeAdapter(list[LayerRow]).validate_python(rows))

    def _ensure(self) -> ServiceProcess:
        if self._process is None or not self._process.is_alive():
            self._process = ServiceProcess(self._take, self._give_up)
        return self._process

    def _take(self, message: dict[str, Any]) -> None:
        ended = "share" not in message
        request = self._forget(message["id"]) if ended else self._requests.get(message["id"])
        if request is None:
            return
        if not ended:
            request.share, request.heard = message["share"], time.monotonic()
        elif "error" in message:
            request.answer.set_exception(ServiceError(unpack_text(message["error"])))
        else:
            request.answer.set_result(message["result"])

    def _forget(self, number: int) -> _Request | None:
        with self._lock:
            return self._requests.pop(number, None)

    def _give_up(self, process: ServiceProcess) -> None:
        """A process died: everybody who waits for it is told, and for those who try again there is a new one."""
        with self._lock:
            waiting = [number for number, request in self._requests.items() if request.process is process]
            requests = [self._requests.pop(number) for number in waiting]
            if requests and self._process is process:
                self._ensure()
        text = SourceText(N_("The model service stopped. It starts again: try once more."))
        for request in requests:
            request.answer.set_exception(ServiceError(text))


def _wait(request: _Request, on_progress: OnProgress | None, cancel: threading.Event | None) -> Any:  # noqa: ANN401
    while True:
        try:
            return request.answer.result(timeout=SECONDS_BETWEEN_LOOKS)
        except ServiceError as error:
            # The service does not know who asks, and in which language.
            raise ServiceError(translate(str(error))) from error
        except FutureTimeoutError:
            if time.monotonic() - request.heard > SILENCE_SECONDS:
                text = _("The model service did not answer within {seconds:g} s. Try again.")
                raise ServiceError(text.format(seconds=SILENCE_SECONDS)) from None
        if cancel is not None and cancel.is_set():
            raise ServiceError(_("Stopped."))
        if on_progress is not None:
            on_progress(request.share)
