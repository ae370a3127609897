"""The multi-layer perceptron of the course."""

from typing import ClassVar, Literal

from pydantic import Field

from lab.architectures.base import ARCHITECTURES, StackedArchitecture
from lab.i18n import N_
from lab.layers.base import Activation
from lab.layers.dense import Dense, Flatten
from lab.network import Stack, StackItem
from lab.registry import Settings


class HiddenLayer(Settings):
    """One hidden layer."""

    units: int = Field(64, ge=1, le=4096, title=N_("Units"), description=N_("How many neurons."))
    activation: Activation = Field(
        "relu",
        title=N_("Activation"),
        description=N_("What each neuron does to its sum; without one (linear), layers collapse."),
    )


@ARCHITECTURES.register
class MLP(StackedArchitecture):
    """Fully connected layers over the flattened pixels."""

    order: ClassVar[int] = 1
    title: ClassVar[str] = N_("Multi-layer perceptron")
    summary: ClassVar[str] = N_(
        "Hidden layers between the pixels and the classes let borders bend. "
        "It doesn't know which pixels are neighbours."
    )
    introduced: ClassVar[str] = N_(
        "Back-propagation: hidden layers learn, because the chain rule tells each its share."
    )
    paper: ClassVar[str] = "Rumelhart, Hinton, Williams, 1986: Learning Representations by Back-Propagating Errors"
    paper_address: ClassVar[str] = "https://doi.org/10.1038/323533a0"
    name: Literal["mlp"] = "mlp"
    hidden_layers: tuple[HiddenLayer, ...] = Field(
        (HiddenLayer(units=64), HiddenLayer(units=128)),
        max_length=10,
        title=N_("Hidden layers"),
        description=N_("From the pixels to the classes."),
    )

    def stack(self) -> Stack:
        """Flatten → Dense … ."""
        hidden = [
            StackItem(label=f"dense_{number}", block=Dense(units=layer.units, activation=layer.activation))
            for number, layer in enumerate(self.hidden_layers, 1)
        ]
        return (StackItem(label="flatten", block=Flatten()), *hidden)
