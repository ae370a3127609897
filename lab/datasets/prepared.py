"""A whole data set at the network's size and colour: decoded once, kept on disk, mapped by every run that wants it."""

import hashlib
import json
import os
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from lab.datasets.base import ArraySource, Dataset, ImageSource, Skipped
from lab.datasets.prepared_cache import Block, Blocks, find_or_build
from lab.datasets.subset import Subset
from lab.errors import DatasetError, ImageError
from lab.i18n import _
from lab.preparation import Preparation

# Raise it when the same file and preparation give other pixels than before.
FORMAT = 1
BLOCK_IMAGES = 8
# So that a few hundred images at most are in memory, however many cores there are.
MOST_THREADS = 16
BLOCKS_PER_THREAD = 2

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class PreparedImages:
    """A data set, every image of the network's size and colour.

    Attributes:
        images: those that could be read, (count, size, size, channels), with their labels; they may lie on disk.
        class_names: the classes; a label is an index into them.
        names: a name for each image.
        parts: the part that the data set puts each image in, or "".
        groups: (count,), int64; images with the same number never land in different parts.
        skipped: what was left out, and why.
    """

    images: Subset
    class_names: tuple[str, ...]
    names: list[str]
    parts: list[str]
    groups: NDArray[np.int64]
    skipped: list[Skipped]


def prepare_images(dataset: Dataset, preparation: Preparation, progress: Progress | None = None) -> PreparedImages:
    """Find the prepared images, or prepare them; those that cannot be read are left out.

    An array in memory that suits as it is is handed on. All else is prepared once for each version of the data set and
    preparation, into a file that every process of this machine maps.

    Args:
        dataset: the data set.
        preparation: size, colour and fit.
        progress: told (done, total) while images are prepared, many times a second; what it raises ends that. While
            another process prepares the same, done is 0.

    Returns:
        The images in the source's order, and what was left out.

    Raises:
        DatasetError: the data set cannot be opened, a class has no readable image, or the disk is full.
    """
    source = dataset.open()
    array, reasons = _find_array(dataset, source, preparation, progress or (lambda done, total: None))
    rows = np.delete(np.arange(len(source)), list(reasons))
    _check_classes(source, rows)
    return PreparedImages(
        Subset(array, rows, source.labels[rows]),
        source.class_names,
        [source.names[row] for row in rows.tolist()],
        [source.parts[row] for row in rows.tolist()],
        source.groups[rows],
        [*source.skipped, *(Skipped(source.names[row], reason) for row, reason in reasons.items())],
    )


def _find_array(
    dataset: Dataset, source: ImageSource, preparation: Preparation, progress: Progress
) -> tuple[NDArray[np.uint8], Mapping[int, str]]:
    """All images of a source, and for those that cannot be read, which are black, the reason."""
    if isinstance(source, ArraySource) and source.images.shape[1:] == preparation.input_shape:
        return source.images, {}
    return find_or_build(
        _name_key(dataset, preparation),
        (len(source), *preparation.input_shape),
        lambda: _prepare_blocks(source, preparation, progress),
        lambda: progress(0, len(source)),
    )


def _name_key(dataset: Dataset, preparation: Preparation) -> str:
    parts = [FORMAT, dataset.name, dataset.version(), preparation.model_dump(mode="json")]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]


def _check_classes(source: ImageSource, rows: NDArray[np.int64]) -> None:
    counts = np.bincount(source.labels[rows], minlength=len(source.class_names))
    if not counts.all():
        name = source.class_names[int(counts.argmin())]
        raise DatasetError(_("The class `{name}` has no image that can be read.").format(name=name))


def _prepare_blocks(source: ImageSource, preparation: Preparation, progress: Progress) -> Blocks:
    """Prepare all images in order, in threads: Pillow and OpenCV let go of Python's lock while they work."""
    starts = iter(range(0, len(source), BLOCK_IMAGES))
    threads = min(MOST_THREADS, os.cpu_count() or 1)
    pool = ThreadPoolExecutor(threads)
    done = 0
    try:
        first = islice(starts, threads * BLOCKS_PER_THREAD)
        waiting = deque(pool.submit(_prepare_block, source, preparation, start) for start in first)
        while waiting:
            images, reasons = waiting.popleft().result()
            waiting.extend(pool.submit(_prepare_block, source, preparation, start) for start in islice(starts, 1))
            done += len(images)
            progress(done, len(source))
            yield images, reasons
    finally:
        pool.shutdown(cancel_futures=True)


def _prepare_block(source: ImageSource, preparation: Preparation, start: int) -> Block:
    end = min(start + BLOCK_IMAGES, len(source))
    images = np.zeros((end - start, *preparation.input_shape), np.uint8)
    reasons = {}
    for index in range(start, end):
        try:
            images[index - start] = source.prepare(index, preparation)
        except ImageError as error:
            reasons[index] = str(error)
    return images, reasons
