"""Folders on the server, below the root that the administrator sets."""

import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from lab.datasets.base import Skipped
from lab.errors import DatasetError
from lab.i18n import _
from lab.images import read_file
from lab.importing.files import File, Files
from lab.natural_order import natural_key
from lab.settings import load_settings


class Folder(Files):
    """The files of a folder; links in it are left alone.

    Args:
        path: the folder, as `resolve_folder` gives it.

    Raises:
        DatasetError: it cannot be listed, or holds too many files.
    """

    def __init__(self, path: Path) -> None:
        self.title = path.name
        self._root = path
        self._paths: list[str] = []
        self.files: list[File] = []
        self.folders: list[str] = []
        self.skipped: list[Skipped] = []
        for folder, folders, files in os.walk(path, onerror=_refuse_unlistable):
            here = Path(folder)
            folders.sort(key=natural_key)
            # Links to folders are told among the folders, but not walked into.
            for name in (*(one for one in folders if (here / one).is_symlink()), *sorted(files, key=natural_key)):
                self._add(here / name)
            if not folders and not files and here != path:
                self.folders.append(_compose(self._name(here)))
            _check_count(self.title, len(self.files) + len(self.skipped))
        _check_unique(self.title, [file.name for file in self.files])
        _check_bytes(self.title, sum(file.size for file in self.files))

    def read(self, index: int) -> bytes:
        """See Files."""
        return read_file(self._root / self._paths[index], self.files[index].name)

    def close(self) -> None:
        """Nothing is held."""

    def _name(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()

    def _add(self, path: Path) -> None:
        """List a file, or say why it is left alone."""
        name = self._name(path)
        try:
            status = path.lstat()
        except OSError as error:
            reason = _("It cannot be read: {reason}.").format(reason=error.strerror)
        else:
            if stat.S_ISREG(status.st_mode):
                self._paths.append(name)
                self.files.append(File(_compose(name), status.st_size))
                return
            is_link = stat.S_ISLNK(status.st_mode)
            reason = _("It is a link, which may lead anywhere.") if is_link else _("It is a device or a pipe.")
        self.skipped.append(Skipped(_compose(name), reason))


def list_folders() -> list[str]:
    """The folders below the root that may be imported, by name; links that lead out of it are left alone."""
    root = load_settings().folder_root
    try:
        names = [path.name for path in root.iterdir() if not path.name.startswith(".") and path.is_dir()]
    except OSError:
        return []
    return sorted((name for name in names if _find_below(root, name) is not None), key=natural_key)


def resolve_folder(given: str) -> Path:
    """The place of a folder below the root, after every link.

    Args:
        given: from the root on.

    Raises:
        DatasetError: it is not below the root, or not there.
    """
    root = load_settings().folder_root
    path = _find_below(root, given)
    if path is None:
        text = _("A folder must lie below {root} and be given from there on, without `..`. Received: {path}.")
        raise DatasetError(text.format(root=root, path=given))
    if not os.path.isdir(path):
        raise DatasetError(_("There is no folder {path} in {root}.").format(path=given, root=root))
    return path


def _find_below(root: Path, given: str) -> Path | None:
    """The place of a relative path after every link, or None where it is not below the root."""
    relative = Path(given)
    if relative.is_absolute() or ".." in relative.parts or "\0" in given:
        return None
    path = Path(os.path.realpath(root / relative))
    return path if path.is_relative_to(os.path.realpath(root)) else None


def _compose(name: str) -> str:
    """Letters put together (NFC), as macOS keeps them apart; bytes that are no text are made visible."""
    return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", errors="backslashreplace"))


def _check_count(title: str, count: int) -> None:
    most = load_settings().import_files
    if count > most:
        text = _("{folder} has more than {most:,} files; at most {most:,} are allowed.")
        raise DatasetError(text.format(folder=title, most=most))


def _check_unique(title: str, names: Sequence[str]) -> None:
    twice = next((name for name, count in Counter(names).items() if count > 1), None)
    if twice is not None:
        text = _("{folder} has two files that are both shown as `{name}`. Rename or remove one of them.")
        raise DatasetError(text.format(folder=title, name=twice))


def _check_bytes(title: str, total: int) -> None:
    most = load_settings().import_megabytes
    if total > most * 1_000_000:
        text = _("{folder} holds {total:,.0f} MB; at most {most:,} MB are allowed.")
        raise DatasetError(text.format(folder=title, total=total / 1_000_000, most=most))


def _refuse_unlistable(error: OSError) -> None:
    text = _("{folder} cannot be listed: {reason}.")
    raise DatasetError(text.format(folder=_compose(error.filename), reason=error.strerror)) from error
