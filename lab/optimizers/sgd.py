"""Stochastic gradient descent (Robbins and Monro, 1951), momentum (Polyak, 1964), Nesterov's variant (1983)."""

from typing import ClassVar, Literal

from pydantic import Field

from lab.i18n import N_
from lab.optimizers.base import OPTIMIZERS, Optimizer, learning_rate_field


@OPTIMIZERS.register
class SGD(Optimizer):
    """One step against the gradient of each batch, with or without momentum."""

    keras_class: ClassVar[str] = "SGD"
    order: ClassVar[int] = 3
    title: ClassVar[str] = N_("SGD, with or without momentum")
    summary: ClassVar[str] = N_(
        "A step against the gradient of each batch. With momentum it keeps part of its last step, as a ball keeps "
        "rolling: it crosses flat stretches and damps zigzags in ravines."
    )
    name: Literal["sgd"] = "sgd"
    learning_rate: float = learning_rate_field(0.01)
    momentum: float = Field(
        0.0,
        ge=0,
        lt=1,
        title=N_("Momentum"),
        description=N_("How much of the last step is kept: 0 is plain SGD, 0.9 is usual."),
    )
    nesterov: bool = Field(
        False, title=N_("Nesterov"), description=N_("Look ahead: take the gradient where the momentum will lead.")
    )

    @property
    def slots(self) -> int:
        """The last step, where it has momentum."""
        return 1 if self.momentum else 0
