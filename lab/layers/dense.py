"""Layers of rows of numbers."""

import math
from typing import Any, ClassVar, Literal

from pydantic import Field

from lab.errors import LayerError
from lab.i18n import N_, _
from lab.layers.base import LAYERS, Layer, Shape, Weight, Weighted


@LAYERS.register
class Dense(Weighted):
    """Every neuron looks at every input."""

    order: ClassVar[int] = 3
    keras_class: ClassVar[str] = "Dense"
    title: ClassVar[str] = "Dense"
    summary: ClassVar[str] = N_("Neurons that each look at everything before them.")
    name: Literal["dense"] = "dense"
    units: int = Field(64, ge=1, le=65_536, title=N_("Units"), description=N_("How many neurons."))

    def output_shape(self, *shapes: Shape) -> Shape:
        """See Layer."""
        _need_row(shapes[0])
        return (self.units,)

    def weights(self, *shapes: Shape) -> tuple[Weight, ...]:
        """See Layer."""
        return Weight((_need_row(shapes[0]), self.units), is_kernel=True), *self.bias(self.units)

    def sees_everything(self) -> bool:
        """See Layer."""
        return True

    def arguments(self) -> dict[str, Any]:
        """See Layer."""
        return {"units": self.units, **self.shared_arguments()}


@LAYERS.register
class Flatten(Layer):
    """All numbers in one row."""

    order: ClassVar[int] = 9
    keras_class: ClassVar[str] = "Flatten"
    title: ClassVar[str] = "Flatten"
    summary: ClassVar[str] = N_("Puts all numbers into one row; where each was is kept only by its place in the row.")
    name: Literal["flatten"] = "flatten"

    def output_shape(self, *shapes: Shape) -> Shape:
        """See Layer."""
        return (math.prod(shapes[0]),)


def _need_row(shape: Shape) -> int:
    if len(shape) != 1:
        text = _("It needs a row of numbers, and gets {shape}. Put Flatten or GlobalAveragePooling2D before it.")
        raise LayerError(text.format(shape="×".join(map(str, shape))))
    return shape[0]
