"""The folder of an imported data set, never changed once it is there but for new versions.

| file | what |
|---|---|
| `dataset.json` | title, when and from what it was imported, the hash of its contents |
| `images.zip` | the original files, byte for byte, stored under their authors' names |
| `table.json` | columns: for each image its name, class, part, group, size, digest |
| `measures.npz`, `thumbnails.npy` | what was measured on each image |
| `report.json` | what was left out, and why |
| `versions/` | the decisions of each version, named by its hash |
"""

import json
import mmap
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from lab.datasets.base import Part
from lab.datasets.decisions import Decisions
from lab.datasets.report import Report
from lab.errors import ConfigError, DatasetError, ImageError
from lab.files import ZIP_ERRORS, make_newest, write_json
from lab.i18n import _
from lab.validation import validate


class Description(BaseModel):
    """What a data set is.

    Attributes:
        title: what people call it.
        source: the archive or folder that it came from.
        created: seconds since 1970.
        content_hash: of every image with its name, class, part and group.
        images: how many.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    source: str
    created: float
    content_hash: str
    images: int


NUMBERS = ("offsets", "sizes", "widths", "heights", "channels")


@dataclass(frozen=True)
class Table:
    """The images of a data set as they were imported.

    Attributes:
        names: paths, as their authors wrote them.
        classes: the class of each.
        parts: the part that its source puts it in, or "".
        groups: images of one group stay together; "" for an image of its own.
        digests: of the decoded pixels; equal images have the same.
        offsets: where each file begins in `images.zip`, (count,), int64.
        sizes: how many bytes it has, likewise.
        widths: in pixels, upright, (count,), int64.
        heights: likewise.
        channels: 1 for grey, 3 for colour.
    """

    names: tuple[str, ...]
    classes: tuple[str, ...]
    parts: tuple[Part | Literal[""], ...]
    groups: tuple[str, ...]
    digests: tuple[str, ...]
    offsets: NDArray[np.int64]
    sizes: NDArray[np.int64]
    widths: NDArray[np.int64]
    heights: NDArray[np.int64]
    channels: NDArray[np.int64]


class ImportedFolder:
    """The folder of an imported data set.

    Args:
        path: where it is.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.id = path.name
        self.description_path = path / "dataset.json"
        self.images_path = path / "images.zip"
        self.table_path = path / "table.json"
        self.measures_path = path / "measures.npz"
        self.thumbnails_path = path / "thumbnails.npy"
        self.report_path = path / "report.json"
        self.versions_path = path / "versions"

    def describe(self) -> Description:
        """What the data set is.

        Raises:
            DatasetError: its file is missing or altered.
        """
        try:
            return validate(Description, self._read_json(self.description_path))
        except ConfigError as error:
            raise self.damaged(self.description_path) from error

    def read_report(self) -> Report:
        """What became of every file.

        Raises:
            DatasetError: its file is missing or altered.
        """
        values = self._read_json(self.report_path)
        try:
            return Report.from_json(values)
        except (KeyError, TypeError, ValueError) as error:
            raise self.damaged(self.report_path) from error

    def read_table(self) -> Table:
        """The images.

        Raises:
            DatasetError: its file is missing or altered.
        """
        return _read_table(self, self._changed(self.table_path))

    def read_measures(self) -> dict[str, NDArray[Any]]:
        """What was measured: a column a measure, see `lab.datasets.measures.Measures`; read-only.

        Raises:
            DatasetError: its file is missing or altered.
        """
        return _read_measures(self, self._changed(self.measures_path))

    def read_thumbnails(self) -> NDArray[np.uint8]:
        """(count, 32, 32, 3), uint8, memory-mapped.

        Raises:
            DatasetError: its file is missing or altered.
        """
        try:
            thumbnails: NDArray[np.uint8] = np.load(self.thumbnails_path, mmap_mode="r", allow_pickle=False)
            return thumbnails
        except (OSError, ValueError, EOFError) as error:
            raise self.damaged(self.thumbnails_path) from error

    def load(self, position: int) -> bytes:
        """The original file of an image.

        Args:
            position: of the image in the table.

        Raises:
            ImageError: it is damaged; names it.
        """
        table = self.read_table()
        start, size = int(table.offsets[position]), int(table.sizes[position])
        try:
            # Straight from the place: zipfile takes a tenth of a millisecond to find it.
            data = _map_images(self, self.images_path.stat().st_mtime_ns)[start : start + size]
        except (OSError, ValueError) as error:
            raise self._lost(table.names[position]) from error
        if len(data) < size:
            raise self._lost(table.names[position])
        return data

    def _lost(self, name: str) -> ImageError:
        return ImageError(_("{name} is damaged in the lab's library.").format(name=name))

    def versions(self) -> list[str]:
        """The versions, the newest first."""
        found = [path for path in self.versions_path.glob("*.json") if not path.name.startswith(".")]
        return [path.stem for path in sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)]

    def read_decisions(self, version: str) -> Decisions:
        """What was decided in a version.

        Raises:
            DatasetError: there is no such version, or its file is altered.
        """
        path = self.versions_path / f"{version}.json"
        if version not in self.versions():
            raise DatasetError(_("The data set {title} has no version {version}.").format(
                title=self.describe().title, version=version))  # fmt: skip
        try:
            decisions = validate(Decisions, self._read_json(path))
        except ConfigError as error:
            raise self.damaged(path) from error
        if decisions.version(self.describe().content_hash) != version:
            raise self.damaged(path)
        return decisions

    def keep_decisions(self, decisions: Decisions) -> str:
        """Make a version, the newest from now on; the same decisions are the same version.

        Returns:
            Its hash.
        """
        version = decisions.version(self.describe().content_hash)
        path = self.versions_path / f"{version}.json"
        write_json(path, decisions.model_dump(mode="json"))
        make_newest(path, self.versions_path.glob("[!.]*.json"))
        return version

    def damaged(self, path: Path) -> DatasetError:
        """The error of a file that is missing or altered."""
        return DatasetError(_("The data set {id} is damaged: {file}.").format(id=self.id, file=path.name))

    def _read_json(self, path: Path) -> Any:  # noqa: ANN401 - whatever JSON holds
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise self.damaged(path) from error

    def _changed(self, path: Path) -> int:
        try:
            return path.stat().st_mtime_ns
        except OSError as error:
            raise self.damaged(path) from error

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ImportedFolder) and other.path == self.path

    def __hash__(self) -> int:
        return hash(self.path)


@lru_cache(maxsize=8)
def _read_table(folder: ImportedFolder, _changed: int) -> Table:
    values = folder._read_json(folder.table_path)
    try:
        texts = {name: tuple(values[name]) for name in ("names", "classes", "parts", "groups", "digests")}
        numbers = {name: np.array(values[name], np.int64) for name in NUMBERS}
        if len({len(column) for column in (*texts.values(), *numbers.values())}) != 1:
            raise folder.damaged(folder.table_path)
        return Table(**texts, **numbers)  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise folder.damaged(folder.table_path) from error


@lru_cache(maxsize=8)
def _read_measures(folder: ImportedFolder, _changed: int) -> dict[str, NDArray[Any]]:
    try:
        # Opened here: where it is no archive, NumPy would leave its own file open.
        with folder.measures_path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            measures = dict(arrays)
    except (*ZIP_ERRORS, KeyError, TypeError) as error:
        raise folder.damaged(folder.measures_path) from error
    for array in measures.values():
        array.flags.writeable = False
    return measures


@lru_cache(maxsize=4)
def _map_images(folder: ImportedFolder, _changed: int) -> mmap.mmap:
    with folder.images_path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def let_go_of_images() -> None:
    """Close the mapped files of images: Windows does not let anybody rename or delete them before."""
    _map_images.cache_clear()
