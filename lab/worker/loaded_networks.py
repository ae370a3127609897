"""The networks that the model service keeps, so that the next request finds them loaded."""

import ctypes
import gc
import sys
from collections import OrderedDict
from concurrent.futures import Executor, Future

import psutil

from lab.errors import RunError
from lab.i18n import _
from lab.trained import TrainedNetwork
from lab.worker.loaded_network import LoadedNetwork, load_network

# What a network takes while it is loaded, as a multiple of its file, and beside that: its graph and its activations.
FILE_FACTOR, BESIDE_BYTES = 2, 50_000_000

_Key = tuple[str, str, int, int]


class LoadedNetworks:
    """The networks used last, as many as memory allows.

    Args:
        most_bytes: what the whole process may take.
    """

    def __init__(self, most_bytes: float) -> None:
        self._most_bytes = most_bytes
        self._process = psutil.Process()
        self._kept: OrderedDict[_Key, Future[LoadedNetwork]] = OrderedDict()

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._kept)

    def find(self, network: TrainedNetwork, executor: Executor) -> "Future[LoadedNetwork]":
        """Find a network, or have it loaded; two who want the same one wait for the same loading.

        Args:
            network: its description.
            executor: loads it.

        Raises:
            RunError: it has no such weights.
        """
        key = _identify(network)
        if key not in self._kept or _failed(self._kept[key]):
            self._drop_older(key)
            self.make_room(FILE_FACTOR * key[-1] + BESIDE_BYTES)
            self._kept[key] = executor.submit(load_network, network)
        self._kept.move_to_end(key)
        return self._kept[key]

    def make_room(self, count_bytes: float = 0) -> None:
        """Drop those not used for longest until so many bytes are free within the limit, or none is left."""
        while self._kept and self._process.memory_info().rss + count_bytes > self._most_bytes:
            self._kept.popitem(last=False)
            _free_memory()

    def _drop_older(self, key: _Key) -> None:
        """Weights that have been replaced are never asked for again."""
        for old in [one for one in self._kept if one[:2] == key[:2]]:
            del self._kept[old]


def _identify(network: TrainedNetwork) -> _Key:
    """The weights as they lie on the disk now, whatever lies there later."""
    path = network.run.checkpoint_path(network.checkpoint)
    try:
        found = path.stat()
    except OSError as error:
        text = _("Run {id} has no checkpoint `{name}`.").format(id=network.run.id, name=network.checkpoint)
        raise RunError(text) from error
    return str(path), network.config.model_dump_json(), found.st_mtime_ns, found.st_size


def _failed(future: "Future[LoadedNetwork]") -> bool:
    return future.done() and (future.cancelled() or future.exception() is not None)


def _free_memory() -> None:
    """Give what was dropped back to the system: Keras's models hold each other in circles, and glibc keeps pages."""
    gc.collect()
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)
