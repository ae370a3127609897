"""The course's convolutional network for small colour images."""

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from lab.architectures.base import ARCHITECTURES, Architecture
from lab.i18n import N_

if TYPE_CHECKING:
    import keras


@ARCHITECTURES.register
class RGBCNN(Architecture):
    """Three pairs of convolutions, each followed by pooling."""

    order: ClassVar[int] = 3
    title: ClassVar[str] = N_("RGB CNN")
    summary: ClassVar[str] = N_(
        "Three pairs of convolutions, each pair followed by pooling: more kernels as the image shrinks. Made for 32×32 "
        "in colour."
    )
    name: Literal["rgb_cnn"] = "rgb_cnn"
    dropout: float = Field(
        0.5,
        ge=0,
        lt=1,
        title=N_("Dropout"),
        description=N_("The share of features switched off at random while training, before both dense layers."),
    )

    def minimum_size(self) -> int:
        """The valid 5×5 convolution takes 4 pixels, three poolings divide the rest by 8."""
        return 12

    def build(self, input_shape: tuple[int, int, int], num_classes: int) -> "keras.Model":
        """Conv32 k5 valid, Conv32, pool, 2×Conv64, pool, 2×Conv128, pool, Dropout, Dense 300, Dropout, softmax."""
        from keras import Sequential, layers

        def pair(filters: int, block: int, first_kernel: int = 3, first_padding: str = "same") -> list["layers.Layer"]:
            name = f"block{block}"
            return [
                layers.Conv2D(filters, first_kernel, padding=first_padding, activation="relu", name=f"{name}_conv1"),
                layers.Conv2D(filters, 3, padding="same", activation="relu", name=f"{name}_conv2"),
                layers.MaxPooling2D(2, name=f"{name}_pool"),
            ]

        return Sequential(
            [
                layers.Input(input_shape),
                *pair(32, 1, first_kernel=5, first_padding="valid"),
                *pair(64, 2),
                *pair(128, 3),
                layers.Flatten(name="flatten"),
                layers.Dropout(self.dropout, name="dropout_1"),
                layers.Dense(300, activation="relu", name="dense"),
                layers.Dropout(self.dropout, name="dropout_2"),
                layers.Dense(num_classes, activation="softmax", name="output"),
            ],
            name=self.name,
        )
