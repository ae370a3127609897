"""The files that an import reads: what an archive and a folder have in common."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from lab.datasets.base import Skipped

# Files that systems leave behind, and what is in folders that they hide.
SYSTEM_FILES = ("thumbs.db", "desktop.ini")
ARCHIVE_ENDINGS = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")


@dataclass(frozen=True)
class File:
    """A file that has not been read.

    Attributes:
        name: its path from the archive or folder on, with `/`, as its author wrote it.
        size: in bytes.
    """

    name: str
    size: int


class Files(ABC):
    """The files of an archive or a folder, all checked before any is read.

    Attributes:
        title: what the archive or folder is called.
        files: in a fixed order.
        folders: folders without a file in them.
        skipped: what is not even listed, such as links.
    """

    title: str
    files: Sequence[File]
    folders: Sequence[str] = ()
    skipped: Sequence[Skipped] = ()

    @abstractmethod
    def read(self, index: int) -> bytes:
        """The content of one file.

        Raises:
            DatasetError: the archive is broken; names the file.
            ImageError: this file alone cannot be read; names it.
        """

    @abstractmethod
    def close(self) -> None:
        """Let go of the archive."""

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, *_exception: object) -> None:
        """Close."""
        self.close()


def is_hidden(name: str) -> bool:
    """Whether a path leads to what a system keeps for itself."""
    folders = name.split("/")
    return any(one.startswith((".", "__MACOSX")) for one in folders) or folders[-1].lower() in SYSTEM_FILES
