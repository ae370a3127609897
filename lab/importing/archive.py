"""Zip archives: every member is checked before any is unpacked."""

import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from lab.errors import DatasetError
from lab.files import ZIP_ERRORS
from lab.i18n import _
from lab.importing.files import File, Files
from lab.settings import load_settings

# How zips are made everywhere. Of the other methods a few bytes may unpack to gigabytes, with nothing to stop them.
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Small archives may grow by any factor.
SMALL_BYTES = 10_000_000
MEGABYTE = 1_000_000
UTF8_FLAG, ENCRYPTED_FLAG = 0x800, 0x1
UNICODE_PATH_FIELD = 0x7075
# Each member's entry in the table of contents begins so; each member begins with as many bytes at least.
ENTRY_SIGNATURE, HEADER_BYTES = b"PK\x01\x02", 30
PIECE_BYTES = 1 << 20
# As long as a path may be on Linux.
MOST_NAME_BYTES = 4096
SHOWN_CHARACTERS = 300


class Archive(Files):
    """A zip archive whose members may all be read.

    Args:
        source: the file, or its content.
        title: what its owner calls it, for messages.

    Raises:
        DatasetError: it is not a whole zip archive, or has a member that may not be there; names archive and member,
            says what is allowed and what was received. Nothing has been unpacked then.
    """

    def __init__(self, source: Path | bytes, title: str) -> None:
        self.title = title
        _check_count(source, title)
        self._zip = _open(source, title)
        try:
            members = self._zip.infolist()
            given = _read_names(members)
            for name, member in zip(given, members, strict=True):
                _check_member(title, name, member)
            names = [_normalise(title, name) for name in given]
            _check_unique(title, names)
            _check_bytes(title, sum(member.file_size for member in members), _measure(source))
            _check_apart(title, names, members)
        except BaseException:
            self._zip.close()
            raise
        is_folder = [name.endswith(("/", "\\")) for name in given]
        self._members = [member for member, folder in zip(members, is_folder, strict=True) if not folder]
        found = [name for name, folder in zip(names, is_folder, strict=True) if not folder]
        self.files = [File(name, member.file_size) for name, member in zip(found, self._members, strict=True)]
        parents = {name[: position.start()] for name in found for position in re.finditer("/", name)}
        self.folders = [
            name for name, folder in zip(names, is_folder, strict=True) if folder and name and name not in parents
        ]

    def read(self, index: int) -> bytes:
        """See Files."""
        member = self._members[index]
        try:
            with self._zip.open(member) as file:
                # One byte more than it says to be; `zipfile` would unpack gigabytes and cut them off then.
                data = file.read(member.file_size + 1)
            if len(data) != member.file_size:
                raise zipfile.BadZipFile(_("its size is not what the table of contents says"))
        except ZIP_ERRORS as error:
            text = _("{archive} is damaged at `{member}`: {reason}. Nothing was imported; make the archive again.")
            reason = str(error).rstrip(".") or type(error).__name__
            raise DatasetError(
                text.format(archive=self.title, member=_shorten(self.files[index].name), reason=_shorten(reason))
            ) from error
        return data

    def close(self) -> None:
        """See Files."""
        self._zip.close()


def _begin(source: Path | bytes) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _measure(source: Path | bytes) -> int:
    """How many bytes it has."""
    return len(source) if isinstance(source, bytes) else source.stat().st_size


def _check_count(source: Path | bytes, title: str) -> None:
    """Count the members, those of archives inside among them, before the table of contents is read into memory."""
    most = load_settings().import_files
    count, rest = 0, b""
    try:
        with _begin(source) as file:
            while piece := file.read(PIECE_BYTES):
                count += (rest + piece).count(ENTRY_SIGNATURE)
                rest = piece[-3:]
    except OSError as error:
        raise DatasetError(_("{archive} cannot be read: {reason}.").format(
            archive=title, reason=error.strerror)) from error  # fmt: skip
    if count > most:
        text = _("{archive} has {count:,} members; at most {most:,} are allowed.")
        raise DatasetError(text.format(archive=title, count=count, most=most))


def _open(source: Path | bytes, title: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    except ZIP_ERRORS as error:
        with _begin(source) as file:
            begins_as_zip = file.read(4) == b"PK\x03\x04"
        text = (
            _("{archive} is cut off or damaged: its table of contents cannot be read. Make or upload it again.")
            if begins_as_zip
            else _("{archive} is not a zip archive. Pack the class folders into a .zip file.")
        )
        raise DatasetError(text.format(archive=title)) from error


def _check_member(title: str, name: str, member: zipfile.ZipInfo) -> None:
    mode = member.external_attr >> 16
    if member.flag_bits & ENCRYPTED_FLAG:
        problem = _("is protected by a password; pack it without one")
    elif stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        problem = _("is a link or a device; only files and folders are allowed")
    elif member.compress_type not in METHODS:
        problem = _("is packed by a method that cannot be read; pack it as an ordinary zip")
    elif "\0" in member.orig_filename:
        problem = _("has a name with a NUL character")
    else:
        return
    raise _refuse(title, name, problem)


def _check_bytes(title: str, unpacked: int, packed: int) -> None:
    settings = load_settings()
    if unpacked > settings.import_megabytes * MEGABYTE:
        text = _("{archive} unpacks to {unpacked:,.0f} MB; at most {most:,} MB are allowed.")
        raise DatasetError(text.format(archive=title, unpacked=unpacked / MEGABYTE, most=settings.import_megabytes))
    growth = unpacked / max(1, packed)
    if unpacked > SMALL_BYTES and growth > settings.import_expansion:
        text = _(
            "{archive} grows {growth:,.0f} times, to {unpacked:,.0f} MB, when it is unpacked; at most {most} times is "
            "allowed."
        )
        raise DatasetError(
            text.format(archive=title, growth=growth, unpacked=unpacked / MEGABYTE, most=settings.import_expansion)
        )


def _check_unique(title: str, names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in filter(None, names):
        if name in seen:
            raise _refuse(title, name, _("is there twice"))
        seen.add(name)


def _check_apart(title: str, names: Sequence[str], members: Sequence[zipfile.ZipInfo]) -> None:
    """Members that share their bytes unpack to far more than there is."""
    end = 0
    for name, member in sorted(zip(names, members, strict=True), key=lambda pair: pair[1].header_offset):
        if member.header_offset < end:
            raise _refuse(title, name, _("overlaps another one"))
        end = member.header_offset + HEADER_BYTES + member.compress_size


def _read_names(members: list[zipfile.ZipInfo]) -> list[str]:
    """The names as their author wrote them.

    Without a mark, a name is in the author's own encoding: UTF-8 if all names are valid in it, else CP949 (Windows in
    Korea), else what the format says, CP437.
    """
    unmarked = [_raw_name(member) for member in members if not member.flag_bits & UTF8_FLAG]
    encoding = next((one for one in ("utf-8", "cp949") if _decodes_all(unmarked, one)), "cp437")
    names = []
    for member in members:
        given = _unicode_path(member)
        marked = member.flag_bits & UTF8_FLAG
        names.append(given or (member.orig_filename if marked else _raw_name(member).decode(encoding)))
    return names


def _raw_name(member: zipfile.ZipInfo) -> bytes:
    return member.orig_filename.encode("cp437")


def _decodes_all(names: list[bytes], encoding: str) -> bool:
    try:
        for name in names:
            name.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _unicode_path(member: zipfile.ZipInfo) -> str | None:
    """The name in Info-ZIP's extra field, where there is one that belongs to this member (APPNOTE 4.6.9)."""
    rest = member.extra
    while len(rest) >= 4:
        kind, length = struct.unpack("<HH", rest[:4])
        field, rest = rest[4 : 4 + length], rest[4 + length :]
        if kind == UNICODE_PATH_FIELD and len(field) > 5 and not member.flag_bits & UTF8_FLAG:
            version, checksum = struct.unpack("<BL", field[:5])
            if version == 1 and checksum == zlib.crc32(_raw_name(member)):
                return field[5:].decode("utf-8", errors="replace")
    return None


def _normalise(title: str, name: str) -> str:
    """A member's path with `/`, refused where it leads anywhere but down; "" for the folder of the archive itself."""
    # macOS takes letters apart (NFD); put together they look the same and compare equal.
    path = unicodedata.normalize("NFC", name.replace("\\", "/"))
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if "\0" in path:
        raise _refuse(title, name, _("has a name with a NUL character"))
    if path.startswith("/") or re.match(r"[A-Za-z]:", path) or ".." in parts or not (parts or path.endswith("/")):
        raise _refuse(title, name, _("leads out of the archive; only paths below it are allowed"))
    if len(path.encode()) > MOST_NAME_BYTES:
        raise _refuse(title, name, _("has a name of more than {most:,} bytes").format(most=MOST_NAME_BYTES))
    return "/".join(parts)


def _refuse(title: str, member: str, problem: str) -> DatasetError:
    text = _("{archive} is refused: its member `{member}` {problem}. Nothing was imported.")
    return DatasetError(text.format(archive=title, member=_shorten(member).replace("\0", "␀"), problem=problem))


def _shorten(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
