"""One cycle (Smith and Topin, 2017, "Super-Convergence")."""

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from lab.i18n import N_
from lab.schedules.base import SCHEDULES, Schedule


@SCHEDULES.register
class OneCycle(Schedule):
    """Up along a cosine, and down along another, far below where it began."""

    order: ClassVar[int] = 4
    title: ClassVar[str] = N_("One cycle")
    summary: ClassVar[str] = N_(
        "Up to the optimizer's learning rate and down again, far below where it began: large steps in the middle train "
        "fast and keep weights small."
    )
    name: Literal["one_cycle"] = "one_cycle"
    rise: float = Field(
        0.3, gt=0, lt=1, title=N_("Rise"), description=N_("The share of all steps until the largest learning rate.")
    )
    initial: float = Field(
        0.04, gt=0, le=1, title=N_("At the beginning"), description=N_("As a part of the optimizer's learning rate.")
    )
    final: float = Field(
        0.0001, ge=0, le=1, title=N_("At the end"), description=N_("As a part of the optimizer's learning rate.")
    )

    def factor(self, epoch: NDArray[np.float64], progress: NDArray[np.float64]) -> NDArray[np.float64]:  # noqa: ARG002
        """See Schedule."""
        up = self.initial + (1 - self.initial) * _ease(progress / self.rise)
        down = 1 + (self.final - 1) * _ease((progress - self.rise) / (1 - self.rise))
        return np.where(progress < self.rise, up, down)


def _ease(part: NDArray[np.float64]) -> NDArray[np.float64]:
    """From 0 to 1 along half a cosine."""
    return (1 - np.cos(np.pi * np.clip(part, 0, 1))) / 2
