"""Does it matter? Places are taken away from an image, those of a map first, and the score is watched.

Petsiuk et al., 2018, "RISE: Randomized Input Sampling for Explanation", arXiv:1806.07421, call it the deletion metric.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lab.explanations.base import Fill, OpenedNetwork, Pieces, fill_color

FRACTIONS = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
# Of the blur, as a part of the image's side.
SOFTNESS = 1 / 32
MOVES = 8
SEED = 0


@dataclass(frozen=True)
class Deletion:
    """What became of a class's probability.

    Attributes:
        fractions: of the image that was taken away, rising from 0 to 1.
        lit: the probability when the most lit places go first.
        moved: the mean probability when the same shapes go elsewhere.
        lowest: the lowest of those.
        highest: the highest of those.
    """

    fractions: tuple[float, ...]
    lit: tuple[float, ...]
    moved: tuple[float, ...]
    lowest: tuple[float, ...]
    highest: tuple[float, ...]

    @property
    def gap(self) -> float:
        """How much lower the probability lies for the lit places, in the mean over all fractions."""
        return float(np.trapezoid(np.subtract(self.moved, self.lit), self.fractions))


def delete_places(
    network: OpenedNetwork,
    image: NDArray[np.uint8],
    class_number: int,
    heat: NDArray[np.float32],
    fill: Fill = "mean",
) -> Pieces[Deletion]:
    """Take away the lit places, and as a control the same shapes moved elsewhere at random.

    Single pixels at random would be no fair control: scattered dots harm a convolutional network more than a covered
    place of the same area, wherever they are. The map moved round the edges has the same shapes and the same area.

    Args:
        network: whose answer is watched.
        image: (height, width, channels), uint8, 0…255, as prepared for the network.
        class_number: whose probability is watched.
        heat: (height, width): the higher, the earlier a pixel goes.
        fill: what stands in its place.
    """
    ranks, random = _rank(_soften(heat)), np.random.default_rng(SEED)
    orders = [ranks, *(np.roll(ranks, _draw_shift(ranks.shape, random), axis=(0, 1)) for _move in range(MOVES))]
    color = np.rint(fill_color(fill, image)).astype(np.uint8)
    gone = [order < part * order.size for order in orders for part in FRACTIONS]
    images = np.stack([np.where(one[..., np.newaxis], color, image) for one in gone])
    scores = (yield from network.predict(images))[:, class_number].reshape(len(orders), -1)
    lit, moved = scores[0], scores[1:]
    lines = (lit, moved.mean(axis=0), moved.min(axis=0), moved.max(axis=0))
    return Deletion(FRACTIONS, *(tuple(line.tolist()) for line in lines))


def _soften(heat: NDArray[np.float32]) -> NDArray[np.float32]:
    """Blur a little: where single pixels are lit, they go as places, too."""
    return np.asarray(cv2.GaussianBlur(heat, (0, 0), max(heat.shape) * SOFTNESS), np.float32)


def _rank(heat: NDArray[np.float32]) -> NDArray[np.int64]:
    """0 for the most lit pixel; equal ones in their order."""
    ranks = np.empty(heat.size, np.int64)
    ranks[np.argsort(-heat, axis=None, kind="stable")] = np.arange(heat.size)
    return ranks.reshape(heat.shape)


def _draw_shift(shape: tuple[int, ...], random: np.random.Generator) -> tuple[int, int]:
    """At least a quarter of the image in either direction."""
    down, right = (int(random.integers(length // 4, length - length // 4 + 1)) for length in shape)
    return down, right
