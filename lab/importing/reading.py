"""Reading every file of an import once: decoded wholly, measured, and its bytes kept."""

import hashlib
import os
import zipfile
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from lab.datasets.measures import Measures, measure
from lab.errors import ImageError
from lab.i18n import _
from lab.images import decode_with_size
from lab.importing.files import Files
from lab.settings import load_settings

# What is measured needs no more pixels; a large photograph is decoded several times as fast.
MEASURED_SIDE = 256
# Files that a thread is given at a time, so that little time goes into handing them over.
CHUNK_FILES, CHUNK_BYTES = 16, 4_000_000
# Small images spend their time in Python, where a second thread would only be in the way.
SMALL_FILE_BYTES = 8_000
MEGABYTE = 1_000_000
# Zip knows no time before; the same images shall make the same archive.
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class ReadImage:
    """One file that has been read.

    Attributes:
        index: among the files of the import.
        offset: where its bytes begin in the archive that was written.
        size: how many they are.
        reason: why it is left out; "" where it is an image, and only then the rest is there.
        content_hash: of its bytes.
        width: in pixels, upright.
        height: likewise.
        channels: 1 for grey, 3 for colour.
        measures: what was measured.
    """

    index: int
    offset: int = 0
    size: int = 0
    reason: str = ""
    content_hash: str = ""
    width: int = 0
    height: int = 0
    channels: int = 0
    measures: Measures | None = None


def read_images(files: Files, order: Sequence[int], pack: Path) -> Iterator[ReadImage]:
    """Read files in parallel, and put the bytes of those that are images into an archive under their names.

    Args:
        files: checked already.
        order: which of them, in the order that they come back in.
        pack: the archive to write, stored without compression.

    Yields:
        Each file as soon as it has been read.

    Raises:
        DatasetError: the archive that is read is broken; names the file.
        OSError: the disk is full.
    """
    threads = _count_threads(files, order)
    with (
        pack.open("wb") as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive,
        ThreadPoolExecutor(threads) as pool,
    ):
        waiting: deque[Future[list[tuple[ReadImage, bytes]]]] = deque()
        chunks = _chunks(files, order)
        try:
            while True:
                while len(waiting) < 2 * threads and (chunk := next(chunks, None)) is not None:
                    waiting.append(pool.submit(_read_chunk, files, chunk))
                if not waiting:
                    return
                for read, data in waiting.popleft().result():
                    if not read.reason:
                        archive.writestr(zipfile.ZipInfo(files.files[read.index].name, EPOCH), data)
                        read = replace(read, offset=file.tell() - len(data), size=len(data))
                    yield read
        finally:
            pool.shutdown(cancel_futures=True)


def _count_threads(files: Files, order: Sequence[int]) -> int:
    mean = sum(files.files[index].size for index in order) / max(1, len(order))
    return 1 if mean < SMALL_FILE_BYTES else os.cpu_count() or 1


def _chunks(files: Files, order: Sequence[int]) -> Iterator[list[int]]:
    chunk: list[int] = []
    size = 0
    for index in order:
        chunk.append(index)
        size += files.files[index].size
        if len(chunk) == CHUNK_FILES or size > CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _read_chunk(files: Files, chunk: list[int]) -> list[tuple[ReadImage, bytes]]:
    return [_read_one(files, index) for index in chunk]


def _read_one(files: Files, index: int) -> tuple[ReadImage, bytes]:
    name, size = files.files[index].name, files.files[index].size
    most = load_settings().import_file_megabytes
    if size > most * MEGABYTE:
        text = _("{name} has {size:,.0f} MB; at most {most:,} MB are allowed.")
        return ReadImage(index, reason=text.format(name=name, size=size / MEGABYTE, most=most)), b""
    try:
        data = files.read(index)
        image, (width, height) = decode_with_size(data, name, shortest=MEASURED_SIDE)
    except ImageError as error:
        return ReadImage(index, reason=str(error)), b""
    content_hash = hashlib.blake2b(data, digest_size=16).hexdigest()
    read = ReadImage(
        index,
        content_hash=content_hash,
        width=width,
        height=height,
        channels=image.shape[2],
        measures=measure(image),
    )
    return read, data
