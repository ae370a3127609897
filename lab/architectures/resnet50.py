"""ResNet50 (He et al., 2015)."""

from typing import ClassVar, Literal

from pydantic import Field

from lab.architectures.base import ARCHITECTURES, StackedArchitecture, scale_count
from lab.architectures.heads import pooled_head
from lab.i18n import N_
from lab.layers.base import Block
from lab.layers.convolution import Conv2D
from lab.layers.merging import ZeroPadding2D
from lab.layers.pooling import GlobalAveragePooling2D, MaxPooling2D
from lab.layers.regularization import ActivationLayer, BatchNormalization
from lab.layers.residual import ResidualBlock
from lab.network import Stack, StackItem

# Filters and blocks of each stage; the blocks give four times the filters.
STAGES = ((64, 3), (128, 4), (256, 6), (512, 3))
EPSILON = 1.001e-5


@ARCHITECTURES.register
class ResNet50(StackedArchitecture):
    """Sixteen bottleneck blocks with shortcuts."""

    order: ClassVar[int] = 7
    title: ClassVar[str] = N_("ResNet50")
    summary: ClassVar[str] = N_("Sixteen bottleneck blocks with shortcuts, fifty layers with weights.")
    introduced: ClassVar[str] = N_(
        "H(x) = F(x) + x: a shortcut past every block keeps the gradient alive where depth alone made accuracy fall."
    )
    paper: ClassVar[str] = "He, Zhang, Ren, Sun, 2015: Deep Residual Learning for Image Recognition"
    paper_address: ClassVar[str] = "https://arxiv.org/abs/1512.03385"
    name: Literal["resnet50"] = "resnet50"
    width: float = Field(
        1.0, ge=0.0625, le=1, title=N_("Width"), description=N_("Multiplies all filters; 0.25 trains on two cores.")
    )
    depth: float = Field(
        1.0, ge=0.15, le=1, title=N_("Depth"), description=N_("Multiplies the number of blocks in each stage.")
    )
    head: Literal["course", "paper"] = Field(
        "course",
        title=N_("Classifier"),
        description=N_("course: 200 units between; paper: straight from the pooled channels to the classes."),
    )
    dropout: float = Field(0.5, ge=0, lt=1, title=N_("Dropout"), description=N_("In the course's classifier."))

    def stack(self) -> Stack:
        """Stem, four stages, the classifier."""
        if self.head == "course":
            return (*self.trunk(), *pooled_head(200, self.dropout))
        return (*self.trunk(), StackItem(label="avg_pool", block=GlobalAveragePooling2D()))

    def trunk(self) -> Stack:
        """The convolutions without the classifier, named as in Keras's own ResNet50."""
        items: list[tuple[str, Block]] = [
            ("conv1_pad", ZeroPadding2D(padding=3)),
            ("conv1_conv", self._convolve_first()),
            ("conv1_bn", BatchNormalization(epsilon=EPSILON)),
            ("conv1_relu", ActivationLayer()),
            ("pool1_pad", ZeroPadding2D(padding=1)),
            ("pool1_pool", MaxPooling2D(pool_size=3, strides=2)),
        ]
        for stage, (filters, count) in enumerate(STAGES, 2):
            for number in range(1, scale_count(count, self.depth) + 1):
                items.append((f"conv{stage}_block{number}", self._draw_block(stage, number, filters)))
        return tuple(StackItem(label=name, block=block) for name, block in items)

    def _convolve_first(self) -> Conv2D:
        return Conv2D(
            filters=scale_count(64, self.width),
            kernel_size=7,
            strides=2,
            padding="valid",
            activation="linear",
            kernel_initializer="he_normal",
        )

    def _draw_block(self, stage: int, number: int, filters: int) -> ResidualBlock:
        return ResidualBlock(
            kind="bottleneck",
            filters=scale_count(filters, self.width),
            strides=2 if number == 1 and stage > 2 else 1,
            shortcut="convolution" if number == 1 else "auto",
            epsilon=EPSILON,
        )
