"""Nadam (Dozat, 2016, "Incorporating Nesterov Momentum into Adam")."""

from typing import ClassVar, Literal

from lab.i18n import N_
from lab.optimizers.adam import Adam
from lab.optimizers.base import OPTIMIZERS


@OPTIMIZERS.register
class Nadam(Adam):
    """Adam that looks ahead, as Nesterov's momentum does."""

    keras_class: ClassVar[str] = "Nadam"
    order: ClassVar[int] = 5
    title: ClassVar[str] = N_("Nadam")
    summary: ClassVar[str] = N_("Adam that takes its gradient a step ahead, where the momentum will lead.")
    name: Literal["nadam"] = "nadam"  # type: ignore[assignment]
