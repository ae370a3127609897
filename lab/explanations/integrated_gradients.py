"""Integrated gradients (Sundararajan et al., 2017, "Axiomatic Attribution for Deep Networks", arXiv:1703.01365)."""

from collections.abc import Sequence
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from lab.explanations.base import EXPLANATIONS, Explanation, Fill, Maps, OpenedNetwork, Pieces, fill_color
from lab.i18n import N_


@EXPLANATIONS.register
class IntegratedGradients(Explanation):
    """The gradient along the way from an empty image to this one, times what each pixel adds."""

    order: ClassVar[int] = 2
    title: ClassVar[str] = N_("Integrated gradients")
    summary: ClassVar[str] = N_(
        "From an empty image to this one, step by step: what each pixel adds to the class's probability. Its pixels "
        "sum up to the difference between the two."
    )
    paper: ClassVar[str] = "Sundararajan et al., 2017: Axiomatic Attribution for Deep Networks"
    paper_address: ClassVar[str] = "https://arxiv.org/abs/1703.01365"
    name: Literal["integrated_gradients"] = "integrated_gradients"
    steps: int = Field(
        32, ge=4, le=128, title=N_("Steps"), description=N_("On the way; more are more exact, and take longer.")
    )
    baseline: Fill = Field(
        "black", title=N_("Empty image"), description=N_("Where the way begins; mean: the image's own mean colour.")
    )

    def explain(self, network: OpenedNetwork, image: NDArray[np.uint8], classes: Sequence[int]) -> Pieces[Maps]:
        """See Explanation: the sum over the channels, in units of probability; steps at the middle of their part."""
        start = np.broadcast_to(fill_color(self.baseline, image), image.shape)
        way = image.astype(np.float32) - start
        places = (np.arange(self.steps, dtype=np.float32) + 0.5) / self.steps
        gradients = yield from network.sum_gradients(start + places.reshape(-1, 1, 1, 1) * way, classes)
        maps: Maps = (gradients * way / self.steps).sum(axis=-1)
        return maps
