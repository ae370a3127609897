"""Occlusion (Zeiler and Fergus, 2014, "Visualizing and Understanding Convolutional Networks", arXiv:1311.2901)."""

from collections.abc import Sequence
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from lab.explanations.base import EXPLANATIONS, Explanation, Fill, Maps, OpenedNetwork, Pieces, fill_color
from lab.i18n import N_


@EXPLANATIONS.register
class Occlusion(Explanation):
    """What the probability loses when a square is covered."""

    order: ClassVar[int] = 3
    title: ClassVar[str] = N_("Occlusion")
    summary: ClassVar[str] = N_(
        "A square is laid over one place after another: how much of the class's probability goes with it. Needs no "
        "gradient, so it checks the others."
    )
    paper: ClassVar[str] = "Zeiler, Fergus, 2014: Visualizing and Understanding Convolutional Networks"
    paper_address: ClassVar[str] = "https://arxiv.org/abs/1311.2901"
    name: Literal["occlusion"] = "occlusion"
    window: float = Field(
        0.2,
        ge=0.1,
        le=0.5,
        title=N_("Square"),
        description=N_("Its side, as a part of the image's; it moves by half of itself."),
    )
    fill: Fill = Field("mean", title=N_("Colour"), description=N_("Of the square; mean: the image's own mean colour."))

    def explain(self, network: OpenedNetwork, image: NDArray[np.uint8], classes: Sequence[int]) -> Pieces[Maps]:
        """See Explanation: the mean loss of probability over the squares that covered a pixel."""
        places = _place_squares(image.shape[0], image.shape[1], max(1, round(self.window * image.shape[0])))
        images = np.repeat(image[np.newaxis], len(places) + 1, axis=0)
        for one, place in zip(images[1:], places, strict=True):
            one[place] = np.rint(fill_color(self.fill, image))
        probabilities = (yield from network.predict(images))[:, list(classes)]
        lost = np.zeros((*image.shape[:2], len(classes)), np.float32)
        covered = np.zeros((*image.shape[:2], 1), np.float32)
        for loss, place in zip(probabilities[0] - probabilities[1:], places, strict=True):
            lost[place] += loss
            covered[place] += 1
        return np.asarray(np.moveaxis(lost / covered, -1, 0), np.float32)


def _place_squares(height: int, width: int, side: int) -> list[tuple[slice, slice]]:
    """Squares half of one apart, the last ones at the edges, so that each pixel is covered."""
    corners = [(top, left) for top in _begin(height, side) for left in _begin(width, side)]
    return [(slice(top, top + side), slice(left, left + side)) for top, left in corners]


def _begin(length: int, side: int) -> list[int]:
    last = max(0, length - side)
    return sorted({*range(0, last, max(1, side // 2)), last})
