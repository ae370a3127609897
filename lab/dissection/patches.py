"""The places of many images that excite a layer's maps most."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_PATCHES = 9


@dataclass(frozen=True, eq=False)
class Patches:
    """For each of some maps the images that excite it most, the strongest first; each image once.

    Attributes:
        images: (maps, count), their places among the images that were looked at.
        values: (maps, count), float32: the largest number of the map.
        fields: (maps, count, 4): top, bottom, left and right of the part of the image that this number depends on.
    """

    images: NDArray[np.int64]
    values: NDArray[np.float32]
    fields: NDArray[np.int64]


def find_peaks(activations: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The largest number of each map, and where it stands.

    Args:
        activations: (images, rows, columns, channels).

    Returns:
        (images, channels) numbers, and (images, channels) places, counted row by row.
    """
    flat = activations.reshape(len(activations), -1, activations.shape[-1])
    return flat.max(axis=1), flat.argmax(axis=1)


def choose_images(values: NDArray[np.float32], most: int = MOST_PATCHES) -> NDArray[np.int64]:
    """The images that excite each map most.

    Args:
        values: (images, maps).
        most: at most so many for each.

    Returns:
        (maps, up to most), the strongest first.
    """
    return np.argsort(-values, axis=0, kind="stable")[:most].T
