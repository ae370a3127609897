"""Gradient descent and its repairs over two weights, step by step, by Keras's formulas."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from lab.concepts.surfaces import Array, Surface

OptimizerName = Literal["SGD", "Momentum", "Nesterov", "AdaGrad", "RMSProp", "Adam"]
Memory = dict[str, Array]
RHO, BETA_1, BETA_2 = 0.9, 0.9, 0.999
FIRST_SQUARES, EPSILON = 0.1, 1e-7
# Farther out nothing comes back.
FARTHEST = 1e4


@dataclass(frozen=True)
class Step:
    """What one step did; arrays are (2,).

    Attributes:
        number: from 1.
        weights: before.
        gradient: of the batch at them.
        memory: what the optimizer kept, before.
        next_memory: and afterwards.
        next_weights: afterwards.
    """

    number: int
    weights: Array
    gradient: Array
    memory: Memory
    next_memory: Memory
    next_weights: Array


@dataclass(frozen=True)
class Rates:
    """The settings of a step.

    Attributes:
        learning_rate: η, above 0.
        momentum: μ, 0…1, for Momentum and Nesterov.
    """

    learning_rate: float
    momentum: float


Update = Callable[[Array, Array, Memory, Rates, int], tuple[Array, Memory]]


def _update_sgd(weights: Array, gradient: Array, memory: Memory, rates: Rates, _number: int) -> tuple[Array, Memory]:
    """Robbins and Monro, 1951."""
    return weights - rates.learning_rate * gradient, memory


def _update_momentum(
    weights: Array, gradient: Array, memory: Memory, rates: Rates, _number: int
) -> tuple[Array, Memory]:
    """Polyak, 1964."""
    velocity = rates.momentum * memory["m"] - rates.learning_rate * gradient
    return weights + velocity, {"m": velocity}


def _update_nesterov(
    weights: Array, gradient: Array, memory: Memory, rates: Rates, _number: int
) -> tuple[Array, Memory]:
    """Nesterov, 1983, in the form of Sutskever et al., 2013, that Keras has."""
    velocity = rates.momentum * memory["m"] - rates.learning_rate * gradient
    return weights + rates.momentum * velocity - rates.learning_rate * gradient, {"m": velocity}


def _update_adagrad(
    weights: Array, gradient: Array, memory: Memory, rates: Rates, _number: int
) -> tuple[Array, Memory]:
    """Duchi, Hazan and Singer, 2011."""
    squares = memory["v"] + gradient**2
    return weights - rates.learning_rate * gradient / np.sqrt(squares + EPSILON), {"v": squares}


def _update_rmsprop(
    weights: Array, gradient: Array, memory: Memory, rates: Rates, _number: int
) -> tuple[Array, Memory]:
    """Tieleman and Hinton, 2012."""
    squares = RHO * memory["v"] + (1 - RHO) * gradient**2
    return weights - rates.learning_rate * gradient / np.sqrt(squares + EPSILON), {"v": squares}


def _update_adam(weights: Array, gradient: Array, memory: Memory, rates: Rates, number: int) -> tuple[Array, Memory]:
    """Kingma and Ba, 2015, with the two corrections drawn together, as at the end of its section 2."""
    mean = BETA_1 * memory["m"] + (1 - BETA_1) * gradient
    squares = BETA_2 * memory["v"] + (1 - BETA_2) * gradient**2
    rate = correct_rate(rates.learning_rate, number)
    return weights - rate * mean / (np.sqrt(squares) + EPSILON), {"m": mean, "v": squares}


def correct_rate(learning_rate: float, number: int) -> float:
    """Adam's learning rate at a step, corrected for means that began at zero.

    Args:
        learning_rate: η.
        number: of the step, from 1.
    """
    return float(learning_rate * np.sqrt(1 - BETA_2**number) / (1 - BETA_1**number))


UPDATES: dict[OptimizerName, Update] = {
    "SGD": _update_sgd,
    "Momentum": _update_momentum,
    "Nesterov": _update_nesterov,
    "AdaGrad": _update_adagrad,
    "RMSProp": _update_rmsprop,
    "Adam": _update_adam,
}


def descend(
    surface: Surface, optimizer: OptimizerName, rates: Rates, start: tuple[float, ...], pulls: Iterable[Array]
) -> list[Step]:
    """Walk down a surface.

    Args:
        surface: to walk on.
        optimizer: by name.
        rates: its settings.
        start: the two weights at the beginning.
        pulls: for each step what its batch adds to the surface's gradient, (2,).

    Returns:
        The steps; fewer than asked for where they lead out of all bounds.
    """
    weights = np.array(start)
    memory = {"m": np.zeros(2), "v": np.full(2, FIRST_SQUARES if optimizer == "AdaGrad" else 0.0)}
    steps: list[Step] = []
    for number, pull in enumerate(pulls, 1):
        gradient = surface.gradient(weights) + pull
        after, kept = UPDATES[optimizer](weights, gradient, memory, rates, number)
        if not np.all(np.abs(after) < FARTHEST):
            break
        steps.append(Step(number, weights, gradient, memory, {**memory, **kept}, after))
        weights, memory = after, steps[-1].next_memory
    return steps
