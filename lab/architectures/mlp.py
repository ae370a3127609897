"""The multi-layer perceptron of the course."""

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from lab.architectures.base import ARCHITECTURES, Activation, Architecture
from lab.i18n import N_
from lab.registry import Settings

if TYPE_CHECKING:
    import keras


class HiddenLayer(Settings):
    """One hidden layer."""

    units: int = Field(64, ge=1, le=4096, title=N_("Units"), description=N_("How many neurons."))
    activation: Activation = Field(
        "relu",
        title=N_("Activation"),
        description=N_("What each neuron does to its sum; without one, layers collapse."),
    )


@ARCHITECTURES.register
class MLP(Architecture):
    """Fully connected layers over the flattened pixels."""

    order: ClassVar[int] = 1
    title: ClassVar[str] = N_("Multi-layer perceptron")
    summary: ClassVar[str] = N_(
        "Hidden layers between the pixels and the classes let borders bend. "
        "It doesn't know which pixels are neighbours."
    )
    name: Literal["mlp"] = "mlp"
    hidden_layers: tuple[HiddenLayer, ...] = Field(
        (HiddenLayer(units=64), HiddenLayer(units=128)),
        max_length=10,
        title=N_("Hidden layers"),
        description=N_("From the pixels to the classes."),
    )

    def build(self, input_shape: tuple[int, int, int], num_classes: int) -> "keras.Model":
        """Flatten → Dense … → Dense softmax."""
        from keras import Sequential, layers

        hidden = [
            layers.Dense(layer.units, activation=layer.activation, name=f"dense_{number}")
            for number, layer in enumerate(self.hidden_layers, 1)
        ]
        output = layers.Dense(num_classes, activation="softmax", name="output")
        return Sequential([layers.Input(input_shape), layers.Flatten(name="flatten"), *hidden, output], name=self.name)
