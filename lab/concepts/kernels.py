"""Kernels by name, and filters over several channels."""

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from lab.concepts.sliding import Array

KernelName = Literal["edge", "blur", "sharpen", "emboss", "own"]
LARGEST_WEIGHT = 20.0
Weights = tuple[Annotated[float, Field(ge=-LARGEST_WEIGHT, le=LARGEST_WEIGHT)], ...]

# By rows; `own` is whatever somebody enters.
KERNELS: dict[str, Weights] = {
    "edge": (-1, -1, -1, -1, 8, -1, -1, -1, -1),
    "blur": (1 / 9,) * 9,
    "sharpen": (0, -1, 0, -1, 5, -1, 0, -1, 0),
    "emboss": (-2, -1, 0, -1, 1, 1, 0, 1, 2),
}
# What the filters after the first one make of red, green and blue.
MIXES = (
    (-1.0, 1.0, 0.0),
    (-0.5, -0.5, 1.0),
    (1 / 3, 1 / 3, 1 / 3),
    (0.0, 1.0, -1.0),
    (1.0, 0.0, 0.0),
    (0.0, 0.0, 1.0),
    (-1.0, -1.0, 2.0),
)


def make_filters(kernel_size: int, mix: tuple[float, float, float], count: int) -> Array:
    """Filters that differ in the colours that they mix and, beyond 1×1, in the pattern that they look for.

    Args:
        kernel_size: height and width.
        mix: what the first one makes of red, green and blue.
        count: of filters, 1…8.

    Returns:
        (kernel size, kernel size, 3, count).
    """
    patterns = _make_patterns(kernel_size)
    mixes = (mix, *MIXES)[:count]
    filters = [np.multiply.outer(patterns[place % len(patterns)], one) for place, one in enumerate(mixes)]
    return np.stack(filters, axis=3)


def _make_patterns(kernel_size: int) -> tuple[Array, ...]:
    """Mean, borders to the right and downwards, and spots; of 1×1 there is only one."""
    if kernel_size == 1:
        return (np.ones((1, 1)),)
    ramp = np.arange(kernel_size) - (kernel_size - 1) / 2
    mean = np.full((kernel_size, kernel_size), 1 / kernel_size**2)
    border = np.tile(ramp / (np.abs(ramp).sum() * kernel_size / 4), (kernel_size, 1))
    spot = -4 * mean
    spot[kernel_size // 2, kernel_size // 2] += 4
    return mean, border, border.T, spot
