"""Fetching one of Keras's data sets: `python -m lab.worker.fetch NAME`.

The process writes how far it is, and the arrays once they are whole.
"""

import contextlib
import gzip
import os
import shutil
import socket
import sys
import tempfile
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lab.datasets import DATASETS
from lab.datasets.fetching import dataset_fetch, fetched_directory, is_present
from lab.datasets.keras_sets import KerasSet
from lab.fetching import FetchProgress
from lab.i18n import _, for_every_reader

SECONDS_BETWEEN_REPORTS = 0.3
# A server that says nothing for this long says nothing more.
SECONDS_OF_SILENCE = 60
CHUNK_BYTES = 1 << 20

Arrays = tuple[NDArray[np.uint8], NDArray[np.uint8]]


@for_every_reader()
def main(name: str) -> None:
    """Fetch a set; its progress ends as done or failed.

    Args:
        name: one of the registered Keras sets.
    """
    settings = DATASETS[name]
    assert issubclass(settings, KerasSet)
    cache = find_keras_home() / "datasets"
    try:
        with _reported(settings, cache):
            training, test = _load(settings, cache)
        _keep(name, training, test)
        dataset_fetch(name).write_progress(FetchProgress("done"), os.getpid())
    except Exception as error:
        message = _describe_failure(settings, cache, error)
        dataset_fetch(name).write_progress(FetchProgress("failed", message=message), os.getpid())
        raise


def find_keras_home() -> Path:
    """Keras's own folder: KERAS_HOME or ~/.keras; below the temporary folder where that cannot be written.

    It is made where it is missing, for Keras would take another without a word.
    """
    home = Path(os.environ.get("KERAS_HOME") or "~/.keras").expanduser()
    with contextlib.suppress(OSError):
        home.mkdir(parents=True, exist_ok=True)
    return home if os.access(home, os.W_OK) else Path(tempfile.gettempdir()) / ".keras"


def _load(settings: type[KerasSet], cache: Path) -> tuple[Arrays, Arrays]:
    """Let Keras load the set, from its files or from the network."""
    os.environ["KERAS_HOME"] = str(cache.parent)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    import keras

    socket.setdefaulttimeout(SECONDS_OF_SILENCE)
    _drop_halves([cache / file for file in settings.files])
    loaded: tuple[Arrays, Arrays] = getattr(keras.datasets, settings.model_fields["name"].default).load_data()
    return loaded


def _drop_halves(files: list[Path]) -> None:
    """Remove what a killed fetch left; where Keras knows no checksum it would trip over it for ever."""
    for file in files:
        if file.suffix != ".gz" or not file.exists():
            continue
        try:
            with gzip.open(file) as stream:
                while stream.read(CHUNK_BYTES):
                    pass
        except (EOFError, OSError, zlib.error):
            file.unlink()


def _describe_failure(settings: type[KerasSet], cache: Path, error: Exception) -> str:
    files = zip(settings.files, settings.addresses, strict=True)
    return _(
        "{title} could not be fetched: {reason}. Without a network, put the file there and try again: {files}"
    ).format(
        title=_(settings.title),
        reason=(str(error) or type(error).__name__).rstrip("."),
        files=", ".join(f"{cache / file} ({address})" for file, address in files),
    )


@contextlib.contextmanager
def _reported(settings: type[KerasSet], cache: Path) -> Iterator[None]:
    """Report the size of the growing files until the block ends."""
    name = settings.model_fields["name"].default
    over = threading.Event()

    def report() -> None:
        while not over.wait(SECONDS_BETWEEN_REPORTS):
            done = sum(_size(cache / file) for file in settings.files)
            dataset_fetch(name).write_progress(FetchProgress("running", done, settings.fetched_bytes), os.getpid())

    dataset_fetch(name).write_progress(FetchProgress("running", 0, settings.fetched_bytes), os.getpid())
    reporter = threading.Thread(target=report)
    reporter.start()
    try:
        yield
    finally:
        over.set()
        reporter.join()


def _size(file: Path) -> int:
    # Keras may remove it at any time.
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _keep(name: str, training: Arrays, test: Arrays) -> None:
    """Write the arrays to a folder that appears whole."""
    target = fetched_directory(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f".{name}-*"):
        shutil.rmtree(left, ignore_errors=True)
    images = np.concatenate([training[0], test[0]])
    if images.ndim == 3:
        images = images[..., np.newaxis]
    staging = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{name}-"))
    try:
        np.save(staging / "images.npy", images.astype(np.uint8))
        np.save(staging / "labels.npy", np.concatenate([training[1], test[1]]).ravel().astype(np.int64))
        np.save(staging / "training_count.npy", np.int64(len(training[1])))
        if not is_present(name):
            staging.rename(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1])
