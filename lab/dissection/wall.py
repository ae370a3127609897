"""What a layer gives for an image: its maps, the strongest first."""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

MOST_MAPS = 64
# Larger maps are made smaller: on a wall nobody sees more, and walls are kept.
MOST_SIDE = 96

Order = Literal["mean", "max"]


@dataclass(frozen=True, eq=False)
class Wall:
    """The strongest maps of a layer; each unit of a row of numbers counts as a map of one place.

    Attributes:
        channels: (count,), their places among the layer's channels, the strongest first.
        maps: (count, rows, columns), uint8: 0 stands for its lowest number, 255 for its highest; perhaps smaller than
            the layer's own.
        size: rows and columns of the layer's own maps.
        lows: (count,), float32.
        highs: (count,), float32.
        total: how many channels the layer has.
        filters: (count, height, width, 1 or 3), uint8: the colours that each looks for; None where the layer doesn't
            look at the image itself.
    """

    channels: NDArray[np.int64]
    maps: NDArray[np.uint8]
    size: tuple[int, int]
    lows: NDArray[np.float32]
    highs: NDArray[np.float32]
    total: int
    filters: NDArray[np.uint8] | None = None

    @property
    def is_row(self) -> bool:
        """Whether the layer gives a row of numbers, without places."""
        return tuple(self.size) == (1, 1)

    def values(self, place: int) -> NDArray[np.float32]:
        """The numbers of a map, as exactly as 8 bits allow.

        Args:
            place: on the wall.

        Returns:
            (rows, columns), float32.
        """
        low, high = self.lows[place], self.highs[place]
        return np.asarray(low + self.maps[place] * ((high - low) / 255), np.float32)


def rank_channels(activations: NDArray[np.float32], order: Order, most: int = MOST_MAPS) -> NDArray[np.int64]:
    """The strongest channels, the strongest first.

    Args:
        activations: (rows, columns, channels).
        order: whether the mean or the largest number of a map counts.
        most: at most so many.

    Returns:
        (up to most,), their numbers.
    """
    strengths = activations.max(axis=(0, 1)) if order == "max" else activations.mean(axis=(0, 1))
    return np.argsort(-strengths, kind="stable")[:most]


def make_wall(
    activations: NDArray[np.float32], channels: NDArray[np.int64], filters: NDArray[np.uint8] | None = None
) -> Wall:
    """Put channels on a wall.

    Args:
        activations: (rows, columns, channels) of the layer.
        channels: (count,), those to show, in this order.
        filters: (count, height, width, 1 or 3), uint8, for each of them.
    """
    maps = np.moveaxis(activations[..., channels], -1, 0)
    lows, highs = maps.min(axis=(1, 2)), maps.max(axis=(1, 2))
    spans = np.where(highs > lows, highs - lows, 1)[:, np.newaxis, np.newaxis]
    shares = (maps - lows[:, np.newaxis, np.newaxis]) / spans
    small = np.stack([_shrink(share) for share in shares])
    rows, columns, total = activations.shape
    return Wall(channels, np.rint(255 * small).astype(np.uint8), (rows, columns), lows, highs, total, filters)


def _shrink(values: NDArray[np.float32]) -> NDArray[np.float32]:
    factor = MOST_SIDE / max(values.shape)
    if factor >= 1:
        return values
    rows, columns = (max(1, round(factor * length)) for length in values.shape)
    return np.asarray(cv2.resize(values, (columns, rows), interpolation=cv2.INTER_AREA), np.float32)


def color_filters(kernels: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Filters of an image as pictures, each with its own contrast: grey is a weight of 0.

    Args:
        kernels: (height, width, channels, count), weights of red, green and blue, or of one grey.

    Returns:
        (count, height, width, 1 or 3), uint8.
    """
    filters = np.moveaxis(kernels, -1, 0)
    if filters.shape[-1] != 3:
        filters = filters.mean(axis=-1, keepdims=True)
    most = np.abs(filters).max(axis=(1, 2, 3), keepdims=True)
    return np.rint(127.5 * (1 + filters / np.where(most > 0, most, 1))).astype(np.uint8)
