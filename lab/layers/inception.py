"""Inception modules (Szegedy et al., 2014, "Going Deeper with Convolutions")."""

from typing import ClassVar, Literal

from pydantic import Field

from lab.i18n import N_
from lab.layers.base import LAYERS, Block, Sketch
from lab.layers.convolution import Conv2D
from lab.layers.merging import Concatenate
from lab.layers.pooling import MaxPooling2D


@LAYERS.register
class InceptionModule(Block):
    """Four branches side by side, their channels joined."""

    order: ClassVar[int] = 11
    title: ClassVar[str] = N_("Inception module")
    summary: ClassVar[str] = N_(
        "1×1, 3×3, 5×5 and pooling side by side: small and large patterns at once. 1×1 convolutions before the large "
        "kernels save most of their weights."
    )
    name: Literal["inception_module"] = "inception_module"
    filters_1x1: int = Field(16, ge=1, le=2048, title="1×1", description=N_("Filters of the 1×1 branch."))
    filters_3x3_reduce: int = Field(
        16, ge=1, le=2048, title=N_("3×3 reduce"), description=N_("Filters of the 1×1 before the 3×3.")
    )
    filters_3x3: int = Field(32, ge=1, le=2048, title="3×3", description=N_("Filters of the 3×3 branch."))
    filters_5x5_reduce: int = Field(
        4, ge=1, le=2048, title=N_("5×5 reduce"), description=N_("Filters of the 1×1 before the 5×5.")
    )
    filters_5x5: int = Field(8, ge=1, le=2048, title="5×5", description=N_("Filters of the 5×5 branch."))
    filters_pool: int = Field(
        8, ge=1, le=2048, title=N_("Pool projection"), description=N_("Filters of the 1×1 after the pooling.")
    )

    def draw(self, sketch: Sketch, name: str, source: str) -> str:
        """See Block."""

        def convolve(part: str, before: str, filters: int, kernel_size: int) -> str:
            return sketch.add(f"{name}_{part}", Conv2D(filters=filters, kernel_size=kernel_size), before)

        one = convolve("1x1", source, self.filters_1x1, 1)
        three = convolve("3x3_reduce", source, self.filters_3x3_reduce, 1)
        three = convolve("3x3", three, self.filters_3x3, 3)
        five = convolve("5x5_reduce", source, self.filters_5x5_reduce, 1)
        five = convolve("5x5", five, self.filters_5x5, 5)
        pool = sketch.add(f"{name}_pool", MaxPooling2D(pool_size=3, strides=1, padding="same"), source)
        pool = convolve("pool_proj", pool, self.filters_pool, 1)
        return sketch.add(name, Concatenate(), one, three, five, pool)
