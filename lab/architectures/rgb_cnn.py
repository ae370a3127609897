"""The course's convolutional network for small colour images."""

from typing import ClassVar, Literal

from pydantic import Field

from lab.architectures.base import ARCHITECTURES, StackedArchitecture
from lab.architectures.heads import hidden_head
from lab.i18n import N_
from lab.layers.base import Padding
from lab.layers.convolution import Conv2D
from lab.layers.dense import Flatten
from lab.layers.pooling import MaxPooling2D
from lab.network import Stack, StackItem


@ARCHITECTURES.register
class RGBCNN(StackedArchitecture):
    """Three pairs of convolutions, each followed by pooling."""

    order: ClassVar[int] = 3
    title: ClassVar[str] = N_("RGB CNN")
    summary: ClassVar[str] = N_(
        "Three pairs of convolutions, each pair followed by pooling: more kernels as the image shrinks. Made for 32×32 "
        "in colour."
    )
    introduced: ClassVar[str] = N_(
        "Deep stacks of convolutions on colour photographs. In the style of AlexNet, smaller."
    )
    paper: ClassVar[str] = "Krizhevsky, Sutskever, Hinton, 2012: ImageNet Classification with Deep CNNs"
    paper_address: ClassVar[str] = "https://doi.org/10.1145/3065386"
    name: Literal["rgb_cnn"] = "rgb_cnn"
    dropout: float = Field(
        0.5,
        ge=0,
        lt=1,
        title=N_("Dropout"),
        description=N_("The share of features switched off at random while training, before both dense layers."),
    )

    def stack(self) -> Stack:
        """Conv32 k5 valid, Conv32, pool, 2×Conv64, pool, 2×Conv128, pool, Flatten, Dropout, Dense 300, Dropout."""
        return (
            *_draw_pair(1, 32, first_kernel=5, first_padding="valid"),
            *_draw_pair(2, 64),
            *_draw_pair(3, 128),
            StackItem(label="flatten", block=Flatten()),
            *hidden_head(300, self.dropout),
        )


def _draw_pair(number: int, filters: int, first_kernel: int = 3, first_padding: Padding = "same") -> Stack:
    first = Conv2D(filters=filters, kernel_size=first_kernel, padding=first_padding)
    return (
        StackItem(label=f"block{number}_conv1", block=first),
        StackItem(label=f"block{number}_conv2", block=Conv2D(filters=filters)),
        StackItem(label=f"block{number}_pool", block=MaxPooling2D()),
    )
