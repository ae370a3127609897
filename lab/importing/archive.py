"""Zip archives: every member is checked before any is unpacked."""

import lzma
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from pathlib import Path

from lab.errors import DatasetError
from lab.i18n import _
from lab.importing.files import File, Files
from lab.settings import load_settings

# Stored, deflated, bzip2, LZMA.
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
# Small archives may grow by any factor.
SMALL_BYTES = 10_000_000
MEGABYTE = 1_000_000
# What zipfile lets through from a broken member.
UNPACKING_ERRORS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError)
UTF8_FLAG, ENCRYPTED_FLAG = 0x800, 0x1
UNICODE_PATH_FIELD = 0x7075


class Archive(Files):
    """A zip archive whose members may all be read.

    Args:
        path: the file.
        title: what its owner calls it, for messages.

    Raises:
        DatasetError: it is not a whole zip archive, or has a member that may not be there; names archive and member,
            says what is allowed and what was received. Nothing has been unpacked then.
    """

    def __init__(self, path: Path, title: str) -> None:
        self.title = title
        self._zip = _open(path, title)
        try:
            members = self._zip.infolist()
            _check_count(title, len(members))
            for member in members:
                _check_member(title, member)
            _check_bytes(title, sum(member.file_size for member in members), path.stat().st_size)
            names = [_normalise(title, name) for name in _read_names(members)]
            _check_unique(title, names)
        except BaseException:
            self._zip.close()
            raise
        pairs = list(zip(names, members, strict=True))
        self._members = [member for _name, member in pairs if not member.is_dir()]
        self.files = [File(name, member.file_size) for name, member in pairs if not member.is_dir()]
        parents = {file.name[: position.start()] for file in self.files for position in re.finditer("/", file.name)}
        self.folders = [name for name, member in pairs if member.is_dir() and name not in parents]

    def read(self, index: int) -> bytes:
        """See Files."""
        try:
            return self._zip.read(self._members[index])
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            ValueError,
            RuntimeError,
        ) as error:
            text = _("{archive} is damaged at `{member}`: {reason}. Nothing was imported; make the archive again.")
            reason = str(error).rstrip(".") or type(error).__name__
            raise DatasetError(text.format(archive=self.title, member=self.files[index].name, reason=reason)) from error

    def close(self) -> None:
        """See Files."""
        self._zip.close()


def _open(path: Path, title: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError) as error:
        with path.open("rb") as file:
            begins_as_zip = file.read(4) == b"PK\x03\x04"
        text = (
            _("{archive} is cut off or damaged: its table of contents cannot be read. Make or upload it again.")
            if begins_as_zip
            else _("{archive} is not a zip archive. Pack the class folders into a .zip file.")
        )
        raise DatasetError(text.format(archive=title)) from error


def _check_count(title: str, count: int) -> None:
    most = load_settings().import_files
    if count > most:
        text = _("{archive} has {count:,} members; at most {most:,} are allowed.")
        raise DatasetError(text.format(archive=title, count=count, most=most))


def _check_member(title: str, member: zipfile.ZipInfo) -> None:
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
    raise _refuse(title, member.orig_filename, problem)


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


def _check_unique(title: str, names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise _refuse(title, name, _("is there twice"))
        seen.add(name)


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
    """A member's path with `/`, refused where it leads anywhere but down."""
    # macOS takes letters apart (NFD); put together they look the same and compare equal.
    path = unicodedata.normalize("NFC", name.replace("\\", "/"))
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if "\0" in path:
        raise _refuse(title, name, _("has a name with a NUL character"))
    if path.startswith("/") or re.match(r"[A-Za-z]:", path) or ".." in parts or not parts:
        raise _refuse(title, name, _("leads out of the archive; only paths below it are allowed"))
    return "/".join(parts)


def _refuse(title: str, member: str, problem: str) -> DatasetError:
    text = _("{archive} is refused: its member `{member}` {problem}. Nothing was imported.")
    return DatasetError(text.format(archive=title, member=member.replace("\0", "␀"), problem=problem))
