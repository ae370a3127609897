"""One neuron: a weighted sum, a bias, an activation; and how it learns (Rosenblatt, 1958; Widrow and Hoff, 1960)."""

from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from lab.architectures.perceptron import Perceptron
from lab.concepts.base import CONCEPTS, Concept, Preset, slider_over
from lab.concepts.points import Kind, Labels, Points, kind_field
from lab.config import RunConfig
from lab.i18n import N_

NeuronActivation = Literal["step", "sigmoid", "tanh", "relu", "linear"]
LARGEST_WEIGHT, WEIGHT_STEP = 10.0, 0.05
SLIDER: dict[str, Any] = {"widget": "slider", "step": WEIGHT_STEP}
COUNT = 120
# The output at which the neuron changes its mind.
LEVELS: dict[NeuronActivation, float] = {"step": 0.5, "sigmoid": 0.5, "tanh": 0.0, "relu": 0.5, "linear": 0.5}

Array = NDArray[np.float64]


class Weights(NamedTuple):
    """What a neuron has learned.

    Attributes:
        weight_1: of x₁.
        weight_2: of x₂.
        bias: is added to the weighted sum.
    """

    weight_1: float
    weight_2: float
    bias: float


@CONCEPTS.register
class Neuron(Concept):
    """One neuron over two inputs."""

    order: ClassVar[int] = 0
    title: ClassVar[str] = N_("Neuron")
    summary: ClassVar[str] = N_("Weights, a bias and an activation draw one straight line. See what it can part.")
    icon: ClassVar[str] = ":material/scatter_plot:"
    presets: ClassVar[tuple[Preset, ...]] = (
        Preset(N_("Two blobs: one line will do"), {"weight_1": -1.5, "weight_2": 1.0, "bias": 0.5}),
        Preset(N_("XOR: no line will do"), {"data": "XOR"}),
        Preset(N_("Bias too high: it always fires"), {"activation": "step", "bias": 8.0}),
    )
    setting: ClassVar[str] = "architecture"
    lab_label: ClassVar[str] = N_("Train one neuron a class on images")
    name: Literal["neuron"] = "neuron"
    data: Kind = kind_field("blobs")
    noise: float = Field(
        0.3,
        ge=0,
        le=1,
        title=N_("Noise"),
        description=N_("How far each point is moved at random."),
    )
    weight_1: float = Field(
        0.4,
        ge=-LARGEST_WEIGHT,
        le=LARGEST_WEIGHT,
        title=N_("Weight w₁"),
        description=N_("How much x₁ counts; below zero it speaks against."),
        json_schema_extra=SLIDER,
    )
    weight_2: float = Field(
        1.2,
        ge=-LARGEST_WEIGHT,
        le=LARGEST_WEIGHT,
        title=N_("Weight w₂"),
        description=N_("How much x₂ counts; together the weights turn the line."),
        json_schema_extra=SLIDER,
    )
    bias: float = Field(
        0.5,
        ge=-LARGEST_WEIGHT,
        le=LARGEST_WEIGHT,
        title=N_("Bias b"),
        description=N_("Added to the sum: the higher, the less it takes to fire. The threshold is −b."),
        json_schema_extra=SLIDER,
    )
    activation: NeuronActivation = Field(
        "sigmoid", title=N_("Activation"), description=N_("What becomes of the sum: the neuron's output.")
    )
    learning_rate: float = Field(
        0.3,
        ge=0.001,
        le=10,
        title=N_("Learning rate"),
        description=N_("How far each step goes. Ten times too large diverges, ten times too small crawls."),
        json_schema_extra=slider_over(0.01, 0.03, 0.1, 0.3, 1.0, 3.0),
    )

    @property
    def weights(self) -> Weights:
        """As the sliders stand."""
        return Weights(self.weight_1, self.weight_2, self.bias)

    def fill_in(self, draft: RunConfig) -> RunConfig:
        """The single-layer perceptron: such a neuron for each class."""
        return draft.model_copy(update={"architecture": Perceptron()})


def weigh(weights: Weights, points: Points) -> Array:
    """The weighted sums with the bias.

    Args:
        weights: of the neuron.
        points: (count, 2).

    Returns:
        (count,): w₁x₁ + w₂x₂ + b.
    """
    return np.asarray(points @ np.array(weights[:2]) + weights.bias)


def activate(sums: Array, activation: NeuronActivation) -> Array:
    """The outputs.

    Args:
        sums: of any shape.
        activation: by name; "step" gives 0 below zero and 1 from there on.

    Returns:
        Of the same shape.
    """
    if activation == "sigmoid":
        return 0.5 * (1 + np.tanh(0.5 * sums))
    if activation == "tanh":
        return np.asarray(np.tanh(sums))
    if activation == "relu":
        return np.maximum(sums, 0)
    return (sums >= 0).astype(np.float64) if activation == "step" else sums


def measure_accuracy(weights: Weights, points: Points, labels: Labels, activation: NeuronActivation) -> float:
    """The share of points on their side of the line, 0…1."""
    fires = activate(weigh(weights, points), activation) >= LEVELS[activation]
    return float(np.mean(fires == (labels == 1)))


def train_step(
    weights: Weights, points: Points, labels: Labels, activation: NeuronActivation, learning_rate: float
) -> Weights:
    """One step of gradient descent over all points.

    With the sigmoid it lowers the mean cross-entropy, which makes the neuron a logistic regression; with the step it is
    the perceptron's rule, since a step has no slope; else it lowers half the mean squared error.

    Args:
        weights: before.
        points: (count, 2).
        labels: (count,), 0 or 1.
        activation: of the neuron.
        learning_rate: above 0.

    Returns:
        The weights afterwards.
    """
    error = _error(weigh(weights, points), labels, activation)
    change = learning_rate * np.append(error @ points, error.sum()) / len(labels)
    return Weights(*(np.array(weights) - change).tolist())


def _error(sums: Array, labels: Labels, activation: NeuronActivation) -> Array:
    """The derivative of each point's loss by its sum."""
    outputs = activate(sums, activation)
    if activation == "tanh":
        return np.asarray((outputs - (2 * labels - 1)) * (1 - outputs**2))
    if activation == "relu":
        return np.asarray((outputs - labels) * (sums > 0))
    return np.asarray(outputs - labels)
