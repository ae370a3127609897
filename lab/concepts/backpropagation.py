"""Back-propagation: forward, then backward one factor of the chain rule at a time."""

from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from lab.concepts.activation_functions import Array
from lab.concepts.base import CONCEPTS, Concept, Preset, slider_over
from lab.concepts.chain_rule import NetworkWeights, UnitActivation
from lab.concepts.kernels import Weights
from lab.config import RunConfig
from lab.i18n import N_
from lab.optimizers.sgd import SGD

LAST_STEP = 12
COUNT = len(NetworkWeights._fields)
SLIDER: dict[str, Any] = {"widget": "slider"}


def input_field(default: float, title: str, description: str) -> float:
    """The field of a number that goes in, or should come out."""
    chosen: float = Field(default, ge=-2, le=2, title=title, description=description)
    return chosen


@CONCEPTS.register
class Backpropagation(Concept):
    """Two inputs, two hidden units, one output."""

    order: ClassVar[int] = 30
    title: ClassVar[str] = N_("Back-propagation")
    summary: ClassVar[str] = N_("The error walks back through the network, one factor of the chain rule at a time.")
    icon: ClassVar[str] = ":material/undo:"
    presets: ClassVar[tuple[Preset, ...]] = (
        Preset(N_("Every weight learns"), {"step": 11}),
        Preset(
            N_("Saturated: the factors are nearly 0"),
            {"step": 11, "weights": (6.0, 4.0, 3.0, -6.0, -3.0, -2.0, 5.0, 3.0, 2.0), "target": 0.0},
        ),
        Preset(
            N_("Dead ReLU: a factor of 0 cuts the chain"),
            {"step": 11, "activation": "relu", "weights": (0.4, -0.3, -2.0, 0.7, 0.5, 0.1, 0.6, 0.8, 0.1)},
        ),
    )
    setting: ClassVar[str] = "optimizer"
    lab_label: ClassVar[str] = N_("Train with plain gradient descent")
    name: Literal["backpropagation"] = "backpropagation"
    step: int = Field(
        8,
        ge=0,
        le=LAST_STEP,
        title=N_("Step"),
        description=N_("0 to 5 go forward to the loss, 6 to 11 come back, 12 moves the weights."),
        json_schema_extra=SLIDER,
    )
    x_1: float = input_field(1.0, N_("Input x₁"), N_("The first number that goes in."))
    x_2: float = input_field(-0.5, N_("Input x₂"), N_("The second number that goes in."))
    target: float = input_field(1.0, N_("Target t"), N_("What should come out."))
    activation: UnitActivation = Field(
        "sigmoid", title=N_("Activation"), description=N_("Of all three units; its slope is a factor of the chain.")
    )
    learning_rate: float = Field(
        0.5,
        ge=0.01,
        le=1,
        title=N_("Learning rate"),
        description=N_("By how much of its gradient each weight moves."),
        json_schema_extra=slider_over(0.01, 0.1, 0.5, 1.0),
    )
    weights: Weights = Field(
        (0.8, -0.4, 0.1, -0.5, 0.9, 0.2, 1.2, -0.7, 0.3),
        min_length=COUNT,
        max_length=COUNT,
        title=N_("Weights"),
        description=N_("w₁, w₂ and b₁ of the first hidden unit, those of the second, those of the output."),
        json_schema_extra={"hidden": True},
    )

    @property
    def network(self) -> NetworkWeights:
        """The weights by their names."""
        return NetworkWeights(*self.weights)

    @property
    def inputs(self) -> Array:
        """x₁ and x₂, (2,)."""
        return np.array([self.x_1, self.x_2])

    def fill_in(self, draft: RunConfig) -> RunConfig:
        """Plain gradient descent with this learning rate."""
        return draft.model_copy(update={"optimizer": SGD(learning_rate=self.learning_rate)})


def move_weights(weights: NetworkWeights, gradient: NetworkWeights, learning_rate: float) -> NetworkWeights:
    """One step of gradient descent.

    Args:
        weights: before.
        gradient: of the loss, by each.
        learning_rate: above 0.
    """
    return NetworkWeights(*(np.array(weights) - learning_rate * np.array(gradient)).tolist())
