"""Rows of small images as one picture: one element a row instead of one an image."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray


def make_strip(images: Sequence[NDArray[np.uint8]], side: int = 72, gap: int = 6) -> NDArray[np.uint8]:
    """Put images side by side.

    Args:
        images: each (height, width, channels), uint8, 0…255, 1 or 3 channels, of any size.
        side: height and width of each in the picture; images keep their proportions.
        gap: transparent pixels between them.

    Returns:
        (side, width, 4), uint8 RGBA.
    """
    width = len(images) * side + max(0, len(images) - 1) * gap
    strip = np.zeros((side, max(1, width), 4), np.uint8)
    for position, image in enumerate(images):
        tile = fit_into(image, side)
        top = (side - tile.shape[0]) // 2
        left = position * (side + gap) + (side - tile.shape[1]) // 2
        strip[top : top + tile.shape[0], left : left + tile.shape[1], :3] = tile
        strip[top : top + tile.shape[0], left : left + tile.shape[1], 3] = 255
    return strip


def fit_into(image: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Scale an image to a square's size, keeping its proportions.

    Small images are enlarged with visible pixels, since the pixels are what the network sees.

    Args:
        image: (height, width, channels), uint8, 1 or 3 channels.
        side: the square's side.

    Returns:
        (height, width, 3), uint8, the longer side being `side`.
    """
    factor = side / max(image.shape[:2])
    size = (max(1, round(image.shape[1] * factor)), max(1, round(image.shape[0] * factor)))
    method = cv2.INTER_NEAREST if factor >= 1 else cv2.INTER_AREA
    scaled = np.asarray(cv2.resize(np.ascontiguousarray(image), size, interpolation=method), np.uint8)
    scaled = scaled.reshape(size[1], size[0], image.shape[2])
    return np.repeat(scaled, 3, axis=2) if scaled.shape[2] == 1 else scaled
