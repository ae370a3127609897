"""Points of two classes in a plane: what a small network learns to tell apart."""

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from lab.i18n import N_

Kind = Literal["blobs", "XOR", "circles", "spirals"]
# Pictures show −REACH…REACH in both directions.
REACH = 3.0
Points = NDArray[np.float64]
Labels = NDArray[np.int64]


def kind_field(default: Kind) -> Kind:
    """The field that chooses between the kinds of points."""
    chosen: Kind = Field(
        default,
        title=N_("Data"),
        description=N_("Two blobs that a line can part, and three arrangements that none can."),
    )
    return chosen


def make_points(kind: Kind, count: int, noise: float, seed: int = 0) -> tuple[Points, Labels]:
    """Draw points of two classes, as many of each.

    Args:
        kind: how they are arranged.
        count: how many, an even number.
        noise: standard deviation of what is added to each coordinate; 0 leaves the arrangement pure.
        seed: the same gives the same points.

    Returns:
        Points (count, 2), mostly within −3…3, and labels (count,), 0 or 1, mixed.
    """
    generator = np.random.default_rng(seed)
    labels = np.repeat([0, 1], count // 2)
    points = _ARRANGEMENTS[kind](labels, generator) + noise * generator.standard_normal((len(labels), 2))
    order = generator.permutation(len(labels))
    return points[order], labels[order]


def _arrange_blobs(labels: Labels, generator: np.random.Generator) -> Points:
    centres = np.where(labels[:, None] == 1, 1.3, -1.3)
    return np.asarray(centres + 0.35 * generator.standard_normal((len(labels), 2)))


def _arrange_xor(labels: Labels, generator: np.random.Generator) -> Points:
    """Opposite quadrants belong together; a gap of 0.3 along both axes."""
    x = generator.uniform(0.15, 2.4, len(labels)) * generator.choice([-1, 1], len(labels))
    y = generator.uniform(0.15, 2.4, len(labels)) * np.sign(x) * np.where(labels == 1, -1, 1)
    return np.stack([x, y], axis=1)


def _arrange_circles(labels: Labels, generator: np.random.Generator) -> Points:
    """A disc within a ring, both evenly filled."""
    low, high = np.where(labels == 1, 0.0, 1.7), np.where(labels == 1, 1.1, 2.4)
    radius = np.sqrt(generator.uniform(low**2, high**2))
    angle = generator.uniform(0, 2 * np.pi, len(labels))
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _arrange_spirals(labels: Labels, generator: np.random.Generator) -> Points:
    """Two arms of one turn and three quarters, half a turn apart."""
    way = np.sqrt(generator.uniform(0.02, 1, len(labels)))
    angle = 3.5 * np.pi * way + np.pi * labels
    return np.stack([2.5 * way * np.sin(angle), 2.5 * way * np.cos(angle)], axis=1)


_ARRANGEMENTS: dict[Kind, Callable[[Labels, np.random.Generator], Points]] = {
    "blobs": _arrange_blobs,
    "XOR": _arrange_xor,
    "circles": _arrange_circles,
    "spirals": _arrange_spirals,
}
