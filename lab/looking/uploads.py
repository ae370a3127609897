"""What somebody has uploaded: images and archives of images."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lab.datasets.base import Skipped
from lab.errors import DatasetError, ImageError
from lab.i18n import _
from lab.importing.archive import Archive
from lab.importing.files import ARCHIVE_ENDINGS, is_hidden
from lab.looking.given import GivenFile, GivenImage
from lab.settings import load_settings

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Uploads:
    """The images that were brought, in order, and the files that were left out.

    Attributes:
        images: none of them decoded yet.
        skipped: with their reasons.
    """

    images: Sequence[GivenImage]
    skipped: Sequence[Skipped]


def open_uploads(files: Sequence[tuple[str, bytes]]) -> Uploads:
    """Open what was uploaded; archives are read where they are, in memory.

    Args:
        files: a name and a content each. A file that begins as a zip archive is one, whatever it is called.

    Returns:
        The images; an archive that may not be read is left out whole, the rest goes on.
    """
    images: list[GivenImage] = []
    skipped: list[Skipped] = []
    for name, data in files:
        if data[:4] == b"PK\x03\x04" or name.lower().endswith(".zip"):
            try:
                opened = _open_archive(name, data)
            except DatasetError as error:
                skipped.append(Skipped(name, str(error)))
                continue
            images.extend(opened.images)
            skipped.extend(opened.skipped)
        else:
            images.append(GivenFile(name, _holding(data)))
    return _cut(images, skipped)


def _open_archive(title: str, data: bytes) -> Uploads:
    archive = Archive(data, title)
    images, skipped = [], []
    for index, file in enumerate(archive.files):
        if is_hidden(file.name):
            continue
        reason = _refuse(file.name, file.size)
        if reason:
            skipped.append(Skipped(file.name, reason))
        else:
            images.append(GivenFile(file.name, _reading(archive, index)))
    return Uploads(images, skipped)


def _refuse(name: str, size: int) -> str:
    most = load_settings().import_file_megabytes
    if name.lower().endswith(ARCHIVE_ENDINGS):
        return _("{name} is an archive inside an archive: upload it on its own.").format(name=name)
    if size > most * MEGABYTE:
        text = _("{name} has {size:,.0f} MB; at most {most:,} MB are allowed.")
        return text.format(name=name, size=size / MEGABYTE, most=most)
    return ""


def _cut(images: list[GivenImage], skipped: list[Skipped]) -> Uploads:
    most = load_settings().predict_images
    reason = _("At most {most:,} images are looked at together; {name} is one more.")
    over = [Skipped(one.name, reason.format(most=most, name=one.name)) for one in images[most:]]
    return Uploads(images[:most], [*skipped, *over])


def _holding(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def _reading(archive: Archive, index: int) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            return archive.read(index)
        except DatasetError as error:
            # One damaged member is no reason to do without the others.
            text = _("{name} is damaged in its archive {archive}.")
            raise ImageError(text.format(name=archive.files[index].name, archive=archive.title)) from error

    return read
