"""Initialisation and normalisation: whether numbers and errors survive the way through many layers."""

from typing import ClassVar, Literal

from pydantic import Field

from lab.architectures.custom import Custom
from lab.concepts.base import CONCEPTS, Concept, Preset
from lab.concepts.deep_network import UNITS, Design, HiddenActivation, SchemeName
from lab.config import RunConfig
from lab.i18n import N_
from lab.layers.base import Block, Initializer
from lab.layers.convolution import Conv2D
from lab.layers.dense import Dense, Flatten
from lab.layers.pooling import GlobalAveragePooling2D
from lab.layers.regularization import ActivationLayer, BatchNormalization
from lab.layers.residual import ResidualBlock
from lab.network import StackItem

FILTERS = 16
# What the lab has no name for begins there as the nearest that it has.
INITIALIZERS: dict[SchemeName, Initializer] = {"Glorot": "glorot_normal", "He": "he_normal"}


@CONCEPTS.register
class Initialisation(Concept):
    """A deep network before its first step."""

    order: ClassVar[int] = 60
    title: ClassVar[str] = N_("Initialisation and normalisation")
    summary: ClassVar[str] = N_("First weights too small or too large end learning before it begins; see what helps.")
    icon: ClassVar[str] = ":material/stacked_line_chart:"
    presets: ClassVar[tuple[Preset, ...]] = (
        Preset(N_("He with ReLU: every layer alike"), {"scheme": "He", "activation": "relu"}),
        Preset(N_("N(0, 0.01): everything fades"), {}),
        Preset(N_("N(0, 1) with tanh: saturated"), {"scheme": "N(0, 1)"}),
        Preset(N_("Batch normalisation to the rescue"), {"batch_normalization": True}),
    )
    setting: ClassVar[str] = "architecture"
    lab_label: ClassVar[str] = N_("Train such layers on images")
    name: Literal["initialisation"] = "initialisation"
    scheme: SchemeName = Field(
        "N(0, 0.01)", title=N_("First weights"), description=N_("All zero, or drawn at random: mean, deviation.")
    )
    activation: HiddenActivation = Field(
        "tanh", title=N_("Activation"), description=N_("Glorot's weights are made for tanh, He's for ReLU.")
    )
    layers: int = Field(
        8,
        ge=2,
        le=20,
        title=N_("Layers"),
        description=N_("Each multiplies anew: what is a little off in one is far off after many."),
        json_schema_extra={"widget": "slider"},
    )
    batch_normalization: bool = Field(
        False,
        title=N_("Batch normalisation"),
        description=N_("Brings each unit's sums to mean 0 and deviation 1 over the batch, then to β and γ."),
    )
    gamma: float = Field(
        1.0,
        ge=0,
        le=3,
        title="γ",
        description=N_("The deviation of the sums after normalisation; learned in training."),
    )
    beta: float = Field(
        0.0, ge=-3, le=3, title="β", description=N_("Their mean after normalisation; learned in training as well.")
    )
    residual: bool = Field(
        False,
        title=N_("Residual connection"),
        description=N_("Each layer's input is added to its output: errors come back past the weights."),
    )

    def controls(self) -> tuple[str, ...]:
        """With normalisation its two numbers as well."""
        learned = ("gamma", "beta") if self.batch_normalization else ()
        return ("scheme", "activation", "layers", "batch_normalization", *learned, "residual")

    def design(self, *, residual: bool | None = None) -> Design:
        """The network to look at.

        Args:
            residual: instead of the chosen one.
        """
        values = self.model_dump(exclude={"name"})
        return Design(**{**values, "residual": self.residual if residual is None else residual})

    def fill_in(self, draft: RunConfig) -> RunConfig:
        """As many layers that begin alike; with residual connections as convolutions, two a block."""
        begin: Initializer = INITIALIZERS.get(self.scheme, "random_normal")
        stack = self._stack_residual(begin) if self.residual else self._stack_dense(begin)
        items = tuple(StackItem(block=block) for block in stack)
        return draft.model_copy(update={"architecture": Custom(layers=items)})

    def _stack_residual(self, begin: Initializer) -> list[Block]:
        blocks = [ResidualBlock(filters=FILTERS, kernel_initializer=begin) for _block in range(self.layers // 2)]
        return [Conv2D(filters=FILTERS, kernel_initializer=begin), *blocks, GlobalAveragePooling2D()]

    def _stack_dense(self, begin: Initializer) -> list[Block]:
        if not self.batch_normalization:
            dense = Dense(units=UNITS, activation=self.activation, kernel_initializer=begin)
            return [Flatten(), *[dense] * self.layers]
        sums = Dense(units=UNITS, activation="linear", kernel_initializer=begin)
        layer: list[Block] = [sums, BatchNormalization(), ActivationLayer(activation=self.activation)]
        return [Flatten(), *layer * self.layers]
