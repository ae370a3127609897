"""Data sets of one's own: imported once, cleaned in versions."""

from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from lab.datasets.base import DATASETS, Dataset, ImageSource, Part
from lab.datasets.decisions import Decisions, number_sets
from lab.datasets.imported_folder import ImportedFolder
from lab.datasets.library import find_imported
from lab.errors import DatasetError
from lab.i18n import N_, _
from lab.images import decode_image
from lab.natural_order import natural_key
from lab.preparation import Preparation

LARGEST_NATIVE_SIZE = 128
DEFAULT_SIZE = 64


class ImportedSource(ImageSource):
    """The images of a version of a data set.

    Args:
        folder: the data set.
        decisions: the version's.

    Attributes:
        folder: the data set.
        positions: for each image its position in the data set's table, (count,), int64, ascending.

    Raises:
        DatasetError: a file of it is damaged, or fewer than two classes are left.
    """

    def __init__(self, folder: ImportedFolder, decisions: Decisions) -> None:
        table = folder.read_table()
        self.folder = folder
        stays = np.ones(len(table.names), bool)
        stays[[position for position in decisions.left_out if position < len(stays)]] = False
        self.positions = np.flatnonzero(stays)
        called = [
            decisions.class_names.get(table.classes[position], table.classes[position]) for position in self.positions
        ]
        self.class_names = tuple(sorted(set(called), key=natural_key))
        if len(self.class_names) < 2:
            raise DatasetError(_describe_shortage(folder, self.class_names))
        label_of = {name: label for label, name in enumerate(self.class_names)}
        self.labels = np.array([label_of[name] for name in called], np.int64)
        self.names = [table.names[position] for position in self.positions]
        self.parts: Sequence[Part | Literal[""]] = [table.parts[position] for position in self.positions]
        self.groups = _number_groups([table.groups[position] for position in self.positions], self.positions, decisions)
        self._table = table

    def read(self, index: int) -> NDArray[np.uint8]:
        """See ImageSource."""
        return decode_image(self.load(index), self.names[index])

    def prepare(self, index: int, preparation: Preparation) -> NDArray[np.uint8]:
        """See ImageSource."""
        return preparation.decode(self.load(index), self.names[index])

    def load(self, index: int) -> bytes:
        """The original file of an image.

        Raises:
            ImageError: it is damaged; names it.
        """
        return self.folder.load(int(self.positions[index]))

    def sizes(self) -> NDArray[np.int64]:
        """See ImageSource."""
        return np.stack([self._table.widths, self._table.heights], axis=1)[self.positions]

    def suggest(self) -> Preparation:
        """The images' own size and colour where most share one that is small and square."""
        sizes, counts = np.unique(self.sizes(), axis=0, return_counts=True)
        width, height = (int(side) for side in sizes[counts.argmax()])
        is_native = width == height and 4 <= width <= LARGEST_NATIVE_SIZE and counts.max() > len(self) / 2
        is_grey = bool((self._table.channels[self.positions] == 1).all())
        return Preparation(size=width if is_native else DEFAULT_SIZE, color="grey" if is_grey else "rgb")


@DATASETS.register
class Imported(Dataset):
    """Images of one's own, in the lab's library."""

    order: ClassVar[int] = 20
    title: ClassVar[str] = N_("Your own images")
    summary: ClassVar[str] = N_(
        "Photographs that you have brought in: a zip archive or a folder with a folder for each class."
    )
    name: Literal["imported"] = "imported"
    id: str = Field(
        "",
        title=N_("Images"),
        description=N_("What has been brought into the lab on this server, the newest first."),
        json_schema_extra={"choices": "imported"},
    )
    version_id: str = Field(
        "",
        title=N_("Version"),
        description=N_("What was decided about them; the newest where none is said."),
        json_schema_extra={"hidden": True},
    )

    def label(self) -> str:
        """Its title."""
        try:
            return find_imported(self.id).describe().title
        except DatasetError:
            return self.id

    def pinned(self) -> Self:
        """With its version said: the newest where none was.

        Raises:
            DatasetError: it is not there, or has no such version.
        """
        folder = self._find()
        if not self.version_id:
            return self.model_copy(update={"version_id": folder.versions()[0]})
        folder.read_decisions(self.version_id)
        return self

    def has_version(self) -> bool:
        """Whether the version that is said is one of this data set."""
        return self.version_id in self._find().versions()

    def version(self) -> str:
        """The version's hash, over contents and decisions."""
        return self.pinned().version_id

    def suggest(self) -> Preparation:
        """See ImportedSource; the default as long as none is chosen."""
        try:
            return self.open().suggest()
        except DatasetError:
            return Preparation(size=DEFAULT_SIZE)

    def open(self) -> ImportedSource:
        """Read the version's table."""
        folder = self._find()
        return _open_source(folder, self.pinned().version_id)

    def decisions(self) -> Decisions:
        """What was decided in this version.

        Raises:
            DatasetError: it is not there, or damaged.
        """
        return self._find().read_decisions(self.pinned().version_id)

    def _find(self) -> ImportedFolder:
        if not self.id:
            raise DatasetError(_("Choose images in the list, or bring in your own."))
        return find_imported(self.id)


@lru_cache(maxsize=8)
def _open_source(folder: ImportedFolder, version: str) -> ImportedSource:
    return ImportedSource(folder, folder.read_decisions(version))


def _number_groups(names: list[str], positions: NDArray[np.int64], decisions: Decisions) -> NDArray[np.int64]:
    """For each image the number of its group: the first image of it."""
    sets: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        if name:
            sets.setdefault(name, []).append(index)
    index_of = {int(position): index for index, position in enumerate(positions)}
    held = [tuple(index_of[one] for one in members if one in index_of) for members in decisions.together]
    return number_sets(len(names), [*(tuple(members) for members in sets.values()), *held])


def _describe_shortage(folder: ImportedFolder, class_names: tuple[str, ...]) -> str:
    title = folder.describe().title
    if not class_names:
        return _("{title} has no image left; put some back.").format(title=title)
    return _("{title} has one class left, `{name}`; at least two are needed.").format(title=title, name=class_names[0])
