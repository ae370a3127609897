"""What a run shows of its network epoch by epoch: answers for a fixed handful of images, and what its layers do.

The worker writes a look after every epoch into a file of its own, `insight/epoch-0007.npz`, before the checkpoint of
that epoch: every epoch that a run has come to for good has its look, and one that is trained again overwrites its own.
"""

import io
import math
import re
import tokenize
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lab.errors import RunError
from lab.files import ZIP_ERRORS
from lab.runs.run_folder import RunFolder

KINDS = ("weights", "gradients", "activations")
BINS = 50
LOOK = re.compile(r"epoch-(\d{4,6})\.npz")
# So many epochs are enough to see how something changed; more would only be read and sent.
MOST_LOOKS = 100
# Of one array: more than the largest handful, less than what would trouble a server.
MOST_BYTES = 64_000_000
# The kind and the number of dimensions of each array in a file.
Forms = Mapping[str, tuple[str, int]]
Arrays = dict[str, NDArray[Any]]
HANDFUL_FORMS: Forms = {"images": ("u", 4), "labels": ("i", 1)}
LOOK_FORMS: Forms = {
    "probabilities": ("f", 2),
    "layers": ("U", 1),
    "gradient_norms": ("f", 1),
    "dead_shares": ("f", 1),
    "counts": ("u", 3),
    "ranges": ("f", 3),
}


@dataclass(frozen=True, eq=False)
class Handful:
    """The images of the validation part whose answers are followed.

    Attributes:
        images: (count, height, width, channels), uint8, 0…255, as prepared, before scaling.
        labels: (count,), int64, the true classes.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Look:
    """A network after an epoch.

    Attributes:
        epoch: from 1; 0 is before training.
        probabilities: (images, classes), float32: the answers for the handful.
        layers: the names of the layers that were looked into, from input to output; empty where histograms are off.
        gradient_norms: (layers,), float32: the length of the gradient of the loss by the layer's kernel; NaN where the
            layer has none or is not trained.
        dead_shares: (layers,), float32, 0…1: the share of units that gave 0 at every position of every image; NaN where
            there is no ReLU.
        counts: (kinds, layers, bins), uint16: histograms of `KINDS`, of a sample of the numbers.
        ranges: (kinds, layers, 2), float32: where their first bin begins and their last one ends; NaN where there are
            none.
    """

    epoch: int
    probabilities: NDArray[np.float32]
    layers: tuple[str, ...]
    gradient_norms: NDArray[np.float32]
    dead_shares: NDArray[np.float32]
    counts: NDArray[np.uint16]
    ranges: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Insight:
    """All looks of a run, or so many that the rest can be guessed; each reading is one of its own, equal to no other.

    Attributes:
        handful: the images that the answers are about.
        looks: in order.
        damaged: the names of the files that could not be read.
    """

    handful: Handful
    looks: tuple[Look, ...]
    damaged: tuple[str, ...]


def read_insight(folder: RunFolder, last_epoch: int) -> Insight | None:
    """Read the looks of a run.

    Args:
        folder: the run.
        last_epoch: the last one that the run has come to; looks of later ones are from before a resume.

    Returns:
        None where there are no looks (yet), as in runs of an earlier version.

    Raises:
        RunError: the handful or the labels are damaged.
    """
    epochs = choose_epochs([epoch for epoch in list_epochs(folder) if epoch <= last_epoch])
    if not epochs or not folder.handful_path.exists():
        return None
    handful = read_handful(folder)
    shape = (len(handful.labels), len(folder.read_json(folder.labels_path)))
    looks, damaged = [], []
    for epoch in epochs:
        try:
            looks.append(read_look(folder, epoch, shape))
        except RunError:
            damaged.append(folder.look_path(epoch).name)
    return Insight(handful, tuple(looks), tuple(damaged))


def list_epochs(folder: RunFolder) -> list[int]:
    """The epochs that were looked at, ascending."""
    found = (LOOK.fullmatch(path.name) for path in folder.handful_path.parent.glob("epoch-*.npz"))
    return sorted(int(match[1]) for match in found if match)


def choose_epochs(epochs: Sequence[int], most: int = MOST_LOOKS) -> list[int]:
    """Some epochs at equal distances, and the last one.

    Which ones hardly changes as more come, so that what has been read need not be read again.

    Args:
        epochs: ascending.
        most: about how many.
    """
    step = 1
    while len(epochs) > most * step:
        step *= 2
    return [epoch for epoch in epochs if epoch % step == 0 or epoch == epochs[-1]]


def read_handful(folder: RunFolder) -> Handful:
    """Read the images.

    Raises:
        RunError: the file is missing or damaged.
    """
    arrays = _read(folder, folder.handful_path, HANDFUL_FORMS)
    images, labels = arrays["images"], arrays["labels"]
    classes = len(folder.read_json(folder.labels_path))
    if len(images) != len(labels) or images.dtype != np.uint8 or not ((labels >= 0) & (labels < classes)).all():
        raise folder.damaged(folder.handful_path)
    return Handful(images, labels)


def read_look(folder: RunFolder, epoch: int, shape: tuple[int, int] | None = None) -> Look:
    """Read one look.

    Args:
        folder: the run.
        epoch: of the look.
        shape: (images, classes) of its answers, where they are known.

    Raises:
        RunError: the file is missing or damaged.
    """
    path = folder.look_path(epoch)
    arrays = _read(folder, path, LOOK_FORMS)
    count = len(arrays["layers"])
    shapes = {
        "gradient_norms": (count,),
        "dead_shares": (count,),
        "counts": (len(KINDS), count, BINS),
        "ranges": (len(KINDS), count, 2),
        "probabilities": shape or arrays["probabilities"].shape,
    }
    if any(arrays[name].shape != expected for name, expected in shapes.items()):
        raise folder.damaged(path)
    named: dict[str, Any] = {**arrays, "layers": tuple(map(str, arrays["layers"]))}
    return Look(epoch, **named)


def _read(folder: RunFolder, path: Path, forms: Forms) -> Arrays:
    try:
        status = path.stat()
        # A file put in the place of another within one tick of the clock is another one.
        version = status.st_mtime_ns, status.st_ino, status.st_size
        return _read_arrays(path, version, tuple(forms.items()))
    except (*ZIP_ERRORS, KeyError, SyntaxError, TypeError, tokenize.TokenError) as error:
        raise folder.damaged(path) from error


@lru_cache(maxsize=512)
def _read_arrays(path: Path, _version: tuple[int, ...], forms: tuple[tuple[str, tuple[str, int]], ...]) -> Arrays:
    """The arrays of a file that may come from anywhere: no more is unpacked than they may hold, and nothing is run."""
    arrays = {}
    with zipfile.ZipFile(path) as archive:
        for name, (kind, dimensions) in forms:
            member = archive.getinfo(f"{name}.npy")
            if member.file_size > MOST_BYTES or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise ValueError(name)
            array = _read_array(archive.read(member))
            if array.dtype.kind != kind or array.ndim != dimensions:
                raise ValueError(name)
            arrays[name] = array
    return arrays


def _read_array(data: bytes) -> NDArray[Any]:
    """An array in NumPy's format, of no other size than its header says; NumPy itself would first make room for it.

    Source: NEP 1, "A Simple File Format for NumPy Arrays".
    """
    file = io.BytesIO(data)
    if np.lib.format.read_magic(file) != (1, 0):
        raise ValueError("version")
    shape, is_fortran, dtype = np.lib.format.read_array_header_1_0(file)
    if dtype.hasobject or math.prod(shape) * dtype.itemsize != len(data) - file.tell():
        raise ValueError("size")
    return np.frombuffer(data, dtype, math.prod(shape), file.tell()).reshape(shape, order="F" if is_fortran else "C")
