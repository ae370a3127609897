"""Activation functions and their derivatives, as Keras defines them."""

from collections.abc import Callable
from math import erf, pi, sqrt
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
FunctionName = Literal["sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "linear"]
_erf = np.vectorize(erf, otypes=[np.float64])


class ActivationFunction(NamedTuple):
    """A function of each sum by itself; both take the sums and α, which most leave aside, and keep the shape.

    Attributes:
        value: the output.
        derivative: of the output by the sum; at a corner that of the right side, but of ReLU's zero as Keras: 0.
        formula: in LaTeX.
    """

    value: Callable[[Array, float], Array]
    derivative: Callable[[Array, float], Array]
    formula: str


def sigmoid(z: Array) -> Array:
    """1 / (1 + e⁻ᶻ), written so that nothing overflows."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * z)))


def softmax(scores: Array, temperature: float = 1.0) -> Array:
    """Probabilities from scores.

    Args:
        scores: of any shape; the classes are along the last axis.
        temperature: above 0; low ones sharpen, high ones level.

    Returns:
        Of the same shape, each row with the sum 1.
    """
    scaled = scores / temperature
    powers = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def _gelu_derivative(z: Array, _alpha: float) -> Array:
    return np.asarray(0.5 * (1 + _erf(z / sqrt(2))) + z * np.exp(-(z**2) / 2) / sqrt(2 * pi))


# Sources: ReLU Nair and Hinton 2010; leaky ReLU Maas et al. 2013; ELU Clevert et al. 2016, arXiv:1511.07289; GELU
# Hendrycks and Gimpel 2016, arXiv:1606.08415, not the approximation by tanh.
FUNCTIONS: dict[FunctionName, ActivationFunction] = {
    "sigmoid": ActivationFunction(
        lambda z, _alpha: sigmoid(z), lambda z, _alpha: sigmoid(z) * (1 - sigmoid(z)), r"\frac{1}{1 + e^{-z}}"
    ),
    "tanh": ActivationFunction(
        lambda z, _alpha: np.asarray(np.tanh(z)), lambda z, _alpha: np.asarray(1 - np.tanh(z) ** 2), r"\tanh z"
    ),
    "relu": ActivationFunction(
        lambda z, _alpha: np.maximum(z, 0), lambda z, _alpha: (z > 0).astype(np.float64), r"\max(0, z)"
    ),
    "leaky_relu": ActivationFunction(
        lambda z, alpha: np.where(z >= 0, z, alpha * z),
        lambda z, alpha: np.where(z >= 0, 1.0, alpha),
        r"\max(\alpha z, z)",
    ),
    "elu": ActivationFunction(
        lambda z, alpha: np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0))),
        lambda z, alpha: np.where(z > 0, 1.0, alpha * np.exp(np.minimum(z, 0))),
        r"z \text{ if } z > 0, \text{ else } \alpha (e^z - 1)",
    ),
    "gelu": ActivationFunction(
        lambda z, _alpha: np.asarray(0.5 * z * (1 + _erf(z / sqrt(2)))), _gelu_derivative, r"z \, \Phi(z)"
    ),
    "linear": ActivationFunction(lambda z, _alpha: z, lambda z, _alpha: np.ones_like(z), "z"),
}
