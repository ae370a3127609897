"""Bringing a whole data set into memory, every image prepared."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from lab.datasets.base import ArraySource, ImageSource, LabelledImages, Skipped
from lab.errors import DatasetError, ImageError
from lab.i18n import _
from lab.preparation import Preparation

Progress = Callable[[int, int], None]


def load_images(source: ImageSource, preparation: Preparation, progress: Progress | None = None) -> LabelledImages:
    """Decode and prepare every image, leaving out those that cannot be read.

    Args:
        source: the data set.
        preparation: size, colour and fit.
        progress: told (done, total) now and then.

    Returns:
        The images in the source's order, and what was left out.

    Raises:
        DatasetError: a class has no readable image left.
    """
    if isinstance(source, ArraySource) and source.images.shape[1:] == preparation.input_shape:
        if progress is not None:
            progress(len(source), len(source))
        return LabelledImages(source.images, source.labels, source.class_names, list(source.names), list(source.parts))
    images = np.zeros((len(source), *preparation.input_shape), np.uint8)
    reasons = _fill(images, source, preparation, progress)
    kept = np.array([reason is None for reason in reasons])
    skipped = [*source.skipped]
    skipped += [Skipped(name, reason) for name, reason in zip(source.names, reasons, strict=True) if reason is not None]
    for label, name in enumerate(source.class_names):
        if not kept[source.labels == label].any():
            raise DatasetError(_("The class `{name}` has no image that can be read.").format(name=name))
    return LabelledImages(
        images if kept.all() else images[kept],
        source.labels[kept],
        source.class_names,
        [name for name, keep in zip(source.names, kept, strict=True) if keep],
        [part for part, keep in zip(source.parts, kept, strict=True) if keep],
        skipped,
    )


def _fill(
    images: NDArray[np.uint8], source: ImageSource, preparation: Preparation, progress: Progress | None
) -> list[str | None]:
    """Prepare each image into its place; gives the reason why one could not be, or None."""

    def fill_one(index: int) -> str | None:
        try:
            images[index] = source.prepare(index, preparation)
        except ImageError as error:
            return str(error)
        return None

    reasons: list[str | None] = []
    # Pillow and OpenCV let go of Python's lock while they decode.
    with ThreadPoolExecutor() as pool:
        for reason in pool.map(fill_one, range(len(source))):
            reasons.append(reason)
            if progress is not None and (len(reasons) % 100 == 0 or len(reasons) == len(source)):
                progress(len(reasons), len(source))
    return reasons
