"""A learning rate that falls every few epochs."""

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from lab.i18n import N_
from lab.schedules.base import SCHEDULES, Schedule


@SCHEDULES.register
class Step(Schedule):
    """Stairs."""

    order: ClassVar[int] = 1
    title: ClassVar[str] = N_("Steps")
    summary: ClassVar[str] = N_("Falls every few epochs: large steps to come near, small ones to arrive.")
    name: Literal["step"] = "step"
    every: int = Field(10, ge=1, le=1000, title=N_("Every"), description=N_("Epochs between two falls."))
    drop: float = Field(
        0.5,
        gt=0,
        le=1,
        title=N_("Falls to"),
        description=N_("The learning rate after a fall, as a part of the one before."),
    )

    def factor(self, epoch: NDArray[np.float64], progress: NDArray[np.float64]) -> NDArray[np.float64]:  # noqa: ARG002
        """See Schedule."""
        return np.power(self.drop, np.floor(epoch / self.every))
