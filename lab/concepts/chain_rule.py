"""Back-propagation through two hidden units and an output, number by number (Rumelhart, Hinton and Williams, 1986)."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from lab.concepts.activation_functions import FUNCTIONS, Array

UnitActivation = Literal["sigmoid", "tanh", "relu"]
# Central differences: their error is of the order of its square.
STEP = 1e-5


class NetworkWeights(NamedTuple):
    """What the network learns.

    Attributes:
        w_1: from x₁ to the first hidden unit.
        w_2: from x₂ to the first.
        b_1: bias of the first.
        w_3: from x₁ to the second hidden unit.
        w_4: from x₂ to the second.
        b_2: bias of the second.
        v_1: from the first hidden unit to the output.
        v_2: from the second.
        b_3: bias of the output.
    """

    w_1: float
    w_2: float
    b_1: float
    w_3: float
    w_4: float
    b_2: float
    v_1: float
    v_2: float
    b_3: float


@dataclass(frozen=True)
class Forward:
    """What goes forward.

    Attributes:
        z: sums of the two hidden units, then of the output, (3,).
        a: their outputs, (3,); the last one is the network's answer.
        slope: of the activation at each sum, (3,).
        loss: half of the squared error.
    """

    z: Array
    a: Array
    slope: Array
    loss: float


@dataclass(frozen=True)
class Backward:
    """What comes back: derivatives of the loss.

    Attributes:
        by_a: by the outputs of the two hidden units, then by the network's, (3,).
        by_z: by their sums, (3,).
        by_weights: by each weight and bias.
    """

    by_a: Array
    by_z: Array
    by_weights: NetworkWeights


def run_forward(weights: NetworkWeights, inputs: Array, target: float, activation: UnitActivation) -> Forward:
    """From the inputs to the loss.

    Args:
        weights: of the network.
        inputs: x₁ and x₂, (2,).
        target: what the output should be.
        activation: of all three units.
    """
    function = FUNCTIONS[activation]
    hidden = np.array([weights.w_1, weights.w_2, weights.w_3, weights.w_4]).reshape(2, 2) @ inputs
    hidden = hidden + [weights.b_1, weights.b_2]
    a_1, a_2 = function.value(hidden, 0)
    z = np.append(hidden, weights.v_1 * a_1 + weights.v_2 * a_2 + weights.b_3)
    a = function.value(z, 0)
    return Forward(z, a, function.derivative(z, 0), float((a[2] - target) ** 2 / 2))


def run_backward(weights: NetworkWeights, inputs: Array, target: float, forward: Forward) -> Backward:
    """From the loss to every weight, one factor of the chain rule at a time.

    Args:
        weights: of the network.
        inputs: x₁ and x₂, (2,).
        target: what the output should be.
        forward: what these gave.
    """
    by_answer = forward.a[2] - target
    by_sum = by_answer * forward.slope[2]
    by_a = np.array([by_sum * weights.v_1, by_sum * weights.v_2, by_answer])
    by_z = by_a * forward.slope
    first, second, last = by_z.tolist()
    x_1, x_2 = inputs.tolist()
    a_1, a_2, _answer = forward.a.tolist()
    by_weights = NetworkWeights(
        first * x_1, first * x_2, first, second * x_1, second * x_2, second, last * a_1, last * a_2, last
    )
    return Backward(by_a, by_z, by_weights)


def measure_gradient(
    weights: NetworkWeights, inputs: Array, target: float, activation: UnitActivation
) -> NetworkWeights:
    """The same derivatives without the chain rule: move each weight a little both ways and see what the loss does."""
    found = []
    for place in range(len(weights)):
        moved = np.zeros(len(weights))
        moved[place] = STEP
        after, before = (
            run_forward(NetworkWeights(*(np.array(weights) + sign * moved)), inputs, target, activation).loss
            for sign in (1, -1)
        )
        found.append((after - before) / (2 * STEP))
    return NetworkWeights(*found)
