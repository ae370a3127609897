"""A folder of class folders, below the root that the administrator sets."""

import os
import re
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from lab.datasets.base import DATASETS, PARTS, Dataset, ImageSource, Part, Skipped
from lab.errors import DatasetError
from lab.i18n import N_, _
from lab.images import decode_image, read_file, read_header, read_size
from lab.preparation import Preparation
from lab.settings import load_settings

PART_FOLDERS: dict[str, Part] = {"train": "train", "validation": "validation", "val": "validation", "test": "test"}
SIZES_SAMPLED = 50
LARGEST_NATIVE_SIZE = 128
DEFAULT_SIZE = 64

# The part, the class, its files.
Listed = tuple[Part | Literal[""], str, list[Path]]


class FolderSource(ImageSource):
    """The images of a folder, listed at once and decoded when they are read.

    Args:
        root: the data set's folder.

    Raises:
        DatasetError: it holds no data set, or cannot be listed; says what is missing.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        try:
            found, self.skipped = _list_classes(root)
            self.class_names = tuple(sorted({name for _part, name, _files in found}, key=_natural_key))
            if len(self.class_names) < 2:
                raise DatasetError(_describe_shortage(root, self.class_names))
        except OSError as error:
            text = _("{folder} cannot be listed: {reason}.")
            raise DatasetError(text.format(folder=error.filename or root, reason=error.strerror)) from error
        label_of = {name: label for label, name in enumerate(self.class_names)}
        self._files = [file for _part, _name, files in found for file in files]
        self.names = [file.relative_to(root).as_posix() for file in self._files]
        self.labels = np.array([label_of[name] for _part, name, files in found for _file in files], np.int64)
        self.parts: list[Part | Literal[""]] = [part for part, _name, files in found for _file in files]
        for label, name in enumerate(self.class_names):
            if not (self.labels == label).any():
                raise DatasetError(_("The class folder `{name}` is empty.").format(name=name))

    def read(self, index: int) -> NDArray[np.uint8]:
        """See ImageSource."""
        return decode_image(self._load(index), self.names[index])

    def prepare(self, index: int, preparation: Preparation) -> NDArray[np.uint8]:
        """See ImageSource."""
        return preparation.decode(self._load(index), self.names[index])

    def _load(self, index: int) -> bytes:
        return read_file(self._files[index], self.names[index])

    def sizes(self) -> NDArray[np.int64]:
        """See ImageSource."""
        return self._sizes

    @cached_property
    def _sizes(self) -> NDArray[np.int64]:
        return np.array([read_size(file) for file in self._files], np.int64)

    def suggest(self) -> Preparation:
        """The images' own size and colour where most share one that is small and square."""
        chosen = np.random.default_rng(0).permutation(len(self))[:SIZES_SAMPLED]
        headers = [read_header(self._files[index]) for index in chosen]
        headers = [header for header in headers if header.width] or headers
        sizes, counts = np.unique([(header.width, header.height) for header in headers], axis=0, return_counts=True)
        width, height = (int(side) for side in sizes[counts.argmax()])
        is_native = width == height and 4 <= width <= LARGEST_NATIVE_SIZE and counts.max() > len(headers) / 2
        is_grey = all(header.is_grey for header in headers)
        return Preparation(size=width if is_native else DEFAULT_SIZE, color="grey" if is_grey else "rgb")


@DATASETS.register
class Folder(Dataset):
    """A folder of one's own."""

    order: ClassVar[int] = 20
    title: ClassVar[str] = N_("A folder of class folders")
    summary: ClassVar[str] = N_(
        "Your own images on this machine: a folder for each class, named after it. Folders train, validation and test "
        "above the class folders are kept as the split."
    )
    name: Literal["folder"] = "folder"
    path: str = Field(
        "",
        title=N_("Folder"),
        description=N_("Below the folder that the lab's administrator has set (LAB_FOLDER_ROOT)."),
        json_schema_extra={"choices": "folders"},
    )

    def label(self) -> str:
        """The folder."""
        return self.path

    def suggest(self) -> Preparation:
        """See FolderSource; the default as long as no folder is chosen."""
        try:
            return FolderSource(self.resolve()).suggest()
        except DatasetError:
            return Preparation(size=DEFAULT_SIZE)

    def open(self) -> ImageSource:
        """List the folder."""
        return FolderSource(self.resolve())

    def resolve(self) -> Path:
        """The folder's place, after every link.

        Raises:
            DatasetError: it is not below the root, or not there.
        """
        root = load_settings().folder_root
        if not self.path:
            raise DatasetError(_("Choose a folder. Put folders of class folders into {root}.").format(root=root))
        path = _find_below(root, self.path)
        if path is None:
            text = _("`path` must lie below {root} and be given from there on, without `..`. Received: {path}.")
            raise DatasetError(text.format(root=root, path=self.path))
        if not os.path.isdir(path):
            raise DatasetError(_("There is no folder {path} in {root}.").format(path=self.path, root=root))
        return path


def list_folders() -> list[str]:
    """The folders below the root that may be data sets, by name; links that lead out of it are left alone."""
    root = load_settings().folder_root
    try:
        names = [path.name for path in root.iterdir() if not _is_hidden(path) and path.is_dir()]
    except OSError:
        return []
    return sorted((name for name in names if _find_below(root, name) is not None), key=_natural_key)


def _find_below(root: Path, given: str) -> Path | None:
    """The place of a relative path after every link, or None where it is not below the root."""
    relative = Path(given)
    if relative.is_absolute() or ".." in relative.parts or "\0" in given:
        return None
    path = Path(os.path.realpath(root / relative))
    return path if path.is_relative_to(os.path.realpath(root)) else None


def _list_classes(root: Path) -> tuple[list[Listed], list[Skipped]]:
    """Every class folder of every part in a fixed order, and the files that belong to no class."""
    folders = _subfolders(root)
    names = {folder.name.lower() for folder in folders}
    if "train" in names and names <= set(PART_FOLDERS):
        folders = sorted(folders, key=lambda folder: PARTS.index(PART_FOLDERS[folder.name.lower()]))
        parted: list[tuple[Part | Literal[""], Path]] = [
            (PART_FOLDERS[part.name.lower()], folder) for part in folders for folder in _subfolders(part)
        ]
        outside = [root, *folders]
    else:
        parted = [("", folder) for folder in folders]
        outside = [root]
    skipped = _skip([file for folder in outside for file in _files(folder)], root, _("It lies in no class folder."))
    links = [link for folder in (*outside, *(folder for _part, folder in parted)) for link in _links(folder)]
    skipped += _skip(links, root, _("It is a link, which may lead anywhere."))
    for _part, folder in parted:
        deeper = [file for inner in _subfolders(folder) for file in _files_below(inner)]
        skipped += _skip(deeper, root, _("It lies in a folder inside a class folder."))
    return [(part, folder.name, _files(folder)) for part, folder in parted], skipped


def _skip(files: list[Path], root: Path, reason: str) -> list[Skipped]:
    return [Skipped(file.relative_to(root).as_posix(), reason) for file in files]


def _describe_shortage(root: Path, class_names: tuple[str, ...]) -> str:
    if class_names:
        return _("{folder} has one class, `{name}`; at least two are needed.").format(
            folder=root.name, name=class_names[0]
        )
    if _files(root):
        text = _(
            "{folder} has {count} files but no class folders: put the images of each class into a folder of its own."
        )
        return text.format(folder=root.name, count=len(_files(root)))
    return _("{folder} is empty: it needs a folder for each class, with images in it.").format(folder=root.name)


def _subfolders(path: Path) -> list[Path]:
    """The folders in a folder; links are left alone."""
    folders = (one for one in path.iterdir() if one.is_dir() and not one.is_symlink() and not _is_hidden(one))
    return sorted(folders, key=lambda one: _natural_key(one.name))


def _files(path: Path) -> list[Path]:
    """The files of a folder, a number in a name counting as a number; links are left alone."""
    files = [one for one in path.iterdir() if one.is_file() and not one.is_symlink() and not _is_hidden(one)]
    return sorted(files, key=lambda one: _natural_key(one.name))


def _links(path: Path) -> list[Path]:
    """The links in a folder, to files and to folders."""
    links = [one for one in path.iterdir() if one.is_symlink() and not _is_hidden(one)]
    return sorted(links, key=lambda one: _natural_key(one.name))


def _files_below(path: Path) -> list[Path]:
    """The files of a folder and of every folder in it."""
    return _files(path) + [file for folder in _subfolders(path) for file in _files_below(folder)]


def _is_hidden(path: Path) -> bool:
    return path.name.startswith((".", "__MACOSX")) or path.name.lower() in ("thumbs.db", "desktop.ini")


def _natural_key(name: str) -> tuple[list[tuple[int, int, str]], str]:
    """Orders by the numbers in a name; the name itself decides between 1 and 01."""
    parts = [part for part in re.split(r"(\d+)", name) if part]
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts], name
