"""The same learning rate from beginning to end."""

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from lab.i18n import N_
from lab.schedules.base import SCHEDULES, Schedule


@SCHEDULES.register
class Constant(Schedule):
    """No schedule."""

    order: ClassVar[int] = 0
    title: ClassVar[str] = N_("Constant")
    summary: ClassVar[str] = N_("The same learning rate from beginning to end.")
    name: Literal["constant"] = "constant"

    def factor(self, epoch: NDArray[np.float64], progress: NDArray[np.float64]) -> NDArray[np.float64]:  # noqa: ARG002
        """See Schedule."""
        return np.ones_like(epoch)
