"""Fetching one of Keras's data sets: `python -m lab.worker.fetch NAME`.

The process writes how far it is, and the arrays once they are whole.
"""

import contextlib
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np

from lab.datasets import DATASETS
from lab.datasets.fetching import FetchProgress, fetched_directory, write_progress
from lab.datasets.keras_sets import KerasSet
from lab.i18n import _

SECONDS_BETWEEN_REPORTS = 0.3


def main(name: str) -> None:
    """Fetch a set; its progress ends as done or failed.

    Args:
        name: one of the registered Keras sets.
    """
    settings = DATASETS[name]
    assert issubclass(settings, KerasSet)
    cache = Path(keras.config.keras_home()).expanduser() / "datasets"
    try:
        with _reported(settings, cache):
            training, test = getattr(keras.datasets, name).load_data()
        _keep(name, training, test)
        write_progress(name, FetchProgress("done"), os.getpid())
    except Exception as error:
        files = ", ".join(str(cache / file) for file in settings.files)
        message = _(
            "{title} could not be fetched: {reason}. Without a network, put the file there and try again: {files}"
        ).format(title=_(settings.title), reason=str(error).rstrip("."), files=files)
        write_progress(name, FetchProgress("failed", message=message), os.getpid())
        raise


@contextlib.contextmanager
def _reported(settings: type[KerasSet], cache: Path) -> Iterator[None]:
    """Report the size of the growing files until the block ends."""
    name = settings.model_fields["name"].default
    over = threading.Event()

    def report() -> None:
        while not over.wait(SECONDS_BETWEEN_REPORTS):
            done = sum((cache / file).stat().st_size for file in settings.files if (cache / file).exists())
            write_progress(name, FetchProgress("running", done, settings.fetched_bytes), os.getpid())

    write_progress(name, FetchProgress("running", 0, settings.fetched_bytes), os.getpid())
    reporter = threading.Thread(target=report)
    reporter.start()
    try:
        yield
    finally:
        over.set()
        reporter.join()


def _keep(name: str, training: tuple[np.ndarray, np.ndarray], test: tuple[np.ndarray, np.ndarray]) -> None:
    """Write the arrays to a folder that appears whole."""
    target = fetched_directory(name)
    images = np.concatenate([training[0], test[0]])
    if images.ndim == 3:
        images = images[..., np.newaxis]
    staging = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{name}-"))
    try:
        np.save(staging / "images.npy", images.astype(np.uint8))
        np.save(staging / "labels.npy", np.concatenate([training[1], test[1]]).ravel().astype(np.int64))
        np.save(staging / "training_count.npy", np.int64(len(training[1])))
        staging.rename(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1])
