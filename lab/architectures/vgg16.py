"""VGG16 (Simonyan and Zisserman, 2014)."""

from typing import ClassVar, Literal

from pydantic import Field

from lab.architectures.base import ARCHITECTURES, StackedArchitecture, scale_count
from lab.architectures.heads import pooled_head
from lab.i18n import N_
from lab.layers.convolution import Conv2D
from lab.layers.dense import Dense, Flatten
from lab.layers.pooling import MaxPooling2D
from lab.network import Stack, StackItem

# Filters and convolutions of each block.
BLOCKS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))


@ARCHITECTURES.register
class VGG16(StackedArchitecture):
    """Five blocks of 3×3 convolutions, each pooled."""

    order: ClassVar[int] = 5
    title: ClassVar[str] = N_("VGG16")
    summary: ClassVar[str] = N_("Thirteen 3×3 convolutions in five blocks. Needs 32×32 or more, and patience.")
    introduced: ClassVar[str] = N_(
        "Only 3×3 kernels, deep: two of them see as far as one 5×5, with fewer weights and one more ReLU."
    )
    paper: ClassVar[str] = (
        "Simonyan, Zisserman, 2014: Very Deep Convolutional Networks for Large-Scale Image Recognition"
    )
    paper_address: ClassVar[str] = "https://arxiv.org/abs/1409.1556"
    name: Literal["vgg16"] = "vgg16"
    width: float = Field(
        1.0, ge=0.0625, le=1, title=N_("Width"), description=N_("Multiplies all filters; 0.25 trains on two cores.")
    )
    depth: float = Field(
        1.0, ge=0.2, le=1, title=N_("Depth"), description=N_("Multiplies the number of convolutions in each block.")
    )
    head: Literal["course", "paper"] = Field(
        "course",
        title=N_("Classifier"),
        description=N_("course: global average pooling and 120 units; paper: Flatten and twice 4,096 units."),
    )
    dropout: float = Field(0.5, ge=0, lt=1, title=N_("Dropout"), description=N_("In the course's classifier."))

    def stack(self) -> Stack:
        """Blocks 1 to 5, then the classifier."""
        return (*self.trunk(), *self._draw_head())

    def trunk(self) -> Stack:
        """The convolutions without the classifier; the course's first pool has stride 1, this one the paper's 2."""
        return tuple(
            item
            for number, (filters, count) in enumerate(BLOCKS, 1)
            for item in _draw_block(number, scale_count(filters, self.width), scale_count(count, self.depth))
        )

    def _draw_head(self) -> Stack:
        if self.head == "course":
            return pooled_head(120, self.dropout)
        return (
            StackItem(label="flatten", block=Flatten()),
            StackItem(label="fc1", block=Dense(units=4096)),
            StackItem(label="fc2", block=Dense(units=4096)),
        )


def _draw_block(number: int, filters: int, count: int) -> Stack:
    convolutions = [
        StackItem(label=f"block{number}_conv{place}", block=Conv2D(filters=filters)) for place in range(1, count + 1)
    ]
    return (*convolutions, StackItem(label=f"block{number}_pool", block=MaxPooling2D()))
