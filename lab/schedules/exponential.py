"""A learning rate that falls by the same part in every epoch."""

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from lab.i18n import N_
from lab.schedules.base import SCHEDULES, Schedule


@SCHEDULES.register
class Exponential(Schedule):
    """A smooth fall."""

    order: ClassVar[int] = 2
    title: ClassVar[str] = N_("Exponential")
    summary: ClassVar[str] = N_("Falls by the same part in every epoch, a little at every step.")
    name: Literal["exponential"] = "exponential"
    decay: float = Field(
        0.95,
        gt=0,
        le=1,
        title=N_("Decay"),
        description=N_("The learning rate after an epoch, as a part of that before."),
    )

    def factor(self, epoch: NDArray[np.float64], progress: NDArray[np.float64]) -> NDArray[np.float64]:  # noqa: ARG002
        """See Schedule."""
        return np.power(self.decay, epoch)
