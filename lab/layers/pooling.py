"""Pooling: fewer positions, the same channels."""

from typing import Any, ClassVar, Literal

from pydantic import Field

from lab.i18n import N_
from lab.layers.base import LAYERS, Layer, Padding, Shape, Window, need_image


class Pooling(Layer):
    """What both kinds share."""

    pool_size: int = Field(2, ge=1, le=16, title=N_("Window"), description=N_("Height and width, in pixels."))
    strides: int = Field(
        2, ge=1, le=16, title=N_("Stride"), description=N_("Pixels from one window to the next: 2 halves the image.")
    )
    padding: Padding = Field(
        "valid", title=N_("Padding"), description=N_("valid: what does not fill a window is left out; same: it counts.")
    )

    def window(self) -> Window:
        """See Layer."""
        return Window(self.pool_size, self.strides, padding=self.padding)

    def output_shape(self, *shapes: Shape) -> Shape:
        """See Layer."""
        height, width, channels = need_image(shapes[0])
        window = self.window()
        return window.output_size(height), window.output_size(width), channels

    def arguments(self) -> dict[str, Any]:
        """See Layer."""
        arguments: dict[str, Any] = {"pool_size": self.pool_size}
        if self.strides != self.pool_size:
            arguments["strides"] = self.strides
        if self.padding == "same":
            arguments["padding"] = "same"
        return arguments


@LAYERS.register
class MaxPooling2D(Pooling):
    """The largest of each window."""

    order: ClassVar[int] = 6
    keras_class: ClassVar[str] = "MaxPooling2D"
    title: ClassVar[str] = "MaxPooling2D"
    summary: ClassVar[str] = N_("Keeps the largest number of each window: what was found, not exactly where.")
    name: Literal["max_pooling2d"] = "max_pooling2d"


@LAYERS.register
class AveragePooling2D(Pooling):
    """The mean of each window."""

    order: ClassVar[int] = 7
    keras_class: ClassVar[str] = "AveragePooling2D"
    title: ClassVar[str] = "AveragePooling2D"
    summary: ClassVar[str] = N_("Keeps the mean of each window.")
    name: Literal["average_pooling2d"] = "average_pooling2d"


@LAYERS.register
class GlobalAveragePooling2D(Layer):
    """The mean of each channel (Lin et al., 2013, "Network in Network")."""

    order: ClassVar[int] = 8
    keras_class: ClassVar[str] = "GlobalAveragePooling2D"
    title: ClassVar[str] = "GlobalAveragePooling2D"
    summary: ClassVar[str] = N_("One number a channel, its mean: far fewer weights behind it than with Flatten.")
    name: Literal["global_average_pooling2d"] = "global_average_pooling2d"

    def output_shape(self, *shapes: Shape) -> Shape:
        """See Layer."""
        return (need_image(shapes[0])[2],)

    def sees_everything(self) -> bool:
        """See Layer."""
        return True
