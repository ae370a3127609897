"""AdaGrad (Duchi, Hazan and Singer, 2011, JMLR 12)."""

from typing import ClassVar, Literal

from pydantic import Field

from lab.i18n import N_
from lab.optimizers.base import OPTIMIZERS, Optimizer, learning_rate_field


@OPTIMIZERS.register
class Adagrad(Optimizer):
    """Divides each step by the root of all squared gradients so far."""

    keras_class: ClassVar[str] = "Adagrad"
    order: ClassVar[int] = 2
    title: ClassVar[str] = N_("AdaGrad")
    summary: ClassVar[str] = N_(
        "Weights that moved much take ever smaller steps, rarely moved ones larger. It needs a larger learning rate "
        "than Adam, and slows down for good."
    )
    name: Literal["adagrad"] = "adagrad"
    learning_rate: float = learning_rate_field(0.01)
    initial_accumulator_value: float = Field(
        0.1,
        ge=0,
        le=10,
        title=N_("Initial accumulator"),
        description=N_("Where the sum of squared gradients starts; larger makes the first steps smaller."),
    )
