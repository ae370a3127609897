"""The single-layer perceptron (Rosenblatt, 1958), as softmax regression."""

from typing import ClassVar, Literal

from lab.architectures.base import ARCHITECTURES, StackedArchitecture
from lab.i18n import N_
from lab.layers.dense import Flatten
from lab.network import Stack, StackItem


@ARCHITECTURES.register
class Perceptron(StackedArchitecture):
    """One neuron a class, each looking at every pixel."""

    order: ClassVar[int] = 0
    title: ClassVar[str] = N_("Single-layer perceptron")
    summary: ClassVar[str] = N_(
        "One neuron for each class, each looking at every pixel. It can only draw straight borders between classes."
    )
    introduced: ClassVar[str] = N_("The first machine that learned its weights from examples.")
    paper: ClassVar[str] = "Rosenblatt, 1958: The Perceptron: A Probabilistic Model for Information Storage"
    paper_address: ClassVar[str] = "https://doi.org/10.1037/h0042519"
    name: Literal["perceptron"] = "perceptron"

    def stack(self) -> Stack:
        """Flatten; the output is the perceptron itself."""
        return (StackItem(label="flatten", block=Flatten()),)
