"""What slides over images: convolution and pooling, in NumPy."""

from typing import Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from lab.layers.base import Window

Array = NDArray[np.float64]


def convolve(image: Array, kernels: Array, window: Window) -> Array:
    """Slide filters over an image. As in every deep learning library the kernel is not turned round.

    Args:
        image: (height, width, channels), of any range.
        kernels: (kernel size, kernel size, channels, filters).
        window: how they slide.

    Returns:
        (output height, output width, filters).
    """
    return np.tensordot(_cut(image, window, 0.0), kernels, axes=([3, 4, 2], [0, 1, 2]))


def pool(image: Array, size: int, kind: Literal["max", "average"]) -> Array:
    """Keep one number of each window; windows lie side by side, what is left over at the border falls away.

    Args:
        image: (height, width, channels).
        size: height and width of each window, in pixels.
        kind: of number that is kept.

    Returns:
        (height // size, width // size, channels).
    """
    windows = _cut(image, Window(size, size), 0.0)
    return np.asarray(windows.max(axis=(3, 4)) if kind == "max" else windows.mean(axis=(3, 4)))


def _cut(image: Array, window: Window, border: float) -> Array:
    """Every position's pixels: (output height, output width, channels, kernel size, kernel size)."""
    around = tuple(window.pads(size) for size in image.shape[:2])
    padded = np.pad(image, (*around, (0, 0)), constant_values=border)
    cut = sliding_window_view(padded, (window.reach, window.reach), axis=(0, 1))
    return np.asarray(cut[:: window.strides, :: window.strides, :, :: window.dilation, :: window.dilation])


def shift_image(image: Array, pixels: int) -> Array:
    """Move an image to the right; its left border is repeated where it leaves a gap.

    Args:
        image: (height, width, channels).
        pixels: 0 or more.
    """
    return np.pad(image, ((0, 0), (pixels, 0), (0, 0)), mode="edge")[:, : image.shape[1]]


def measure_change(before: Array, after: Array) -> float:
    """How much of an array is another one: the mean difference as a share of the mean size, 0 for none.

    Args:
        before: of any shape.
        after: of the same shape.
    """
    return float(np.abs(after - before).sum() / max(1e-12, np.abs(before).sum()))


def count_paths(size: int, kernel_size: int, layers: int) -> Array:
    """In how many ways each pixel reaches the middle of the output, through convolutions of stride 1.

    Args:
        size: height and width of the picture, odd.
        kernel_size: of every layer, odd.
        layers: how many, 0 for the output itself.

    Returns:
        (size, size): 0 outside of the receptive field.
    """
    ways = np.ones(1)
    for _layer in range(layers):
        ways = np.convolve(ways, np.ones(kernel_size))
    row = np.zeros(size)
    start = (size - len(ways)) // 2
    row[start : start + len(ways)] = ways
    return np.outer(row, row)


def find_receptive_field(kernel_size: int, layers: int) -> int:
    """Height and width of what one number sees of the input through convolutions of stride 1."""
    return 1 + layers * (kernel_size - 1)
