"""How one number of a layer comes about."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict

from lab.dissection.receptive_field import Field

MOST_SLICES = 6

Kind = Literal["weights", "normalization", "max", "mean", "sum", "activation", "other"]


@dataclass(frozen=True, eq=False)
class Slices:
    """What one number looks at, a channel of the input each; those that count most come first.

    Attributes:
        channels: (count,), their numbers.
        inputs: (count, height, width), float32; NaN where there is nothing to look at.
        kernels: (count, height, width), float32; empty where nothing is weighed.
        sums: (count,), float32: of inputs times kernel.
        others: how many more channels there are.
        rest: what these add together.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(arbitrary_types_allowed=True)

    channels: NDArray[np.int64]
    inputs: NDArray[np.float32]
    kernels: NDArray[np.float32]
    sums: NDArray[np.float32]
    others: int = 0
    rest: float = 0.0


@dataclass(frozen=True, eq=False)
class Arithmetic:
    """How one number comes about.

    Attributes:
        kind: "weights": inputs times weights, summed up, the bias added, bent; "max" and "mean": of a window;
            "normalization", "sum" and "activation": of `terms`; "other": not taken apart.
        output: the number.
        total: what is bent; the same as the output where nothing is.
        activation: what bends it.
        slices: where it looks at a window.
        bias: what is added; None where nothing is.
        terms: numbers that it is made of, by name.
    """

    kind: Kind
    output: float
    total: float
    activation: str = "linear"
    slices: Slices | None = None
    bias: float | None = None
    terms: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Dissection:
    """One number of a map, taken apart.

    Attributes:
        row: of the map.
        column: of the map.
        value: the number, as the network computes it.
        values: (rows, columns), float32, the whole map.
        seen: the part of the image that the number depends on.
        arithmetic: how it comes about.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(arbitrary_types_allowed=True)

    row: int
    column: int
    value: float
    values: NDArray[np.float32]
    seen: Field
    arithmetic: Arithmetic


def take_window(
    values: NDArray[np.float32], rows: NDArray[np.int64], columns: NDArray[np.int64], outside: float = 0.0
) -> NDArray[np.float64]:
    """The numbers that a window covers.

    Args:
        values: (height, width, channels).
        rows: (window height,); may lie outside.
        columns: (window width,); may lie outside.
        outside: stands for what lies outside.

    Returns:
        (window height, window width, channels), float64.
    """
    height, width, _channels = values.shape
    inside = ((rows >= 0) & (rows < height))[:, np.newaxis] & ((columns >= 0) & (columns < width))[np.newaxis]
    window = values[np.clip(rows, 0, height - 1)][:, np.clip(columns, 0, width - 1)].astype(np.float64)
    return np.where(inside[..., np.newaxis], window, outside)


def weigh_slices(
    window: NDArray[np.float64], kernel: NDArray[np.float32], channels: NDArray[np.int64], most: int = MOST_SLICES
) -> Slices:
    """Split a sum of inputs times weights by the channels of the input.

    Args:
        window: (height, width, count).
        kernel: (height, width, count).
        channels: (count,), what each is called.
        most: so many are shown at most, those with the largest sums, whatever their sign.
    """
    sums = (window * kernel).sum(axis=(0, 1))
    shown = np.argsort(-np.abs(sums), kind="stable")[:most]
    return Slices(
        channels[shown],
        np.moveaxis(window[..., shown], -1, 0).astype(np.float32),
        np.moveaxis(kernel[..., shown], -1, 0).astype(np.float32),
        sums[shown].astype(np.float32),
        len(sums) - len(shown),
        float(sums.sum() - sums[shown].sum()),
    )
