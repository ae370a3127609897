"""Prepared images on disk: built once, mapped by every process, the least recently used deleted when it gets too much.

Below `datasets/prepared` a folder for each key, its lock beside it. A folder is there whole or not at all: it is built
as `.new-KEY` and renamed, and deleted after being renamed back. Whoever reads, builds or deletes it holds its lock, and
the system frees the lock of a process that dies; so a `.new-KEY` whose lock is free is nobody's.
"""

import contextlib
import json
import math
import os
import shutil
from collections.abc import Callable, Generator, Mapping
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from lab.errors import DatasetError
from lab.files import is_disk_full, sync_directory, write_json
from lab.held_lock import held_lock
from lab.i18n import _
from lab.settings import load_settings

# Images one after the other, and the reason for each of all images that could not be read, by its index.
Block = tuple[NDArray[np.uint8], Mapping[int, str]]
Blocks = Generator[Block, None, None]
Found = tuple[NDArray[np.uint8], Mapping[int, str]]

IMAGES_FILE, REASONS_FILE = "images.npy", "prepared.json"
STAGING = ".new-"


def find_or_build(key: str, shape: tuple[int, ...], build: Callable[[], Blocks], wait: Callable[[], None]) -> Found:
    """Map the images of a key, after building them where they are not there or not whole.

    Args:
        key: what the images depend on, as a file name.
        shape: (count, height, width, channels).
        build: gives all images in order.
        wait: called several times a second while another process holds the key; may raise to give up.

    Returns:
        The images, read-only, and the reasons.

    Raises:
        DatasetError: there is no room on the disk.
    """
    folder = load_settings().prepared_directory / key
    folder.parent.mkdir(parents=True, exist_ok=True)
    with held_lock(folder, wait):
        found = _read(folder, shape)
        if found is None:
            _build(folder, shape, build)
            found = _read(folder, shape)
    assert found is not None, "It has just been written."
    return found


def _read(folder: Path, shape: tuple[int, ...]) -> Found | None:
    """What a folder holds, or None where it is not there or not what it should be."""
    try:
        images = np.asarray(np.load(folder / IMAGES_FILE, mmap_mode="r"))
        reasons = json.loads((folder / REASONS_FILE).read_text(encoding="utf-8"))
        os.utime(folder)
    except (OSError, ValueError, EOFError):
        return None
    if images.shape != shape or images.dtype != np.uint8:
        return None
    return images, {int(index): reason for index, reason in reasons.items()}


def _build(folder: Path, shape: tuple[int, ...], build: Callable[[], Blocks]) -> None:
    staging = folder.with_name(STAGING + folder.name)
    for left in (folder, staging):
        shutil.rmtree(left, ignore_errors=True)
    _remove_abandoned(folder.parent)
    _make_room(folder.parent, math.prod(shape))
    try:
        staging.mkdir()
        reasons = _write(staging / IMAGES_FILE, shape, build)
        write_json(staging / REASONS_FILE, reasons)
        staging.rename(folder)
        sync_directory(folder.parent)
    except BaseException as error:
        shutil.rmtree(staging, ignore_errors=True)
        if is_disk_full(error):
            raise _refuse_full(folder.parent, math.prod(shape)) from error
        raise


def _write(path: Path, shape: tuple[int, ...], build: Callable[[], Blocks]) -> dict[int, str]:
    """Write an .npy file block by block; gives the reasons.

    Not through a memory map: when the disk is full, that kills the process instead of raising an error.
    """
    reasons: dict[int, str] = {}
    with path.open("wb") as file, contextlib.closing(build()) as blocks:
        header = {"descr": "|u1", "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(file, header)
        for images, unreadable in blocks:
            file.write(np.ascontiguousarray(images).data)
            reasons.update(unreadable)
        file.flush()
        os.fsync(file.fileno())
    return reasons


def _remove_abandoned(directory: Path) -> None:
    """Delete what a process that was killed had half built."""
    for staging in directory.glob(f"{STAGING}*"):
        _delete(directory / staging.name.removeprefix(STAGING))


def _make_room(directory: Path, needed_bytes: int) -> None:
    """Delete the least recently used folders until the limit and the disk leave room.

    Raises:
        DatasetError: the disk is too full.
    """
    limit = load_settings().cache_gigabytes * 1e9
    folders = [path for path in directory.iterdir() if path.is_dir()]
    used = sum(map(_size, folders))
    for folder in sorted(folders, key=_last_use):
        if used + needed_bytes <= limit:
            break
        size = _size(folder)
        if not folder.name.startswith(STAGING) and _delete(folder):
            used -= size
    if shutil.disk_usage(directory).free < needed_bytes:
        raise _refuse_full(directory, needed_bytes)


def _delete(folder: Path) -> bool:
    """Delete a folder and what was half built of it, unless somebody holds its lock; gives whether it is gone."""
    staging = folder.with_name(STAGING + folder.name)
    try:
        with FileLock(folder.with_name(f"{folder.name}.lock"), timeout=0):
            shutil.rmtree(staging, ignore_errors=True)
            if folder.exists():
                # Windows refuses this while a process has the images mapped.
                folder.rename(staging)
            shutil.rmtree(staging, ignore_errors=True)
    except (Timeout, OSError):
        return False
    return not staging.exists()


def _size(folder: Path) -> int:
    with contextlib.suppress(OSError):
        return sum(path.stat().st_size for path in folder.iterdir())
    return 0


def _last_use(folder: Path) -> float:
    with contextlib.suppress(OSError):
        return folder.stat().st_mtime
    return 0.0


def _refuse_full(directory: Path, needed_bytes: int) -> DatasetError:
    text = _(
        "The disk is full: the prepared images need {megabytes:,.0f} MB in {folder}. Free some space there, or choose "
        "a smaller image size."
    )
    return DatasetError(text.format(megabytes=needed_bytes / 1e6, folder=directory))
