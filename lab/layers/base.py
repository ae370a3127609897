"""What every layer has, and every block of layers: enough to know shapes and parameters without Keras."""

import math
from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol

from pydantic import Field

from lab.errors import LayerError
from lab.i18n import N_, _
from lab.registry import Registered, Registry

if TYPE_CHECKING:
    import keras

# (height, width, channels), or (features,) once flattened; never with the batch.
Shape = tuple[int, ...]
Padding = Literal["same", "valid"]
Activation = Literal["linear", "relu", "tanh", "sigmoid", "leaky_relu", "elu", "gelu", "softmax"]
Initializer = Literal["glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_normal", "random_normal"]


@dataclass(frozen=True)
class Weight:
    """One array of a layer's numbers.

    Attributes:
        factors: its dimensions; their product is its size.
        trainable: whether training changes it.
        is_kernel: whether each of its numbers is multiplied at every position of the output.
    """

    factors: tuple[int, ...]
    trainable: bool = True
    is_kernel: bool = False

    @property
    def size(self) -> int:
        """How many numbers."""
        return math.prod(self.factors)


@dataclass(frozen=True)
class Window:
    """What a layer looks at for one position of its output.

    Attributes:
        kernel_size: height and width, in pixels of its input.
        strides: pixels between two positions.
        dilation: pixels between two neighbours in the kernel.
        padding: "same" adds zeros around, "valid" none.
    """

    kernel_size: int
    strides: int = 1
    dilation: int = 1
    padding: Padding = "valid"

    @property
    def reach(self) -> int:
        """Pixels from its first to its last, in its input."""
        return self.dilation * (self.kernel_size - 1) + 1

    def output_size(self, size: int) -> int:
        """How many positions fit, by Keras's rule.

        Args:
            size: pixels of the input in this direction.

        Raises:
            LayerError: none fits.
        """
        if self.padding == "same":
            return -(-size // self.strides)
        if size < self.reach:
            text = _("Its window of {reach}×{reach} does not fit into {size}×{size} pixels.")
            raise LayerError(text.format(reach=self.reach, size=size))
        return (size - self.reach) // self.strides + 1

    def pads(self, size: int) -> tuple[int, int]:
        """Zeros before and after the input, by Keras's rule: the odd one comes after.

        Args:
            size: pixels of the input in this direction.
        """
        if self.padding == "valid":
            return 0, 0
        total = max(0, (self.output_size(size) - 1) * self.strides + self.reach - size)
        return total // 2, total - total // 2

    def explain(self, size: int) -> str:
        """The arithmetic of `output_size`, as text."""
        result = self.output_size(size)
        if self.padding == "same":
            return f"⌈{size} / {self.strides}⌉ = {result}"
        return f"⌊({size} − {self.reach}) / {self.strides}⌋ + 1 = {result}"


@dataclass(frozen=True)
class Call:
    """A call inside the arguments of a Keras layer, such as `regularizers.L1L2(l1=…, l2=…)`.

    Attributes:
        function: below `keras`, with dots.
        arguments: by name.
    """

    function: str
    arguments: dict[str, Any]


class Sketch(Protocol):
    """What a block draws itself into (see `lab.network.Drawing`)."""

    def add(self, name: str, layer: "Layer", *inputs: str) -> str:
        """Add a layer behind others; gives its name."""

    def shape_of(self, name: str) -> Shape | None:
        """The output of a layer; None where it, or one before it, is impossible."""


class Block(Registered):
    """What can stand in a stack: one layer, or several with branches.

    Attributes:
        offered: whether it can be added by hand.
    """

    offered: ClassVar[bool] = True

    @abstractmethod
    def draw(self, sketch: Sketch, name: str, source: str) -> str:
        """Add its layers.

        Args:
            sketch: receives them.
            name: what to call the last one, and what the others' names begin with.
            source: the layer before.

        Returns:
            The name of its last layer.
        """


class Layer(Block):
    """One Keras layer.

    Attributes:
        keras_class: its class in `keras.layers`.
    """

    keras_class: ClassVar[str]

    def draw(self, sketch: Sketch, name: str, source: str) -> str:
        """See Block."""
        return sketch.add(name, self, source)

    @abstractmethod
    def output_shape(self, *shapes: Shape) -> Shape:
        """The shape that it gives.

        Args:
            shapes: of its inputs.

        Raises:
            LayerError: it cannot take them; says why and what helps.
        """

    def weights(self, *shapes: Shape) -> tuple[Weight, ...]:  # noqa: ARG002
        """The arrays of numbers that it holds, for inputs of these shapes."""
        return ()

    def window(self) -> Window | None:
        """What it looks at for one position; None where that is the position itself, or everything."""
        return None

    def sees_everything(self) -> bool:
        """Whether each of its outputs depends on the whole image."""
        return False

    def arguments(self) -> dict[str, Any]:
        """What its Keras class is called with, without those that are Keras's own defaults."""
        return {}

    def build(self, name: str) -> "keras.layers.Layer":
        """Build the layer (imports Keras).

        Args:
            name: in the network.
        """
        import keras

        arguments = {key: _resolve(value) for key, value in self.arguments().items()}
        return getattr(keras.layers, self.keras_class)(**arguments, name=name)


class Weighted(Layer):
    """A layer that learns, with the ways to begin and to restrain its weights."""

    activation: Activation = Field(
        "relu", title=N_("Activation"), description=N_("What is done to each sum; linear: nothing.")
    )
    use_bias: bool = Field(True, title=N_("Bias"), description=N_("A number that is added to each sum."))
    kernel_initializer: Initializer = Field(
        "glorot_uniform",
        title=N_("Initialisation"),
        description=N_("Where the weights begin: Glorot for tanh and softmax, He for ReLU."),
    )
    l1: float = Field(0.0, ge=0, le=1, title="L1", description=N_("Pulls weights to exactly 0; 0 for none."),
        json_schema_extra={"scale": "log"})  # fmt: skip
    l2: float = Field(0.0, ge=0, le=1, title="L2", description=N_("Pulls large weights towards 0; 0 for none."),
        json_schema_extra={"scale": "log"})  # fmt: skip

    def shared_arguments(self, initializer: str = "kernel_initializer", regularizer: str = "kernel_regularizer") -> Any:  # noqa: ANN401
        """Those of Keras's arguments that all such layers have.

        Args:
            initializer: what Keras calls the first weights of its kernel here.
            regularizer: what Keras calls the restraint of its kernel here.
        """
        arguments: dict[str, Any] = {}
        if self.activation != "linear":
            arguments["activation"] = self.activation
        if not self.use_bias:
            arguments["use_bias"] = False
        if self.kernel_initializer != "glorot_uniform":
            arguments[initializer] = self.kernel_initializer
        if self.l1 or self.l2:
            strengths = {name: value for name, value in (("l1", self.l1), ("l2", self.l2)) if value}
            arguments[regularizer] = Call("regularizers.L1L2", strengths)
        return arguments

    def bias(self, units: int) -> tuple[Weight, ...]:
        """The bias, where it has one."""
        return (Weight((units,)),) if self.use_bias else ()


def need_image(shape: Shape) -> tuple[int, int, int]:
    """The shape, if it is that of an image.

    Raises:
        LayerError: it is flat.
    """
    if len(shape) != 3:
        text = _("It needs height × width × channels, and gets a row of {count} numbers. Move it before the {flat}.")
        raise LayerError(text.format(count=f"{shape[0]:,}", flat="Flatten / GlobalAveragePooling2D"))
    return shape[0], shape[1], shape[2]


def _resolve(value: Any) -> Any:  # noqa: ANN401
    if not isinstance(value, Call):
        return value
    import keras

    found: Any = keras
    for part in value.function.split("."):
        found = getattr(found, part)
    return found(**value.arguments)


LAYERS: Registry[Block] = Registry("layer")
