"""Laying up an import in the library, at once or not at all."""

import errno
import hashlib
import json
import os
import re
import secrets
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from lab.datasets.base import Skipped
from lab.datasets.decisions import Decisions
from lab.datasets.imported_folder import Description, ImportedFolder
from lab.datasets.library import list_imported
from lab.datasets.report import Report
from lab.datasets.similar import find_similar_pairs
from lab.errors import DatasetError
from lab.files import is_disk_full, sync_directory
from lab.i18n import _
from lab.importing.arrangement import Place
from lab.importing.files import Files
from lab.importing.reading import ReadImage, read_images
from lab.natural_order import natural_key
from lab.settings import load_settings

# What an image's row in the tables and its thumbnail take.
BYTES_A_ROW = 5_000
# One for each part.
MINIMUM_TO_SPLIT = 3
STAGING_PREFIX = ".new-"
LOCK_NAME = ".lock"
MEGABYTE = 1_000_000

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Imported:
    """What came of an import.

    Attributes:
        id: of the data set.
        version: as it was imported.
        report: what became of every file.
    """

    id: str
    version: str
    report: Report


def take_in(
    files: Files,
    places: Sequence[Place],
    order: Sequence[int],
    *,
    title: str,
    class_names: dict[str, str],
    empty_classes: Sequence[str] = (),
    problems: Sequence[Skipped] = (),
    progress: Progress = lambda _phase, _done, _total: None,
) -> Imported:
    """Read, check, measure and keep the images.

    Args:
        files: checked already.
        places: for each file its class, or why it has none.
        order: the files that have a class, in the order that the data set shall have.
        title: what to call it.
        class_names: what classes are called, for those that are called otherwise than in `places`.
        empty_classes: folders of classes without a file.
        problems: what is no file, such as a row of a table without one.
        progress: told the phase, how many are done, and of how many.

    Returns:
        The data set; the one that is there already where the same images were imported before.

    Raises:
        DatasetError: there are too few classes or images, or the disk is full; nothing has changed then.
    """
    _check_classes(files, [places[index].class_name for index in order], class_names)
    skipped = [
        Skipped(file.name, place.reason) for file, place in zip(files.files, places, strict=True) if place.reason
    ]
    skipped += [*files.skipped, *problems]
    kept: list[ReadImage] = []
    with _staging(sum(files.files[index].size + BYTES_A_ROW for index in order)) as staging:
        for done, read in enumerate(read_images(files, order, staging.images_path)):
            progress("reading", done, len(order))
            if read.reason:
                skipped.append(Skipped(files.files[read.index].name, read.reason))
            else:
                kept.append(read)
        found = [places[read.index] for read in kept]
        _check_classes(files, [place.class_name for place in found], class_names)
        progress("comparing", 0, 1)
        expected = [*(place.class_name for place in places if place.class_name), *empty_classes]
        notes = _find_notes(expected, [place.class_name for place in found], class_names)
        report = Report(len(kept) + len(skipped), len(kept), tuple(skipped), tuple(notes))
        names = [files.files[read.index].name for read in kept]
        _write_tables(staging, names, found, kept)
        description = _describe(title, files.title, names, found, kept)
        # Of two imports of the same images at once, the later one finds the earlier one.
        with FileLock(staging.path.with_name(LOCK_NAME)):
            folder, version = _settle(staging, description, report, Decisions().rename(class_names))
        return Imported(folder.id, version, report)


@contextmanager
def _staging(needed: int) -> Iterator[ImportedFolder]:
    """A folder for what will be a data set; removed if it doesn't become one. A full disk is told in a sentence."""
    root = load_settings().imported_directory
    root.mkdir(parents=True, exist_ok=True)
    sweep_staging()
    path = root / f"{STAGING_PREFIX}{secrets.token_hex(8)}"
    lock = FileLock(path.with_suffix(".lock"))
    try:
        if shutil.disk_usage(root).free < needed:
            raise OSError(errno.ENOSPC, "")
        lock.acquire(timeout=0)
        path.mkdir()
        yield ImportedFolder(path)
    except OSError as error:
        # NumPy gives no number where it could write only a part.
        if error.errno is not None and not is_disk_full(error):
            raise
        text = _("The disk is full: this import needs {needed:,.0f} MB in {folder}, {free:,.0f} MB are free.")
        free = shutil.disk_usage(root).free
        raise DatasetError(
            text.format(needed=needed / MEGABYTE, folder=root, free=free / MEGABYTE) + " " + _("Nothing was imported.")
        ) from error
    finally:
        shutil.rmtree(path, ignore_errors=True)
        lock.release()
        Path(lock.lock_file).unlink(missing_ok=True)


def sweep_staging() -> None:
    """Remove what killed imports and deletions have left; one under way holds its lock."""
    root = load_settings().imported_directory
    for path in [*root.glob(f"{STAGING_PREFIX}*[!k]"), *root.glob(".deleted-*")]:
        lock = FileLock(path.with_suffix(".lock"))
        try:
            with lock.acquire(timeout=0):
                shutil.rmtree(path, ignore_errors=True)
            Path(lock.lock_file).unlink(missing_ok=True)
        except Timeout:
            continue


def _check_classes(files: Files, classes: Sequence[str], class_names: dict[str, str]) -> None:
    """See that there are two classes at least."""
    called = sorted({class_names.get(name, name) for name in classes}, key=natural_key)
    if len(called) > 1:
        return
    if called:
        text = _("{title} has images of one class, `{name}`; at least two classes are needed.")
        raise DatasetError(text.format(title=files.title, name=called[0]))
    text = _(
        "{title} has {count:,} files, but no image in a class folder: at least two folders are needed, named after "
        "their classes, each with images in it."
    )
    raise DatasetError(text.format(title=files.title, count=len(files.files)))


def _find_notes(expected: Sequence[str], found: Sequence[str], class_names: dict[str, str]) -> list[str]:
    """What a data set's owner should know: classes without an image, and with too few."""
    counts = Counter(class_names.get(name, name) for name in found)
    empty = sorted({class_names.get(name, name) for name in expected} - counts.keys(), key=natural_key)
    absent = _("The class `{name}` has no image that can be read, and was left out.")
    few = _("The class `{name}` has {count} images; at least {minimum} are needed to train, validate and test.")
    return [absent.format(name=name) for name in empty] + [
        few.format(name=name, count=count, minimum=MINIMUM_TO_SPLIT)
        for name, count in sorted(counts.items(), key=lambda item: natural_key(item[0]))
        if count < MINIMUM_TO_SPLIT
    ]


def _write_tables(folder: ImportedFolder, names: list[str], places: list[Place], kept: list[ReadImage]) -> None:
    measures = [read.measures for read in kept if read.measures is not None]
    digests = [one.digest for one in measures]
    table = {
        "names": names,
        "classes": [place.class_name for place in places],
        "parts": [place.part for place in places],
        "groups": [place.group for place in places],
        "digests": digests,
        "offsets": [read.offset for read in kept],
        "sizes": [read.size for read in kept],
        "widths": [read.width for read in kept],
        "heights": [read.height for read in kept],
        "channels": [read.channels for read in kept],
    }
    folder.table_path.write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
    thumbnails = np.stack([one.thumbnail for one in measures])
    np.save(folder.thumbnails_path, thumbnails)
    fingerprints = np.array([one.fingerprint for one in measures], np.uint64)
    columns = ("brightness", "contrast", "sharpness", "channel_mean", "channel_deviation")
    arrays: dict[str, Any] = {name: np.array([getattr(one, name) for one in measures], np.float32) for name in columns}
    np.savez(folder.measures_path, **arrays, similar_pairs=find_similar_pairs(fingerprints, thumbnails, digests))


def _describe(title: str, source: str, names: list[str], places: list[Place], kept: list[ReadImage]) -> Description:
    contents = hashlib.sha256()
    for name, place, read in zip(names, places, kept, strict=True):
        contents.update(json.dumps([name, place.class_name, place.part, place.group, read.content_hash]).encode())
    return Description(
        title=title, source=source, created=time.time(), content_hash=contents.hexdigest(), images=len(names)
    )


def _settle(
    staging: ImportedFolder, description: Description, report: Report, decisions: Decisions
) -> tuple[ImportedFolder, str]:
    """Put the staged folder in its place, unless the same images are there already; gives it and the version."""
    others = [(folder, folder.describe()) for folder in list_imported()]
    for folder, other in others:
        if other.content_hash == description.content_hash:
            return folder, folder.keep_decisions(decisions)
    title = _free_title(description.title, [other.title for _folder, other in others])
    # The newest is the one that was imported last, even where the clock has gone back.
    created = max([description.created, *(other.created + 0.001 for _folder, other in others)])
    text = description.model_copy(update={"title": title, "created": created}).model_dump_json()
    staging.description_path.write_text(text, encoding="utf-8")
    text = json.dumps(report.to_json(), ensure_ascii=False)
    staging.report_path.write_text(text, encoding="utf-8")
    version = staging.keep_decisions(decisions)
    for path in staging.path.iterdir():
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40] or "images"
    target = staging.path.with_name(f"{slug}-{secrets.token_hex(4)}")
    staging.path.rename(target)
    sync_directory(target.parent)
    return ImportedFolder(target), version


def _free_title(title: str, taken: list[str]) -> str:
    """The title, with a number where it is taken."""
    numbered = [title, *(f"{title} ({number})" for number in range(2, len(taken) + 3))]
    return next(one for one in numbered if one not in taken)
