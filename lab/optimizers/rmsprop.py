"""RMSProp (Tieleman and Hinton, 2012, lecture 6.5 of "Neural Networks for Machine Learning")."""

from typing import ClassVar, Literal

from pydantic import Field

from lab.i18n import N_
from lab.optimizers.base import OPTIMIZERS, Optimizer


@OPTIMIZERS.register
class RMSprop(Optimizer):
    """Divides each step by a running mean of recent gradients."""

    keras_class: ClassVar[str] = "RMSprop"
    order: ClassVar[int] = 1
    title: ClassVar[str] = N_("RMSProp")
    summary: ClassVar[str] = N_(
        "Divides each weight's step by the size of its recent gradients, so that it forgets old ones. It repairs "
        "AdaGrad, whose steps only ever shrink."
    )
    name: Literal["rmsprop"] = "rmsprop"
    rho: float = Field(
        0.9, ge=0, lt=1, title=N_("Rho"), description=N_("How much of the past squared gradients is kept.")
    )
