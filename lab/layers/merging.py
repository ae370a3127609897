"""Layers inside blocks: they join branches, or add a border. Not offered by hand."""

from typing import Any, ClassVar, Literal

from pydantic import Field

from lab.errors import LayerError
from lab.i18n import N_, _
from lab.layers.base import LAYERS, Layer, Shape, need_image


@LAYERS.register
class Add(Layer):
    """Sums branches, number by number."""

    offered: ClassVar[bool] = False
    keras_class: ClassVar[str] = "Add"
    title: ClassVar[str] = "Add"
    summary: ClassVar[str] = N_("Adds its inputs, number by number.")
    name: Literal["add"] = "add"

    def output_shape(self, *shapes: Shape) -> Shape:
        """See Layer."""
        if len(set(shapes)) > 1:
            text = _("It adds shapes that differ: {shapes}.")
            raise LayerError(text.format(shapes=", ".join("×".join(map(str, shape)) for shape in shapes)))
        return shapes[0]


@LAYERS.register
class Concatenate(Layer):
    """Puts the channels of branches one behind the other."""

    offered: ClassVar[bool] = False
    keras_class: ClassVar[str] = "Concatenate"
    title: ClassVar[str] = "Concatenate"
    summary: ClassVar[str] = N_("Puts the channels of its inputs one behind the other.")
    name: Literal["concatenate"] = "concatenate"

    def output_shape(self, *shapes: Shape) -> Shape:
        """See Layer."""
        return (*shapes[0][:-1], sum(shape[-1] for shape in shapes))


@LAYERS.register
class ZeroPadding2D(Layer):
    """A border of zeros."""

    offered: ClassVar[bool] = False
    keras_class: ClassVar[str] = "ZeroPadding2D"
    title: ClassVar[str] = "ZeroPadding2D"
    summary: ClassVar[str] = N_("Adds a border of zeros.")
    name: Literal["zero_padding2d"] = "zero_padding2d"
    padding: int = Field(1, ge=0, le=16, title=N_("Border"), description=N_("Pixels on each side."))

    def output_shape(self, *shapes: Shape) -> Shape:
        """See Layer."""
        height, width, channels = need_image(shapes[0])
        return height + 2 * self.padding, width + 2 * self.padding, channels

    def arguments(self) -> dict[str, Any]:
        """See Layer."""
        return {"padding": self.padding}
