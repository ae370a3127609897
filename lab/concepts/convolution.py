"""Convolution and pooling: small kernels that slide over an image (Fukushima, 1980; LeCun et al., 1989)."""

from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from lab.architectures.custom import Custom
from lab.concepts.base import CONCEPTS, Concept, Preset, slider_over
from lab.concepts.kernels import KERNELS, KernelName, Weights
from lab.concepts.sliding import Array
from lab.config import RunConfig
from lab.i18n import N_
from lab.layers.base import Padding, Window
from lab.layers.convolution import Conv2D
from lab.layers.dense import Dense
from lab.layers.pooling import GlobalAveragePooling2D, MaxPooling2D
from lab.network import Stack, StackItem

KERNEL_SIZE = 3
SLIDER: dict[str, Any] = {"widget": "slider"}
HIDDEN: dict[str, Any] = {"hidden": True}

CONTROLS: dict[str, tuple[str, ...]] = {
    "kernel": ("aspect", "image", "kernel", "stride", "padding", "dilation"),
    "pooling": ("aspect", "image", "kernel", "shift", "pool_size"),
    "channels": ("aspect", "image", "kernel_size", "filters", "red", "green", "blue"),
    "stacking": ("aspect", "kernel_size", "layers", "channels"),
}


def mix_field(default: float, title: str) -> float:
    """The field of one channel's weight."""
    chosen: float = Field(
        default, ge=-2, le=2, title=title, description=N_("What the first filter makes of this channel.")
    )
    return chosen


@CONCEPTS.register
class Convolution(Concept):
    """One aspect of convolution at a time."""

    order: ClassVar[int] = 50
    title: ClassVar[str] = N_("Convolution and pooling")
    summary: ClassVar[str] = N_("A few weights slide over an image and find the same pattern everywhere.")
    icon: ClassVar[str] = ":material/grid_on:"
    presets: ClassVar[tuple[Preset, ...]] = (
        Preset(N_("Edges of a photograph"), {"kernel": "edge"}),
        Preset(N_("Stride 4: a digit is lost"), {"image": "digit", "kernel": "blur", "stride": 4}),
        Preset(N_("Pooling bears a shift"), {"aspect": "pooling", "shift": 1, "pool_size": 4}),
        Preset(N_("Two 3×3 see as much as one 5×5"), {"aspect": "stacking"}),
    )
    setting: ClassVar[str] = "architecture"
    lab_label: ClassVar[str] = N_("Train a network with this convolution")
    name: Literal["convolution"] = "convolution"
    aspect: Literal["kernel", "pooling", "channels", "stacking"] = Field(
        "kernel",
        title=N_("Aspect"),
        description=N_("One kernel that slides; what pooling keeps; several channels and filters; several layers."),
    )
    image: Literal["flower", "temple", "digit"] = Field(
        "flower", title=N_("Image"), description=N_("Two photographs of 64×64 pixels and a digit of 8×8.")
    )
    kernel: KernelName = Field(
        "edge",
        title=N_("Kernel"),
        description=N_("Known kernels, or your own: type into the cells beside the image, or drag them up and down."),
    )
    weights: Weights = Field(
        KERNELS["edge"],
        min_length=KERNEL_SIZE**2,
        max_length=KERNEL_SIZE**2,
        title=N_("Weights"),
        description=N_("Of your own kernel, by rows."),
        json_schema_extra=HIDDEN,
    )
    stride: int = Field(
        1,
        ge=1,
        le=4,
        title=N_("Stride"),
        description=N_("Pixels from one position to the next: 2 halves height and width."),
        json_schema_extra=SLIDER,
    )
    padding: Padding = Field(
        "valid",
        title=N_("Padding"),
        description=N_("same: zeros around, so that the borders count as well; valid: none, the output shrinks."),
    )
    dilation: int = Field(
        1,
        ge=1,
        le=3,
        title=N_("Dilation"),
        description=N_("Pixels between neighbours in the kernel: a wider look with the same nine weights."),
        json_schema_extra=SLIDER,
    )
    shift: int = Field(
        1,
        ge=0,
        le=8,
        title=N_("Shift of the image"),
        description=N_("Pixels to the right."),
        json_schema_extra=SLIDER,
    )
    pool_size: int = Field(
        2,
        ge=1,
        le=8,
        title=N_("Pooling window"),
        description=N_("Height and width of what becomes one number; 1 pools nothing."),
        json_schema_extra=SLIDER,
    )
    kernel_size: int = Field(
        3,
        ge=1,
        le=5,
        title=N_("Kernel size"),
        description=N_("Height and width. 1×1 sees no neighbours: it only mixes the channels."),
        json_schema_extra={**SLIDER, "step": 2},
    )
    filters: int = Field(
        3,
        ge=1,
        le=8,
        title=N_("Filters"),
        description=N_("Each has weights for every channel and makes one map."),
        json_schema_extra=SLIDER,
    )
    red: float = mix_field(1.0, N_("Red in filter 1"))
    green: float = mix_field(-0.5, N_("Green in filter 1"))
    blue: float = mix_field(-0.5, N_("Blue in filter 1"))
    layers: int = Field(
        2,
        ge=1,
        le=4,
        title=N_("Layers"),
        description=N_("Convolutions one behind the other."),
        json_schema_extra=SLIDER,
    )
    channels: int = Field(
        64,
        ge=1,
        le=512,
        title=N_("Channels"),
        description=N_("Of every layer, in and out."),
        json_schema_extra=slider_over(16, 32, 64, 128, 256, 512),
    )

    def controls(self) -> tuple[str, ...]:
        """Those of the aspect."""
        return CONTROLS[self.aspect]

    @property
    def window(self) -> Window:
        """How the one kernel slides."""
        return Window(KERNEL_SIZE, self.stride, self.dilation, self.padding)

    @property
    def chosen_weights(self) -> Weights:
        """The kernel's nine, by rows."""
        return self.weights if self.kernel == "own" else KERNELS[self.kernel]

    @property
    def kernels(self) -> Array:
        """The one kernel as a filter over one channel, (3, 3, 1, 1)."""
        return np.array(self.chosen_weights, np.float64).reshape(KERNEL_SIZE, KERNEL_SIZE, 1, 1)

    def stack(self) -> Stack:
        """The layers of a network that begins like this."""
        first = {
            "kernel": (self._one_kernel(),),
            "pooling": (Conv2D(), MaxPooling2D(pool_size=self.pool_size, strides=self.pool_size)),
            "channels": (Conv2D(filters=self.filters, kernel_size=self.kernel_size),),
            "stacking": tuple(Conv2D(kernel_size=self.kernel_size) for _layer in range(self.layers)),
        }[self.aspect]
        blocks = (*first, Conv2D(), GlobalAveragePooling2D(), Dense(units=32))
        return tuple(StackItem(block=block) for block in blocks)

    def _one_kernel(self) -> Conv2D:
        # Keras allows a dilation only where the stride is 1.
        dilation = self.dilation if self.stride == 1 else 1
        return Conv2D(strides=self.stride, padding=self.padding, dilation_rate=dilation)

    def fill_in(self, draft: RunConfig) -> RunConfig:
        """A small network that begins with this convolution."""
        return draft.model_copy(update={"architecture": Custom(layers=self.stack())})
