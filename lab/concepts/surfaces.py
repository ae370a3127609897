"""Loss surfaces over two weights, and the samples whose mean they are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SurfaceName = Literal["bowl", "ravine", "saddle", "local minima"]
# Pictures show −REACH…REACH in both directions.
REACH = 2.0
SAMPLES = 32
CENTRE = np.array([0.7, -0.6])
BOWL, RAVINE = np.array([1.0, 2.5]), np.array([0.1, 13.0])
WAVES, HEIGHT = 4.5, 0.22


@dataclass(frozen=True)
class Surface:
    """A loss that depends on two weights; its least value is 0.

    Attributes:
        loss: takes weights (…, 2), gives (…).
        gradient: takes weights (…, 2), gives the same shape.
        start: the weights at which a descent shows what the surface is about.
    """

    loss: Callable[[Array], Array]
    gradient: Callable[[Array], Array]
    start: tuple[float, float]


def _quadratic(curvatures: Array, start: tuple[float, float]) -> Surface:
    def loss(weights: Array) -> Array:
        return np.asarray(0.5 * np.sum(curvatures * weights**2, axis=-1))

    return Surface(loss, lambda weights: curvatures * weights, start)


def _saddle_loss(weights: Array) -> Array:
    x, y = weights[..., 0], weights[..., 1]
    return np.asarray(0.5 * x**2 + 0.25 * (y**2 - 1) ** 2)


def _saddle_gradient(weights: Array) -> Array:
    x, y = weights[..., 0], weights[..., 1]
    return np.stack([x, y * (y**2 - 1)], axis=-1)


def _wavy_loss(weights: Array) -> Array:
    away = weights - CENTRE
    return np.asarray(np.sum(0.25 * away**2 + HEIGHT * (1 - np.cos(WAVES * away)), axis=-1))


def _wavy_gradient(weights: Array) -> Array:
    away = weights - CENTRE
    return np.asarray(0.5 * away + HEIGHT * WAVES * np.sin(WAVES * away))


SURFACES: dict[SurfaceName, Surface] = {
    "bowl": _quadratic(BOWL, (-1.7, 1.6)),
    "ravine": _quadratic(RAVINE, (-1.8, 1.0)),
    # All but on the ridge, from which the two valleys fall away.
    "saddle": Surface(_saddle_loss, _saddle_gradient, (-1.7, 0.002)),
    "local minima": Surface(_wavy_loss, _wavy_gradient, (-1.75, 1.6)),
}


def make_pulls(spread: float) -> Array:
    """How each sample's gradient differs from that of the surface.

    A sample's own loss is the surface plus its pull times the weights: on a quadratic one, the same bowl about another
    centre. All pulls together are zero, so that the mean over all samples is the surface.

    Args:
        spread: their standard deviation, 0 and more.

    Returns:
        (SAMPLES, 2).
    """
    pulls = np.random.default_rng(3).standard_normal((SAMPLES, 2))
    pulls -= pulls.mean(axis=0)
    return np.asarray(spread * pulls / pulls.std(axis=0))


def draw_batches(batch_size: int, steps: int, seed: int = 0) -> list[NDArray[np.int64]]:
    """The samples of each step: every epoch takes all of them once, in an order of its own.

    Args:
        batch_size: 1…SAMPLES; a divisor of SAMPLES.
        steps: how many batches.
        seed: the same gives the same order.
    """
    generator = np.random.default_rng(seed)
    in_epoch = SAMPLES // batch_size
    batches: list[NDArray[np.int64]] = []
    while len(batches) < steps:
        order = generator.permutation(SAMPLES)
        batches += [order[start * batch_size :][:batch_size] for start in range(in_epoch)]
    return batches[:steps]
