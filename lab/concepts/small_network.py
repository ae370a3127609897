"""A small network with one output, trained by mini-batches: what the playground does in the browser, in NumPy."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lab.concepts.activation_functions import FUNCTIONS, FunctionName, sigmoid
from lab.concepts.points import Labels, Points

Array = NDArray[np.float64]
INPUTS = 2
# So near to 0 and 1 the logarithm is cut off, as Keras does.
EPSILON = 1e-7


@dataclass(frozen=True)
class SmallNetwork:
    """Dense layers from two inputs to one probability.

    Attributes:
        kernels: of each layer, (inputs, units).
        biases: of each layer, (units,).
        activation: of the hidden layers; the output's is the sigmoid.
    """

    kernels: tuple[Array, ...]
    biases: tuple[Array, ...]
    activation: FunctionName


def make_network(layers: int, units: int, activation: FunctionName, seed: int) -> SmallNetwork:
    """A network before training: kernels after He et al. 2015 for ReLU, else after Glorot and Bengio 2010; biases zero.

    Args:
        layers: how many hidden ones, 0 and more.
        units: in each of them.
        activation: of the hidden layers.
        seed: the same gives the same kernels.
    """
    generator = np.random.default_rng(seed)
    sizes = [INPUTS, *[units] * layers, 1]
    kernels: list[Array] = []
    for inputs, outputs in zip(sizes, sizes[1:], strict=False):
        is_he = activation == "relu" and len(kernels) < layers
        limit = np.sqrt(6 / (inputs if is_he else inputs + outputs))
        kernels.append(generator.uniform(-limit, limit, (inputs, outputs)))
    return SmallNetwork(tuple(kernels), tuple(np.zeros(outputs) for outputs in sizes[1:]), activation)


def run_network(network: SmallNetwork, points: Points) -> list[Array]:
    """The outputs of every layer.

    Args:
        network: any.
        points: (count, 2).

    Returns:
        (count, units) for each hidden layer, at the end the probabilities (count, 1) of class 1.
    """
    return [output for _sums, output in _run(network, points)]


def measure_loss(network: SmallNetwork, points: Points, labels: Labels) -> float:
    """The mean binary cross-entropy, without regularisation."""
    outputs = np.clip(run_network(network, points)[-1][:, 0], EPSILON, 1 - EPSILON)
    return float(-np.mean(np.log(np.where(labels == 1, outputs, 1 - outputs))))


def measure_accuracy(network: SmallNetwork, points: Points, labels: Labels) -> float:
    """The share of points on the right side of 0.5, 0…1."""
    return float(np.mean((run_network(network, points)[-1][:, 0] > 0.5) == (labels == 1)))


def train_batch(
    network: SmallNetwork, points: Points, labels: Labels, learning_rate: float, l1: float = 0.0, l2: float = 0.0
) -> SmallNetwork:
    """One step of stochastic gradient descent: back-propagation of the mean cross-entropy over a batch.

    Args:
        network: before.
        points: of the batch, (count, 2).
        labels: (count,), 0 or 1.
        learning_rate: above 0.
        l1: times the sum of the kernels' magnitudes is added to the loss.
        l2: times the sum of the kernels' squares.

    Returns:
        The network afterwards.
    """
    derivative = FUNCTIONS[network.activation].derivative
    steps = _run(network, points)
    inputs = [points, *(output for _sums, output in steps[:-1])]
    error = (steps[-1][1] - labels[:, None]) / len(labels)
    kernels, biases = list(network.kernels), list(network.biases)
    for layer in reversed(range(len(kernels))):
        kernel = network.kernels[layer]
        gradient = inputs[layer].T @ error + l1 * np.sign(kernel) + 2 * l2 * kernel
        kernels[layer] = kernel - learning_rate * gradient
        biases[layer] = network.biases[layer] - learning_rate * error.sum(axis=0)
        if layer:
            error = (error @ kernel.T) * derivative(steps[layer - 1][0], 0.0)
    return SmallNetwork(tuple(kernels), tuple(biases), network.activation)


def _run(network: SmallNetwork, points: Points) -> list[tuple[Array, Array]]:
    """Sums and outputs of every layer."""
    value = FUNCTIONS[network.activation].value
    found: list[tuple[Array, Array]] = []
    last = points
    for layer, (kernel, bias) in enumerate(zip(network.kernels, network.biases, strict=True), 1):
        sums = last @ kernel + bias
        last = sigmoid(sums) if layer == len(network.kernels) else value(sums, 0.0)
        found.append((sums, last))
    return found
