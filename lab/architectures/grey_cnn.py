"""The course's convolutional network for small grey images."""

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from lab.architectures.base import ARCHITECTURES, Architecture
from lab.i18n import N_

if TYPE_CHECKING:
    import keras


@ARCHITECTURES.register
class GreyCNN(Architecture):
    """Three convolutions, one pooling, two small dense layers."""

    order: ClassVar[int] = 2
    title: ClassVar[str] = N_("Grey CNN")
    summary: ClassVar[str] = N_(
        "Three convolutions that slide small kernels over the image, a pooling, two dense layers. Made for 28×28 grey."
    )
    name: Literal["grey_cnn"] = "grey_cnn"
    dropout: float = Field(
        0.0,
        ge=0,
        lt=1,
        title=N_("Dropout"),
        description=N_("The share of features switched off at random while training; 0.5 in the course, 0 for none."),
    )

    def minimum_size(self) -> int:
        """The valid 4×4 convolution takes 3 pixels, the pooling halves the rest."""
        return 5

    def build(self, input_shape: tuple[int, int, int], num_classes: int) -> "keras.Model":
        """Conv16 k3 same, Conv32 k4 same, Conv64 k4 valid, pool, Flatten, [Dropout], Dense 50, Dense 20, softmax."""
        from keras import Sequential, layers

        return Sequential(
            [
                layers.Input(input_shape),
                layers.Conv2D(16, 3, padding="same", activation="relu", name="conv_1"),
                layers.Conv2D(32, 4, padding="same", activation="relu", name="conv_2"),
                layers.Conv2D(64, 4, padding="valid", activation="relu", name="conv_3"),
                layers.MaxPooling2D(2, name="pool"),
                layers.Flatten(name="flatten"),
                *([layers.Dropout(self.dropout, name="dropout")] if self.dropout else []),
                layers.Dense(50, activation="relu", name="dense_1"),
                layers.Dense(20, activation="relu", name="dense_2"),
                layers.Dense(num_classes, activation="softmax", name="output"),
            ],
            name=self.name,
        )
