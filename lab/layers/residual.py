"""Residual blocks (He et al., 2015, "Deep Residual Learning for Image Recognition")."""

from typing import ClassVar, Literal

from pydantic import Field

from lab.i18n import N_
from lab.layers.base import LAYERS, Block, Initializer, Sketch
from lab.layers.convolution import Conv2D
from lab.layers.merging import Add
from lab.layers.regularization import ActivationLayer, BatchNormalization

EXPANSION = 4


@LAYERS.register
class ResidualBlock(Block):
    """Convolutions beside a shortcut: H(x) = F(x) + x."""

    order: ClassVar[int] = 10
    title: ClassVar[str] = N_("Residual block")
    summary: ClassVar[str] = N_(
        "Convolutions learn only what must be added to their input, which passes by on a shortcut: gradients stay "
        "alive however deep the network is."
    )
    name: Literal["residual_block"] = "residual_block"
    kind: Literal["basic", "bottleneck"] = Field(
        "basic",
        title=N_("Kind"),
        description=N_("basic: two 3×3; bottleneck: 1×1, 3×3, and 1×1 to four times the filters."),
    )
    filters: int = Field(32, ge=1, le=1024, title=N_("Filters"), description=N_("Of its 3×3 convolutions."))
    strides: int = Field(1, ge=1, le=4, title=N_("Stride"), description=N_("2 halves the image."))
    shortcut: Literal["auto", "convolution"] = Field(
        "auto",
        title=N_("Shortcut"),
        description=N_("auto: a 1×1 convolution only where the shape changes, else the input as it is."),
    )
    kernel_initializer: Initializer = Field(
        "he_normal", title=N_("Initialisation"), description=N_("Where the weights begin.")
    )
    epsilon: float = Field(1.001e-5, gt=0, le=0.1, json_schema_extra={"hidden": True})

    @property
    def filters_out(self) -> int:
        """Channels that it gives."""
        return self.filters * (EXPANSION if self.kind == "bottleneck" else 1)

    def draw(self, sketch: Sketch, name: str, source: str) -> str:
        """See Block; layers are named as in Keras's own ResNet."""
        shortcut = self._draw_shortcut(sketch, name, source)
        last = source
        for number, (filters, kernel_size, strides) in enumerate(self._convolutions(), 1):
            last = self._draw_convolution(sketch, f"{name}_{number}", last, filters, kernel_size, strides)
            if number < len(self._convolutions()):
                last = sketch.add(f"{name}_{number}_relu", ActivationLayer(), last)
        last = sketch.add(f"{name}_add", Add(), shortcut, last)
        return sketch.add(f"{name}_out", ActivationLayer(), last)

    def _convolutions(self) -> list[tuple[int, int, int]]:
        """Filters, kernel size and stride of each."""
        if self.kind == "basic":
            return [(self.filters, 3, self.strides), (self.filters, 3, 1)]
        return [(self.filters, 1, self.strides), (self.filters, 3, 1), (self.filters_out, 1, 1)]

    def _draw_shortcut(self, sketch: Sketch, name: str, source: str) -> str:
        shape = sketch.shape_of(source)
        fits = shape is not None and shape[-1] == self.filters_out and self.strides == 1
        if self.shortcut == "auto" and fits:
            return source
        return self._draw_convolution(sketch, f"{name}_0", source, self.filters_out, 1, self.strides)

    def _draw_convolution(
        self, sketch: Sketch, name: str, source: str, filters: int, kernel_size: int, strides: int
    ) -> str:
        convolution = Conv2D(
            filters=filters,
            kernel_size=kernel_size,
            strides=strides,
            padding="same" if kernel_size > 1 else "valid",
            activation="linear",
            kernel_initializer=self.kernel_initializer,
        )
        last = sketch.add(f"{name}_conv", convolution, source)
        return sketch.add(f"{name}_bn", BatchNormalization(epsilon=self.epsilon), last)
