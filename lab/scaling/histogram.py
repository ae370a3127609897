"""Histograms of scaled pixels, exact and at once: a pixel has 256 values, and scaling only moves them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lab.scaling.base import Scaler

LEVELS = 256


@dataclass(frozen=True)
class Histogram:
    """How often values occur, by channel.

    Attributes:
        edges: of the bins, (bins + 1,).
        shares: (channels, bins), of all pixels of a channel; each row sums to 1.
        low: the smallest value of each channel.
        high: the largest.
        mean: of each channel.
        deviation: the standard deviation of each channel.
    """

    edges: NDArray[np.float64]
    shares: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]


def count_levels(images: NDArray[np.uint8]) -> NDArray[np.int64]:
    """How often each of the 256 values occurs in each channel.

    Args:
        images: (..., height, width, channels), uint8.

    Returns:
        (channels, 256), int64.
    """
    channels = images.shape[-1]
    return np.stack([np.bincount(images[..., channel].ravel(), minlength=LEVELS) for channel in range(channels)])


def make_histogram(levels: NDArray[np.int64], scaler: Scaler, bins: int) -> Histogram:
    """The histogram of scaled pixels from the counts of unscaled ones: what `np.histogram` gives for all of them.

    Args:
        levels: (channels, 256), of `count_levels`.
        scaler: what moves the values.
        bins: how many, over the range of all channels together.
    """
    values = scaler.transform(np.tile(np.arange(LEVELS, dtype=np.uint8)[:, np.newaxis], (1, len(levels)))).T
    counts = levels[::-1] if scaler.reverse_channels else levels
    values = values.astype(np.float64)
    present = counts > 0
    low = np.array([row[there].min() for row, there in zip(values, present, strict=True)])
    high = np.array([row[there].max() for row, there in zip(values, present, strict=True)])
    edges = np.histogram_bin_edges(np.array([low.min(), high.max()]), bins=bins)
    totals = counts.sum(axis=1, keepdims=True)
    mean = (values * counts).sum(axis=1) / totals[:, 0]
    spread = (values - mean[:, np.newaxis]) ** 2
    deviation = np.sqrt((spread * counts).sum(axis=1) / totals[:, 0])
    binned = [np.histogram(row, bins=edges, weights=weight)[0] for row, weight in zip(values, counts, strict=True)]
    return Histogram(edges, np.stack(binned) / totals, low, high, mean, deviation)


def picture(images: NDArray[np.uint8], scaler: Scaler) -> NDArray[np.uint8]:
    """The picture that the numbers make, if one takes their smallest for black and their largest for white.

    Args:
        images: (height, width, channels), uint8.
        scaler: what moves the values.

    Returns:
        The same shape, uint8.
    """
    scaled = scaler.transform(images)
    low, high = float(scaled.min()), float(scaled.max())
    shown = (scaled - low) * (255 / max(high - low, 1e-9))
    return np.asarray(np.rint(shown), np.uint8)
