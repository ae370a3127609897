"""Given images brought to a network's size, those that cannot be read named with the reason."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lab.errors import ImageError
from lab.looking.given import GivenImage
from lab.looking.shares import OnShare, ignore_share
from lab.preparation import Preparation

MOST_THREADS = 4


@dataclass(frozen=True)
class PreparedGiven:
    """What a network gets of some given images.

    Attributes:
        pixels: (count of those that could be read, size, size, channels), uint8, 0…255.
        rows: for each of them its place among the given images.
        refused: for each of the others, by its place, the reason.
    """

    pixels: NDArray[np.uint8]
    rows: tuple[int, ...]
    refused: dict[int, str]


def prepare_given(
    images: Sequence[GivenImage],
    preparation: Preparation,
    on_share: OnShare = ignore_share,
) -> PreparedGiven:
    """Bring images to a network's size.

    Args:
        images: in any number.
        preparation: the network's.
        on_share: told what share is done, after each image.
    """
    pixels, rows, refused = [], [], {}
    with ThreadPoolExecutor(min(MOST_THREADS, os.cpu_count() or 1)) as pool:
        for row, found in enumerate(pool.map(lambda image: _try(image, preparation), images)):
            if isinstance(found, str):
                refused[row] = found
            else:
                pixels.append(found)
                rows.append(row)
            on_share((row + 1) / len(images))
    empty = np.zeros((0, *preparation.input_shape), np.uint8)
    return PreparedGiven(np.stack(pixels) if pixels else empty, tuple(rows), refused)


def _try(image: GivenImage, preparation: Preparation) -> NDArray[np.uint8] | str:
    """The pixels, or why there are none."""
    try:
        return image.prepare(preparation)
    except ImageError as error:
        return str(error)
