"""Half a cosine, after a warm-up (Loshchilov and Hutter, 2016, "SGDR"; Goyal et al., 2017, for the warm-up)."""

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from lab.i18n import N_
from lab.schedules.base import SCHEDULES, Schedule


@SCHEDULES.register
class Cosine(Schedule):
    """Rises straight, then falls along half a cosine."""

    order: ClassVar[int] = 3
    title: ClassVar[str] = N_("Cosine with warm-up")
    summary: ClassVar[str] = N_(
        "Rises at the beginning, while the first gradients are wild, then falls along half a cosine to the end."
    )
    name: Literal["cosine"] = "cosine"
    warm_up: float = Field(
        0.05, ge=0, le=0.5, title=N_("Warm-up"), description=N_("The share of all steps in which it rises; 0 for none.")
    )
    final: float = Field(
        0.0, ge=0, le=1, title=N_("At the end"), description=N_("As a part of the optimizer's learning rate.")
    )

    def factor(self, epoch: NDArray[np.float64], progress: NDArray[np.float64]) -> NDArray[np.float64]:  # noqa: ARG002
        """See Schedule."""
        falling = (progress - self.warm_up) / (1 - self.warm_up)
        cosine = self.final + (1 - self.final) * (1 + np.cos(np.pi * falling)) / 2
        # The first step moves a little too.
        rising = (progress + 1e-3) / (self.warm_up + 1e-3)
        return np.where(progress < self.warm_up, rising, cosine)
