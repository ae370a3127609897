"""Archives good and bad, and what an import leaves behind."""

import hashlib
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from lab.importing.intake import Imported
from lab.importing.request import ImportRequest, run_import


def write_zip(path: Path, members: Mapping[str, bytes] | list[tuple[str | zipfile.ZipInfo, bytes]]) -> Path:
    """Pack members; a list may have a name twice."""
    pairs = list(members.items()) if isinstance(members, Mapping) else members
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in pairs:
            archive.writestr(member, data)
    return path


def patch_zip(path: Path, old: bytes, new: bytes) -> Path:
    """Change bytes of an archive wherever they stand, as no tool would let one."""
    assert len(old) == len(new)
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))
    return path


def set_flag(path: Path, flag: int) -> Path:
    """Set a flag of every member, in its own header and in the table of contents."""
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature)
        while start >= 0:
            flags = struct.unpack_from("<H", data, start + offset)[0]
            struct.pack_into("<H", data, start + offset, flags | flag)
            start = data.find(signature, start + 4)
    path.write_bytes(bytes(data))
    return path


def hash_tree(root: Path) -> dict[str, str]:
    """Every file and folder below a folder, with a hash of its content."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in sorted(root.rglob("*"))
    }


@pytest.fixture
def make_zip(tmp_path) -> Callable[..., Path]:
    """`make_zip(members)` packs an archive."""

    def make(members: object, name: str = "given.zip") -> Path:
        return write_zip(tmp_path / name, members)

    return make


@pytest.fixture
def bring_in(home) -> Callable[..., Imported]:
    """`bring_in(path, **options)` imports an archive."""

    def bring(path: Path, **options: object) -> Imported:
        return run_import(ImportRequest(kind="archive", location=str(path), title=path.stem, **options))

    return bring


@pytest.fixture
def pets(jpeg) -> dict[str, bytes]:
    """Three cats and three dogs."""
    return {f"{name}/{number}.jpg": jpeg(number + 10 * len(name)) for name in ("cat", "doggy") for number in range(3)}


@pytest.fixture
def tree() -> Callable[[Path], dict[str, str]]:
    """`tree(root)` hashes everything below a folder."""
    return hash_tree


@pytest.fixture
def tools() -> dict[str, Callable[..., Path]]:
    """Ways to spoil an archive."""
    return {"patch": patch_zip, "flag": set_flag}
