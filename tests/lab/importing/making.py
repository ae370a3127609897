"""What the tests of imports are made of: images, archives (also such as no program would write), requests."""

import hashlib
import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from lab.importing.request import ImportRequest, run_import


def encode(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def paint(seed: int, width: int = 16, height: int = 12) -> Image.Image:
    return Image.fromarray(np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8))


def picture(seed: int, form: str = "PNG", **options: object) -> bytes:
    return encode(paint(seed), form, **options)


def two_classes(count: int = 3, above: str = "", names: tuple[str, ...] = ("cat", "dog")) -> dict[str, bytes]:
    return {
        f"{above}{name}/{number}.png": picture(count * label + number)
        for label, name in enumerate(names)
        for number in range(count)
    }


def pack(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@dataclass
class Member:
    """A member of an archive, everything about it free to be wrong."""

    name: bytes
    data: bytes = b""
    flags: int = 0
    method: int = 0
    size: int | None = None
    checksum: int | None = None
    extra: bytes = b""
    mode: int = 0
    offset: int | None = None

    def fields(self) -> bytes:
        data = self.data
        packed = data
        if self.method == zipfile.ZIP_DEFLATED:
            deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = deflate.compress(data) + deflate.flush()
        self.packed = packed
        checksum = zlib.crc32(data) if self.checksum is None else self.checksum
        size = len(data) if self.size is None else self.size
        return struct.pack("<HHHHLLL", self.flags, self.method, 0, 0x21, checksum, len(packed), size)


def forge(path: Path, members: list[Member]) -> Path:
    """Write an archive byte by byte."""
    body, directory = b"", b""
    for member in members:
        fields = member.fields()
        offset = len(body) if member.offset is None else member.offset
        if member.offset is None:
            body += b"PK\x03\x04" + struct.pack("<H", 20) + fields + struct.pack("<HH", len(member.name), 0)
            body += member.name + member.packed
        directory += b"PK\x01\x02" + struct.pack("<HH", 0x0314, 20) + fields
        directory += struct.pack("<HHHHHLL", len(member.name), len(member.extra), 0, 0, 0, member.mode << 16, offset)
        directory += member.name + member.extra
    end = struct.pack("<HHHHLLH", 0, 0, len(members) & 0xFFFF, len(members) & 0xFFFF, len(directory), len(body), 0)
    path.write_bytes(body + directory + b"PK\x05\x06" + end)
    return path


def forge_with_classes(path: Path, *members: Member) -> Path:
    """An archive that could be imported, but for these members."""
    return forge(path, [*(Member(name.encode(), data) for name, data in two_classes().items()), *members])


def bring_in(path: Path, title: str = "pets", **options: object):
    return run_import(ImportRequest(kind="archive", location=str(path), title=title, **options))


def bring_in_folder(location: str, title: str = "pets", **options: object):
    return run_import(ImportRequest(kind="folder", location=location, title=title, **options))


def hash_tree(root: Path) -> dict[str, str]:
    """Every name below a folder, and the hash of every file's content."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in sorted(root.rglob("*"))
    }


@contextmanager
def takes_at_most(count: int) -> Iterator[None]:
    """See that what is done within takes no more bytes of memory at any time."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < count
    finally:
        tracemalloc.stop()
