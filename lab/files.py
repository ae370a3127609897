"""Writing files so that a crash or a full disk leaves the old one or the new one, never a broken one."""

import contextlib
import errno
import json
import lzma
import os
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

# What zipfile lets through from an archive that is broken, or made to look so.
ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    EOFError, OSError, OverflowError, RuntimeError, ValueError,
)  # fmt: skip
# A quota and a limit on the size of files are told by numbers of their own.
DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# In nanoseconds, as files' times are.
MILLISECOND = 1_000_000
# Where `python -m lab.worker` and its like are started, whatever folder the server was started in.
PROJECT_DIRECTORY = Path(__file__).resolve().parent.parent


def is_disk_full(error: BaseException) -> bool:
    """Whether an error says that there is no more room."""
    return isinstance(error, OSError) and error.errno in DISK_FULL


def replace_file(path: Path, write: Callable[[Path], None], check: Callable[[Path], None] | None = None) -> None:
    """Write a file under a temporary name, sync it, check it, and put it in place at once.

    Args:
        path: where it shall stand.
        write: writes it at the path that it is given, which ends as `path` does.
        check: reads it back, raising if it is not whole.

    Raises:
        OSError: it could not be written; what stood at `path` still does.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-", suffix=f"-{path.name}")
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        if check is not None:
            check(temporary)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_directory(path.parent)


def link_file(source: Path, path: Path) -> None:
    """Give a file that is never written to again a second name; a copy where the disk knows no links.

    Raises:
        OSError: it is not there, or there is no room.
    """
    try:
        os.link(source, path)
    except OSError:
        shutil.copyfile(source, path)


def write_json(path: Path, value: object) -> None:
    """Write JSON with `replace_file`."""
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    replace_file(path, lambda temporary: _write_text(temporary, text))


def make_newest(path: Path, others: Iterable[Path]) -> None:
    """Make a file that was just written later than others by its time, even where the clock has gone back.

    Args:
        path: the file.
        others: may hold it as well.
    """
    latest = max((one.stat().st_mtime_ns for one in others if one != path), default=0)
    if path.stat().st_mtime_ns <= latest:
        os.utime(path, ns=(latest + MILLISECOND, latest + MILLISECOND))


def sync_directory(path: Path) -> None:
    """Make a rename in a directory last (where the system can)."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
