"""GoogLeNet (Szegedy et al., 2014), without its two auxiliary classifiers, as the course builds it."""

from typing import ClassVar, Literal

from pydantic import Field

from lab.architectures.base import ARCHITECTURES, StackedArchitecture, scale_count
from lab.i18n import N_
from lab.layers.base import Block
from lab.layers.convolution import Conv2D
from lab.layers.inception import InceptionModule
from lab.layers.pooling import GlobalAveragePooling2D, MaxPooling2D
from lab.layers.regularization import Dropout
from lab.network import Stack, StackItem

# 1×1; 3×3 reduce, 3×3; 5×5 reduce, 5×5; pool projection. Table 1 of the paper.
MODULES = {
    "3a": (64, 96, 128, 16, 32, 32),
    "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64),
    "4b": (160, 112, 224, 24, 64, 64),
    "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64),
    "4e": (256, 160, 320, 32, 128, 128),
    "5a": (256, 160, 320, 32, 128, 128),
    "5b": (384, 192, 384, 48, 128, 128),
}


@ARCHITECTURES.register
class GoogLeNet(StackedArchitecture):
    """Nine inception modules."""

    order: ClassVar[int] = 6
    title: ClassVar[str] = N_("GoogLeNet")
    summary: ClassVar[str] = N_("Nine inception modules: 1×1, 3×3, 5×5 and pooling side by side in each.")
    introduced: ClassVar[str] = N_(
        "Several kernel sizes at once, and 1×1 convolutions before the costly ones: better than VGG with a twentieth "
        "of its weights."
    )
    paper: ClassVar[str] = "Szegedy et al., 2014: Going Deeper with Convolutions"
    paper_address: ClassVar[str] = "https://arxiv.org/abs/1409.4842"
    name: Literal["googlenet"] = "googlenet"
    width: float = Field(
        1.0, ge=0.0625, le=1, title=N_("Width"), description=N_("Multiplies all filters; 0.25 trains on two cores.")
    )
    dropout: float = Field(0.5, ge=0, lt=1, title=N_("Dropout"), description=N_("Before the output; 0.4 in the paper."))

    def stack(self) -> Stack:
        """7×7/2, pool, 1×1, 3×3, pool, modules 3a to 5b with two pools between, GAP, Dropout."""
        items: list[tuple[str, Block]] = [
            ("conv1", self._convolve(64, 7, strides=2)),
            ("pool1", _pool()),
            ("conv2_reduce", self._convolve(64, 1)),
            ("conv2", self._convolve(192, 3)),
            ("pool2", _pool()),
        ]
        for name, filters in MODULES.items():
            if name in ("4a", "5a"):
                items.append((f"pool{int(name[0]) - 1}", _pool()))
            items.append((f"inception_{name}", self._draw_module(filters)))
        items.append(("avg_pool", GlobalAveragePooling2D()))
        if self.dropout:
            items.append(("dropout", Dropout(rate=self.dropout)))
        return tuple(StackItem(label=name, block=block) for name, block in items)

    def _convolve(self, filters: int, kernel_size: int, strides: int = 1) -> Conv2D:
        return Conv2D(filters=scale_count(filters, self.width), kernel_size=kernel_size, strides=strides)

    def _draw_module(self, filters: tuple[int, ...]) -> InceptionModule:
        one, three_reduce, three, five_reduce, five, pool = (scale_count(count, self.width) for count in filters)
        return InceptionModule(
            filters_1x1=one,
            filters_3x3_reduce=three_reduce,
            filters_3x3=three,
            filters_5x5_reduce=five_reduce,
            filters_5x5=five,
            filters_pool=pool,
        )


def _pool() -> MaxPooling2D:
    return MaxPooling2D(pool_size=3, strides=2, padding="same")
