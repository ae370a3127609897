"""Activation functions: curve, slope, and what a layer of them does to the numbers that come in."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from lab.architectures.mlp import MLP, HiddenLayer
from lab.concepts.activation_functions import FUNCTIONS, Array, FunctionName
from lab.concepts.base import CONCEPTS, Concept, Preset
from lab.config import RunConfig
from lab.i18n import N_

UNITS, SAMPLES = 100, 200
# A smaller slope lets so little of the error through that the weights before it hardly move.
FLAT = 0.01
LARGEST_SCORE = 6.0


def score_field(default: float, title: str) -> float:
    """The field of one class's score."""
    chosen: float = Field(
        default,
        ge=-LARGEST_SCORE,
        le=LARGEST_SCORE,
        title=title,
        description=N_("What the output layer gives before softmax."),
    )
    return chosen


@CONCEPTS.register
class Activations(Concept):
    """One activation function at a time."""

    order: ClassVar[int] = 5
    title: ClassVar[str] = N_("Activation functions")
    summary: ClassVar[str] = N_("Curve and slope, what becomes of a layer's numbers, and when units stop to learn.")
    icon: ClassVar[str] = ":material/timeline:"
    presets: ClassVar[tuple[Preset, ...]] = (
        Preset(N_("ReLU: half is zero, the rest passes"), {"function": "relu"}),
        Preset(N_("Sigmoid, saturated: no slope left"), {"function": "sigmoid", "z": 5.0, "spread": 6.0}),
        Preset(N_("Dead units: ReLU with far too low sums"), {"function": "relu", "z": -3.0, "shift": -4.0}),
        Preset(N_("Softmax: scores become probabilities"), {"function": "softmax"}),
    )
    setting: ClassVar[str] = "architecture"
    lab_label: ClassVar[str] = N_("Train with this activation on images")
    name: Literal["activations"] = "activations"
    function: Literal["sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "softmax"] = Field(
        "tanh", title=N_("Function"), description=N_("What a neuron does to its weighted sum.")
    )
    z: float = Field(1.0, ge=-6, le=6, title=N_("Sum z"), description=N_("Where to read the curve and its slope."))
    alpha: float = Field(
        0.3, ge=0, le=2, title=N_("Alpha"), description=N_("The slope below zero of leaky ReLU; the depth of ELU.")
    )
    spread: float = Field(
        1.5,
        ge=0.1,
        le=10,
        title=N_("Spread of the sums"),
        description=N_("The standard deviation of what arrives: it grows with the weights before the layer."),
    )
    shift: float = Field(
        0.0,
        ge=-6,
        le=6,
        title=N_("Mean of the sums"),
        description=N_("Where the layer's sums lie on average: a too large step on the biases can move them far away."),
    )
    score_1: float = score_field(2.0, N_("Score of class 1"))
    score_2: float = score_field(1.0, N_("Score of class 2"))
    score_3: float = score_field(0.5, N_("Score of class 3"))
    score_4: float = score_field(-1.0, N_("Score of class 4"))
    temperature: float = Field(
        1.0,
        ge=0.1,
        le=10,
        title=N_("Temperature"),
        description=N_("Divides the scores: below 1 the largest takes all, far above all become alike."),
    )

    @property
    def scores(self) -> Array:
        """The scores of the four classes."""
        return np.array([self.score_1, self.score_2, self.score_3, self.score_4])

    def controls(self) -> tuple[str, ...]:
        """Scores and temperature for softmax; for the others what they look at."""
        if self.function == "softmax":
            return ("function", "score_1", "score_2", "score_3", "score_4", "temperature")
        alpha = ("alpha",) if self.function in ("leaky_relu", "elu") else ()
        return ("function", "z", *alpha, "spread", "shift")

    def fill_in(self, draft: RunConfig) -> RunConfig:
        """The course's perceptron with this activation in its hidden layers; softmax stays where it belongs."""
        if self.function == "softmax":
            return draft.model_copy(update={"architecture": MLP()})
        layers = tuple(HiddenLayer(units=one.units, activation=self.function) for one in MLP().hidden_layers)
        return draft.model_copy(update={"architecture": MLP(hidden_layers=layers)})


@dataclass(frozen=True)
class LayerOutputs:
    """What a layer does to the sums that arrive.

    Attributes:
        sums: (samples, units).
        outputs: of the same shape.
        flat_share: of all outputs, that at which the slope is below 0.01, 0…1.
        dead_units: units whose slope is below that for every sample: they learn nothing any more.
    """

    sums: Array
    outputs: Array
    flat_share: float
    dead_units: int


def run_layer(function: FunctionName, alpha: float, spread: float, shift: float) -> LayerOutputs:
    """Send normally distributed sums through a layer; every unit has a mean of its own.

    Args:
        function: of the layer.
        alpha: for leaky ReLU and ELU.
        spread: standard deviation of the sums.
        shift: their mean.
    """
    generator = np.random.default_rng(0)
    # Half of the variance is between the units, half between the samples.
    noise = generator.standard_normal((1, UNITS)) + generator.standard_normal((SAMPLES, UNITS))
    sums = shift + spread * noise / np.sqrt(2)
    is_flat = np.abs(FUNCTIONS[function].derivative(sums, alpha)) < FLAT
    dead = int(is_flat.all(axis=0).sum())
    return LayerOutputs(sums, FUNCTIONS[function].value(sums, alpha), float(is_flat.mean()), dead)
