"""The course's convolutional network for small grey images."""

from typing import ClassVar, Literal

from pydantic import Field

from lab.architectures.base import ARCHITECTURES, StackedArchitecture
from lab.i18n import N_
from lab.layers.convolution import Conv2D
from lab.layers.dense import Dense, Flatten
from lab.layers.pooling import MaxPooling2D
from lab.layers.regularization import Dropout
from lab.network import Stack, StackItem


@ARCHITECTURES.register
class GreyCNN(StackedArchitecture):
    """Three convolutions, one pooling, two small dense layers."""

    order: ClassVar[int] = 2
    title: ClassVar[str] = N_("Grey CNN")
    summary: ClassVar[str] = N_(
        "Three convolutions that slide small kernels over the image, a pooling, two dense layers. Made for 28×28 grey."
    )
    introduced: ClassVar[str] = N_("Kernels that slide: the same few weights look everywhere. In the style of LeNet.")
    paper: ClassVar[str] = "LeCun et al., 1998: Gradient-Based Learning Applied to Document Recognition"
    paper_address: ClassVar[str] = "https://doi.org/10.1109/5.726791"
    name: Literal["grey_cnn"] = "grey_cnn"
    dropout: float = Field(
        0.0,
        ge=0,
        lt=1,
        title=N_("Dropout"),
        description=N_("The share of features switched off at random while training; 0.5 in the course, 0 for none."),
    )

    def stack(self) -> Stack:
        """Conv16 k3 same, Conv32 k4 same, Conv64 k4 valid, pool, Flatten, [Dropout], Dense 50, Dense 20."""
        dropout = [StackItem(label="dropout", block=Dropout(rate=self.dropout))] if self.dropout else []
        return (
            StackItem(label="conv_1", block=Conv2D(filters=16, kernel_size=3)),
            StackItem(label="conv_2", block=Conv2D(filters=32, kernel_size=4)),
            StackItem(label="conv_3", block=Conv2D(filters=64, kernel_size=4, padding="valid")),
            StackItem(label="pool", block=MaxPooling2D()),
            StackItem(label="flatten", block=Flatten()),
            *dropout,
            StackItem(label="dense_1", block=Dense(units=50)),
            StackItem(label="dense_2", block=Dense(units=20)),
        )
