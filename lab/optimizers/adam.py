"""Adam (Kingma and Ba, 2015, arXiv:1412.6980)."""

from typing import ClassVar, Literal

from pydantic import Field

from lab.i18n import N_
from lab.optimizers.base import OPTIMIZERS, Optimizer


@OPTIMIZERS.register
class Adam(Optimizer):
    """Momentum and a step size for each weight, both corrected for their slow start."""

    keras_class: ClassVar[str] = "Adam"
    order: ClassVar[int] = 0
    title: ClassVar[str] = N_("Adam")
    summary: ClassVar[str] = N_(
        "Momentum together with a step size of its own for every weight. The usual first choice: it works on most "
        "networks without tuning."
    )
    name: Literal["adam"] = "adam"
    beta_1: float = Field(
        0.9, ge=0, lt=1, title=N_("Beta 1"), description=N_("How much of the past direction is kept at each step.")
    )
    beta_2: float = Field(
        0.999, ge=0, lt=1, title=N_("Beta 2"), description=N_("How much of the past squared gradients is kept.")
    )

    @property
    def slots(self) -> int:
        """The means of the gradient and of its square."""
        return 2
