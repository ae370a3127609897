"""A deep network before training: what its first weights make of numbers on their way in, of errors on the way back."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lab.concepts.activation_functions import FUNCTIONS

Array = NDArray[np.float64]
SchemeName = Literal["zeros", "N(0, 1)", "N(0, 0.01)", "Glorot", "He"]
HiddenActivation = Literal["tanh", "relu"]
# So few that a product of them is not divided among threads, which wait long for one another on a busy server.
UNITS, SAMPLES = 64, 60
# Added to the variance before dividing by it, as in Keras.
EPSILON = 1e-3
# A smaller slope lets so little of the error through that the weights before it hardly move.
FLAT = 0.01


@dataclass(frozen=True)
class Design:
    """How a network is built; all its layers are alike.

    Attributes:
        scheme: from what its weights are drawn.
        activation: of every layer.
        layers: how many.
        batch_normalization: whether each layer's sums are normalised.
        gamma: what normalised sums are multiplied by.
        beta: what is added to them.
        residual: whether each layer's output is added to its input.
    """

    scheme: SchemeName
    activation: HiddenActivation
    layers: int
    batch_normalization: bool = False
    gamma: float = 1.0
    beta: float = 0.0
    residual: bool = False


@dataclass(frozen=True)
class Flow:
    """What goes through a network; of every layer, (SAMPLES, UNITS) unless said otherwise.

    Attributes:
        inputs: of the first layer.
        kernels: the weights, (UNITS, UNITS).
        outputs: what leaves each layer.
        output_gradients: the loss's derivatives by them.
        kernel_gradients: and by the weights, (UNITS, UNITS).
        flat_share: of all activations, that with a slope below 0.01, 0…1.
    """

    inputs: Array
    kernels: list[Array]
    outputs: list[Array]
    output_gradients: list[Array]
    kernel_gradients: list[Array]
    flat_share: float


def measure_deviation(scheme: SchemeName) -> float:
    """The standard deviation of a layer's first weights, all with mean 0.

    Glorot and Bengio, 2010: √(2 / (inputs + outputs)); He et al., 2015: √(2 / inputs).
    """
    glorot, he = float(np.sqrt(2 / (UNITS + UNITS))), float(np.sqrt(2 / UNITS))
    return {"zeros": 0.0, "N(0, 1)": 1.0, "N(0, 0.01)": 0.01, "Glorot": glorot, "He": he}[scheme]


def draw_error() -> Array:
    """The loss's derivatives by the last layer's outputs: an error of deviation 1, (SAMPLES, UNITS)."""
    return np.random.default_rng(1).standard_normal((SAMPLES, UNITS))


def run_through(design: Design) -> Flow:
    """Send normally distributed samples forward and an error of deviation 1 backward.

    Args:
        design: of the network.
    """
    generator = np.random.default_rng(0)
    inputs = generator.standard_normal((SAMPLES, UNITS))
    deviation = measure_deviation(design.scheme)
    kernels = [deviation * generator.standard_normal((UNITS, UNITS)) for _layer in range(design.layers)]
    layers = []
    last = inputs
    for kernel in kernels:
        layers.append(_Layer(design, kernel, last))
        last = layers[-1].outputs
    gradients = [draw_error()]
    kernel_gradients: list[Array] = []
    for layer in reversed(layers):
        by_kernel, by_inputs = layer.go_back(gradients[0])
        kernel_gradients.insert(0, by_kernel)
        gradients.insert(0, by_inputs)
    flat = float(np.mean([np.abs(layer.slopes) < FLAT for layer in layers]))
    outputs = [layer.outputs for layer in layers]
    return Flow(inputs, kernels, outputs, gradients[1:], kernel_gradients, flat)


class _Layer:
    """One layer with what came in: weights, normalisation, activation, shortcut."""

    def __init__(self, design: Design, kernel: Array, inputs: Array) -> None:
        self._design, self._kernel, self._inputs = design, kernel, inputs
        sums = inputs @ kernel
        if design.batch_normalization:
            self._deviation = np.sqrt(sums.var(axis=0) + EPSILON)
            self._normal = (sums - sums.mean(axis=0)) / self._deviation
            sums = design.gamma * self._normal + design.beta
        function = FUNCTIONS[design.activation]
        self.slopes = function.derivative(sums, 0.0)
        self.outputs = function.value(sums, 0.0) + (inputs if design.residual else 0.0)

    def go_back(self, gradient: Array) -> tuple[Array, Array]:
        """The derivatives by the weights and by the inputs, of those by the outputs."""
        by_sums = gradient * self.slopes
        if self._design.batch_normalization:
            # Ioffe and Szegedy, 2015, section 3: mean and deviation depend on every sample.
            share = np.mean(by_sums * self._normal, axis=0)
            centred = by_sums - by_sums.mean(axis=0) - self._normal * share
            by_sums = self._design.gamma / self._deviation * centred
        by_inputs = by_sums @ self._kernel.T
        return self._inputs.T @ by_sums, by_inputs + gradient if self._design.residual else by_inputs
