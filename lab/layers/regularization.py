"""Layers that make learning steadier."""

from typing import Any, ClassVar, Literal

from pydantic import Field

from lab.i18n import N_
from lab.layers.base import LAYERS, Activation, Layer, Shape, Weight


class Elementwise(Layer):
    """A layer that leaves the shape as it is."""

    def output_shape(self, *shapes: Shape) -> Shape:
        """See Layer."""
        return shapes[0]


@LAYERS.register
class Dropout(Elementwise):
    """Numbers left out at random (Srivastava et al., 2014)."""

    order: ClassVar[int] = 4
    keras_class: ClassVar[str] = "Dropout"
    title: ClassVar[str] = "Dropout"
    summary: ClassVar[str] = N_(
        "Switches off a share of the numbers at random, in training only: against over-fitting."
    )
    name: Literal["dropout"] = "dropout"
    rate: float = Field(0.5, ge=0, lt=1, title=N_("Rate"), description=N_("The share that is switched off."))

    def arguments(self) -> dict[str, Any]:
        """See Layer."""
        return {"rate": self.rate}


@LAYERS.register
class BatchNormalization(Elementwise):
    """Each channel to mean 0 and deviation 1 over the batch (Ioffe and Szegedy, 2015)."""

    order: ClassVar[int] = 5
    keras_class: ClassVar[str] = "BatchNormalization"
    title: ClassVar[str] = "BatchNormalization"
    summary: ClassVar[str] = N_(
        "Brings each channel to mean 0 and deviation 1 over the batch, then to a scale (γ) and a shift (β) that it "
        "learns."
    )
    name: Literal["batch_normalization"] = "batch_normalization"
    momentum: float = Field(
        0.99,
        ge=0,
        lt=1,
        title=N_("Momentum"),
        description=N_("How slowly the mean and the deviation used in prediction follow those of the batches."),
    )
    epsilon: float = Field(
        1e-3, gt=0, le=0.1, title=N_("Epsilon"), description=N_("Added to the variance, against dividing by 0."),
        json_schema_extra={"scale": "log"},
    )  # fmt: skip

    def weights(self, *shapes: Shape) -> tuple[Weight, ...]:
        """γ and β are learned; the moving mean and variance are counted along."""
        channels = shapes[0][-1]
        return Weight((2, channels)), Weight((2, channels), trainable=False)

    def arguments(self) -> dict[str, Any]:
        """See Layer."""
        usual = {"momentum": 0.99, "epsilon": 1e-3}
        return {name: getattr(self, name) for name, value in usual.items() if getattr(self, name) != value}


@LAYERS.register
class ActivationLayer(Elementwise):
    """An activation as a layer of its own, such as after a normalisation."""

    order: ClassVar[int] = 5
    keras_class: ClassVar[str] = "Activation"
    title: ClassVar[str] = "Activation"
    summary: ClassVar[str] = N_("Bends each number; a layer of its own where a normalisation comes in between.")
    name: Literal["activation"] = "activation"
    activation: Activation = Field("relu", title=N_("Activation"), description=N_("The function."))

    def arguments(self) -> dict[str, Any]:
        """See Layer."""
        return {"activation": self.activation}
