"""Data sets that Keras offers: where they come to lie, and fetching them."""

from pathlib import Path

from lab.errors import DatasetError
from lab.fetching import Fetch
from lab.i18n import _
from lab.settings import load_settings


def dataset_fetch(name: str) -> Fetch:
    """The fetch of a set."""
    directory = load_settings().datasets_directory
    return Fetch("lab.worker.fetch", name, directory, directory / name)


def fetched_directory(name: str) -> Path:
    """Where a fetched set's arrays stand: images.npy, labels.npy, training_count.npy."""
    return dataset_fetch(name).result


def is_present(name: str) -> bool:
    """Whether a set has been fetched."""
    return fetched_directory(name).is_dir()


def refuse_absent(title: str) -> DatasetError:
    """The error of a set that has not been fetched."""
    return DatasetError(_("{title} is not on this machine yet: fetch it on the Data page.").format(title=title))
