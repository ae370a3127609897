"""Looks into the layers of a network: histograms, gradients, dead units."""

import math
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from lab.datasets.subset import Subset
from lab.runs.insight import BINS
from lab.scaling import Scaler
from lab.worker.model_layers import KERNELS

# Of each layer and kind: a histogram of more looks the same.
MOST_SAMPLED = 20_000
# What the outputs of all layers may take at a time; a frozen base needs far less in training.
MOST_OUTPUT_BYTES = 256_000_000
Arrays = dict[str, NDArray[Any]]


class LayerProbe:
    """Looks into every layer with a kernel, and into every ReLU, on images that are always the same.

    The gradient is that of the loss alone, without L1 and L2: what the images ask of each layer.

    Args:
        model: the network.
        loss: what `model.compile(loss=…)` takes.
        batch: the images, unscaled, with labels.
        scaler: the run's.
        batch_size: no more images are taken at a time, as so many fit into memory in training.
    """

    def __init__(self, model: Any, loss: Any, batch: Subset, scaler: Scaler, batch_size: int) -> None:  # noqa: ANN401
        self._layers = [layer for layer in model.layers if _find_kernels(layer) or _is_rectified(layer)]
        self._model = keras.Model(model.input, [*(layer.output for layer in self._layers), model.output])
        self._loss = keras.losses.get(loss)
        self._batch = batch
        self._scaler = scaler
        image_bytes = 4 * sum(math.prod(layer.output.shape[1:]) for layer in self._layers)
        self._size = max(1, min(batch_size, MOST_OUTPUT_BYTES // image_bytes))

    def look(self) -> Arrays:
        """The part of `lab.runs.insight.Look` that is about layers, by its names."""
        seen = [_SeenLayer(layer) for layer in self._layers]
        kernels = [kernel.value for one in seen for kernel in one.trained]
        gradients = [tf.zeros_like(kernel) for kernel in kernels]
        pieces = [self._batch.choose(slice(at, at + self._size)) for at in range(0, len(self._batch), self._size)]
        for piece in pieces:
            outputs, found = self._pass(piece, kernels)
            share = len(piece) / len(self._batch)
            gradients = [total + share * one for total, one in zip(gradients, found, strict=True)]
            for one, output in zip(seen, outputs, strict=True):
                one.take_output(output, MOST_SAMPLED // len(pieces))
        left = iter(gradients)
        for one in seen:
            one.gradients = [next(left) for _kernel in one.trained]
        return _write(seen)

    def _pass(self, piece: Subset, kernels: list[Any]) -> tuple[list[Any], list[Any]]:
        """The outputs of the layers, and the gradients of the mean loss by the kernels."""
        inputs = self._scaler.apply(tf.cast(piece.take(), tf.float32))
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(kernels)
            *outputs, probabilities = self._model(inputs, training=False)
            loss = tf.reduce_mean(self._loss(tf.constant(piece.labels), probabilities))
        return outputs, tape.gradient(loss, kernels, unconnected_gradients="zero")


class _SeenLayer:
    """What one look gathers about a layer.

    Args:
        layer: of the network.

    Attributes:
        kernels: its variables that are multiplied with inputs.
        trained: those of them that training changes at present.
        gradients: of the loss by each of `trained`.
    """

    def __init__(self, layer: Any) -> None:  # noqa: ANN401
        self.name: str = layer.name
        self.kernels = _find_kernels(layer)
        self.trained = [kernel for kernel in self.kernels if kernel.trainable]
        self.gradients: list[Any] = []
        self._is_rectified = _is_rectified(layer)
        self._outputs: list[NDArray[np.float32]] = []
        self._largest: NDArray[np.float32] | None = None

    def take_output(self, output: Any, most: int) -> None:  # noqa: ANN401
        """Take in what the layer gave for some images.

        Args:
            output: (images, ..., units).
            most: how many of its numbers are enough.
        """
        self._outputs.append(_sample([output], most))
        if self._is_rectified:
            largest = tf.reduce_max(output, axis=list(range(len(output.shape) - 1))).numpy()
            self._largest = largest if self._largest is None else np.maximum(self._largest, largest)

    @property
    def dead_share(self) -> float:
        """The share of units that gave nothing but 0; NaN without a ReLU."""
        return math.nan if self._largest is None else float((self._largest <= 0).mean())

    @property
    def gradient_norm(self) -> float:
        """The length of the gradient; NaN where nothing is trained."""
        return float(tf.linalg.global_norm(self.gradients)) if self.gradients else math.nan

    def histograms(self) -> list[tuple[NDArray[np.uint16], NDArray[np.float32]]]:
        """Counts and range of each kind, in the order of `lab.runs.insight.KINDS`."""
        kernels = [kernel.value for kernel in self.kernels]
        weights, gradients = _sample(kernels, MOST_SAMPLED), _sample(self.gradients, MOST_SAMPLED)
        return [_count(values) for values in (weights, gradients, np.concatenate(self._outputs))]


def _write(seen: list[_SeenLayer]) -> Arrays:
    histograms = [one.histograms() for one in seen]
    kinds = list(zip(*histograms, strict=True))
    return {
        "layers": np.array([one.name for one in seen], np.str_),
        "gradient_norms": np.array([one.gradient_norm for one in seen], np.float32),
        "dead_shares": np.array([one.dead_share for one in seen], np.float32),
        "counts": np.array([[counts for counts, _range in kind] for kind in kinds], np.uint16),
        "ranges": np.array([[ends for _counts, ends in kind] for kind in kinds], np.float32),
    }


def _find_kernels(layer: Any) -> list[Any]:  # noqa: ANN401
    return [variable for variable in layer.weights if variable.name in KERNELS]


def _is_rectified(layer: Any) -> bool:  # noqa: ANN401
    if isinstance(layer, keras.layers.ReLU):
        return not layer.negative_slope
    return getattr(layer, "activation", None) is keras.activations.relu


def _sample(arrays: list[Any], most: int) -> NDArray[np.float32]:
    """The finite ones of some arrays' numbers, taken at places that are the same for arrays of the same size."""
    pieces = []
    for array in arrays:
        flat = tf.reshape(array, [-1])
        count, share = flat.shape[0], max(1, most // len(arrays))
        if count > share:
            # At random and not at equal distances, which would meet the same channel again and again.
            flat = tf.gather(flat, np.random.default_rng(0).integers(count, size=share))
        pieces.append(flat.numpy())
    values = np.concatenate([np.zeros(0, np.float32), *pieces])
    finite: NDArray[np.float32] = values[np.isfinite(values)]
    return finite


def _count(values: NDArray[np.float32]) -> tuple[NDArray[np.uint16], NDArray[np.float32]]:
    """A histogram and the ends of its range; a range of no width is made a little wider than float32 can tell."""
    if not len(values):
        return np.zeros(BINS, np.uint16), np.full(2, np.nan, np.float32)
    low, high = float(values.min()), float(values.max())
    least = max(1e-6 * max(abs(low), abs(high)), 1e-30)
    if high - low < least:
        low, high = low - least, high + least
    counts, edges = np.histogram(values.astype(np.float64), BINS, (low, high))
    return counts.astype(np.uint16), edges[[0, -1]].astype(np.float32)
