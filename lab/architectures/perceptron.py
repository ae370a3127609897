"""The single-layer perceptron (Rosenblatt, 1958), as softmax regression."""

from typing import TYPE_CHECKING, ClassVar, Literal

from lab.architectures.base import ARCHITECTURES, Architecture
from lab.i18n import N_

if TYPE_CHECKING:
    import keras


@ARCHITECTURES.register
class Perceptron(Architecture):
    """One neuron a class, each looking at every pixel."""

    order: ClassVar[int] = 0
    title: ClassVar[str] = N_("Single-layer perceptron")
    summary: ClassVar[str] = N_(
        "One neuron for each class, each looking at every pixel. It can only draw straight borders between classes."
    )
    name: Literal["perceptron"] = "perceptron"

    def build(self, input_shape: tuple[int, int, int], num_classes: int) -> "keras.Model":
        """Flatten → Dense softmax."""
        from keras import Sequential, layers

        return Sequential(
            [
                layers.Input(input_shape),
                layers.Flatten(name="flatten"),
                layers.Dense(num_classes, activation="softmax", name="output"),
            ],
            name=self.name,
        )
