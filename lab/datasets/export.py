"""A split data set as folders that any other program reads: train, validation and test, a folder for each class."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from lab.datasets.base import PARTS, ImageSource, Part
from lab.datasets.imported import ImportedSource
from lab.errors import ImageError

# Windows allows none of these in a name.
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
EPOCH = (1980, 1, 1, 0, 0, 0)
CHUNK_BYTES = 1 << 20


def export_split(source: ImageSource, indices: Mapping[Part, NDArray[np.int64]]) -> Iterator[bytes]:
    """Pack the images into a zip archive, `train/dog/dog1.jpg` and so on, while it is being sent.

    Files are those that were imported, byte for byte; images that lie in memory become PNG files.

    Args:
        source: the data set.
        indices: the images of each part.

    Yields:
        The archive, piece by piece.
    """
    buffer = _Buffer()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, index in number_files(source, indices):
            try:
                data = _read(source, index)
            except ImageError:
                # One damaged file must not keep all others back.
                continue
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data)
            if buffer.size > CHUNK_BYTES:
                yield buffer.take()
    yield buffer.take()


def number_files(source: ImageSource, indices: Mapping[Part, NDArray[np.int64]]) -> Iterator[tuple[str, int]]:
    """A path for each image, numbered by class through all parts, and the image's index."""
    folders = _name_folders(source.class_names)
    numbers: Counter[str] = Counter()
    for part in PARTS:
        for index in np.sort(indices.get(part, np.array([], np.int64))).tolist():
            folder = folders[int(source.labels[index])]
            numbers[folder] += 1
            yield f"{part}/{folder}/{folder}{numbers[folder]}{_ending(source, index)}", index


def _name_folders(class_names: Sequence[str]) -> list[str]:
    """Folder names that every system takes, no two of them alike."""
    names: list[str] = []
    for class_name in class_names:
        name = FORBIDDEN.sub("_", class_name).strip(" .")[:80] or "class"
        while name.casefold() in (one.casefold() for one in names):
            name += "_"
        names.append(name)
    return names


def _ending(source: ImageSource, index: int) -> str:
    if not isinstance(source, ImportedSource):
        return ".png"
    ending = re.search(r"\.[A-Za-z0-9]{1,5}$", source.names[index])
    return ending.group().lower() if ending else ""


def _read(source: ImageSource, index: int) -> bytes:
    if isinstance(source, ImportedSource):
        return source.load(index)
    image = source.read(index)
    encoded = cv2.imencode(".png", image[..., ::-1] if image.shape[2] == 3 else image)[1]
    return encoded.tobytes()


class _Buffer(io.RawIOBase):
    """What has been written since it was last taken; it can't be sought in, so the archive is written straight on."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._pieces.append(piece)
        self.size += len(piece)
        return len(piece)

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces, self.size = [], 0
        return taken
