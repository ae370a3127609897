"""What a network makes of its data set's images before it decides, kept on disk so that it is measured once."""

import contextlib
import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lab.errors import DatasetError
from lab.files import ZIP_ERRORS, is_disk_full, replace_file
from lab.i18n import _
from lab.settings import load_settings
from lab.trained import TrainedNetwork

# Raise it when the same network and images give another file than before.
FORMAT = 1
# All files together; those used longest ago are deleted beyond it.
MOST_BYTES = 1_000_000_000


@dataclass(frozen=True, eq=False)
class Features:
    """The features of images that a network was not trained on, in no order.

    Attributes:
        values: (count, width), float32: what goes into the network's last dense layer; a perceptron's are the pixels.
        probabilities: (count, classes), float32: its answers.
        rows: (count,), int64: which images of the data set they are.
        labels: (count,), int64: their classes.
        thumbnails: (count, side, side, channels), uint8, 0…255.
    """

    values: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    rows: NDArray[np.int64]
    labels: NDArray[np.int64]
    thumbnails: NDArray[np.uint8]

    def __len__(self) -> int:
        """How many images."""
        return len(self.values)

    @property
    def predicted(self) -> NDArray[np.int64]:
        """The likeliest class of each image, (count,)."""
        likeliest: NDArray[np.int64] = self.probabilities.argmax(axis=1)
        return likeliest


def locate_features(network: TrainedNetwork) -> Path:
    """Where the features of these very weights stand, or will.

    Raises:
        RunError: the run has no such checkpoint.
    """
    changed = network.run.checkpoint_path(network.checkpoint).stat().st_mtime_ns
    parts = [FORMAT, str(network.folder), network.checkpoint, changed]
    key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
    return load_settings().features_directory / f"{key}.npz"


def read_features(path: Path) -> Features | None:
    """What a file holds; None where it is not there or not whole."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            features = Features(**{name: kept[name] for name in Features.__dataclass_fields__})
        os.utime(path)
    except (*ZIP_ERRORS, KeyError):
        return None
    return features


def write_features(path: Path, features: Features) -> None:
    """Keep features.

    Raises:
        DatasetError: the disk is full.
    """
    try:
        replace_file(path, lambda temporary: np.savez(temporary, **asdict(features)))
    except OSError as error:
        if not is_disk_full(error):
            raise
        text = _("The disk is full: the features need {megabytes:,.0f} MB in {folder}. Free some space there.")
        size = features.values.nbytes + features.thumbnails.nbytes
        raise DatasetError(text.format(megabytes=size / 1e6, folder=path.parent)) from error
    _make_room(path)


def _make_room(newest: Path) -> None:
    """Delete what was used longest ago; the newest stays."""
    kept = {}
    for path in newest.parent.glob("[!.]*"):
        with contextlib.suppress(OSError):
            found = path.stat()
            kept[path] = (found.st_mtime, found.st_size)
    too_much = sum(size for _time, size in kept.values()) - MOST_BYTES
    for path in sorted(kept, key=lambda one: kept[one][0]):
        if too_much > 0 and path.stem != newest.stem and path.suffix != ".lock":
            with contextlib.suppress(OSError):
                path.unlink()
                too_much -= kept[path][1]
