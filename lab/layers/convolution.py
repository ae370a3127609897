"""Convolutions: a small kernel slides over the image."""

from typing import Any, ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from lab.i18n import N_, _
from lab.layers.base import LAYERS, Padding, Shape, Weight, Weighted, Window, need_image


class Convolution(Weighted):
    """What all convolutions share."""

    kernel_size: int = Field(
        3, ge=1, le=31, title=N_("Kernel"), description=N_("Height and width of each kernel, in pixels.")
    )
    strides: int = Field(1, ge=1, le=8, title=N_("Stride"), description=N_("Pixels from one position to the next."))
    padding: Padding = Field(
        "same", title=N_("Padding"), description=N_("same: zeros around, the size stays; valid: none, it shrinks.")
    )

    def window(self) -> Window:
        """See Layer."""
        return Window(self.kernel_size, self.strides, padding=self.padding)

    def slide(self, shape: Shape, channels: int) -> Shape:
        """The output of a slide over an input.

        Args:
            shape: of the input.
            channels: of the output.
        """
        height, width, _channels = need_image(shape)
        window = self.window()
        return window.output_size(height), window.output_size(width), channels

    def sliding_arguments(self) -> dict[str, Any]:
        """Those of Keras's arguments that say how it slides."""
        arguments: dict[str, Any] = {"kernel_size": self.kernel_size}
        if self.strides > 1:
            arguments["strides"] = self.strides
        if self.padding == "same":
            arguments["padding"] = "same"
        return arguments


@LAYERS.register
class Conv2D(Convolution):
    """The usual convolution: each filter has a kernel for every input channel."""

    order: ClassVar[int] = 0
    keras_class: ClassVar[str] = "Conv2D"
    title: ClassVar[str] = "Conv2D"
    summary: ClassVar[str] = N_("Slides filters over the image; each finds one pattern, wherever it is.")
    name: Literal["conv2d"] = "conv2d"
    filters: int = Field(32, ge=1, le=4096, title=N_("Filters"), description=N_("How many patterns it looks for."))
    dilation_rate: int = Field(
        1, ge=1, le=8, title=N_("Dilation"), description=N_("Pixels between neighbours in the kernel: a wider look.")
    )

    @field_validator("dilation_rate")
    @classmethod
    def _check_dilation(cls, dilation_rate: int, info: ValidationInfo) -> int:
        # Keras refuses the two together, though only when a network is built.
        strides = info.data.get("strides", 1)
        if dilation_rate > 1 and strides > 1:
            text = _("`dilation_rate` must be 1 where `strides` is above 1 (here {strides}): give up one of the two.")
            raise ValueError(text.format(strides=strides))
        return dilation_rate

    def window(self) -> Window:
        """See Layer."""
        return Window(self.kernel_size, self.strides, self.dilation_rate, self.padding)

    def output_shape(self, *shapes: Shape) -> Shape:
        """See Layer."""
        return self.slide(shapes[0], self.filters)

    def weights(self, *shapes: Shape) -> tuple[Weight, ...]:
        """See Layer."""
        factors = (self.kernel_size, self.kernel_size, need_image(shapes[0])[2], self.filters)
        return (Weight(factors, is_kernel=True), *self.bias(self.filters))

    def arguments(self) -> dict[str, Any]:
        """See Layer."""
        dilation = {"dilation_rate": self.dilation_rate} if self.dilation_rate > 1 else {}
        return {"filters": self.filters, **self.sliding_arguments(), **dilation, **self.shared_arguments()}


@LAYERS.register
class SeparableConv2D(Convolution):
    """A convolution in two steps (Chollet, 2017, "Xception")."""

    order: ClassVar[int] = 1
    keras_class: ClassVar[str] = "SeparableConv2D"
    title: ClassVar[str] = "SeparableConv2D"
    summary: ClassVar[str] = N_("One kernel for each channel, then a 1×1 mix: nearly a convolution, far cheaper.")
    name: Literal["separable_conv2d"] = "separable_conv2d"
    filters: int = Field(32, ge=1, le=4096, title=N_("Filters"), description=N_("How many patterns it looks for."))

    def output_shape(self, *shapes: Shape) -> Shape:
        """See Layer."""
        return self.slide(shapes[0], self.filters)

    def weights(self, *shapes: Shape) -> tuple[Weight, ...]:
        """See Layer."""
        channels = need_image(shapes[0])[2]
        depthwise = Weight((self.kernel_size, self.kernel_size, channels), is_kernel=True)
        return depthwise, Weight((channels, self.filters), is_kernel=True), *self.bias(self.filters)

    def arguments(self) -> dict[str, Any]:
        """See Layer."""
        shared = self.shared_arguments("pointwise_initializer", "pointwise_regularizer")
        if "pointwise_initializer" in shared:
            shared["depthwise_initializer"] = self.kernel_initializer
        return {"filters": self.filters, **self.sliding_arguments(), **shared}


@LAYERS.register
class DepthwiseConv2D(Convolution):
    """A kernel of its own for each channel, which stay apart."""

    order: ClassVar[int] = 2
    keras_class: ClassVar[str] = "DepthwiseConv2D"
    title: ClassVar[str] = "DepthwiseConv2D"
    summary: ClassVar[str] = N_("One kernel for each channel; channels stay apart. A 1×1 convolution mixes them after.")
    name: Literal["depthwise_conv2d"] = "depthwise_conv2d"

    def output_shape(self, *shapes: Shape) -> Shape:
        """See Layer."""
        return self.slide(shapes[0], need_image(shapes[0])[2])

    def weights(self, *shapes: Shape) -> tuple[Weight, ...]:
        """See Layer."""
        channels = need_image(shapes[0])[2]
        return Weight((self.kernel_size, self.kernel_size, channels), is_kernel=True), *self.bias(channels)

    def arguments(self) -> dict[str, Any]:
        """See Layer."""
        return {**self.sliding_arguments(), **self.shared_arguments("depthwise_initializer", "depthwise_regularizer")}
