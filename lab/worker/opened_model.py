"""A Keras model whose layers and scores can be looked at, for `lab.explanations`."""

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from lab.errors import ExplanationError
from lab.explanations.base import Pieces
from lab.explanations.spatial_layers import choose_spatial_layer, find_spatial_layers
from lab.i18n import _
from lab.scaling import Scaler
from lab.worker.loaded_network import largest_batch
from lab.worker.pieces import work_in_pieces


class OpenedModel:
    """See lab.explanations.base.OpenedNetwork.

    Args:
        model: functional, (batch, height, width, channels) scaled → (batch, num_classes) probabilities.
        scaler: what makes scaled images of pixels.
    """

    def __init__(self, model: Any, scaler: Scaler) -> None:  # noqa: ANN401 - Keras is untyped
        self._model = model
        self._scaler = scaler

    def find_layer(self, wanted: str = "") -> str:
        """See OpenedNetwork."""
        # More than the layers: some networks add and multiply between them.
        layers = {one.name: (type(one).__name__, tuple(one.output.shape[1:])) for one in self._model.operations}
        if wanted and wanted not in find_spatial_layers(layers):
            text = _("`layer` must be a layer whose output has places, such as {name}. Received: {wanted}.")
            raise ExplanationError(text.format(name=choose_spatial_layer(layers), wanted=wanted))
        return wanted or choose_spatial_layer(layers)

    def predict(self, images: NDArray[np.uint8]) -> Pieces[NDArray[np.float32]]:
        """See OpenedNetwork."""

        def work(piece: slice) -> NDArray[np.float32]:
            return np.asarray(self._model(self._scaler.transform(images[piece]), training=False))

        return np.concatenate((yield from work_in_pieces(len(images), work, largest_batch(images))))

    def sum_gradients(self, images: NDArray[np.float32], classes: Sequence[int]) -> Pieces[NDArray[np.float32]]:
        """See OpenedNetwork."""

        def work(piece: slice) -> NDArray[np.float32]:
            total: NDArray[np.float32] = self._differentiate(images[piece], classes).sum(axis=1)
            return total

        # What every layer gave is kept until its gradient is taken.
        most = max(1, largest_batch(images) // 2)
        sums = yield from work_in_pieces(len(images), work, most)
        total: NDArray[np.float32] = np.sum(sums, axis=0, dtype=np.float32)
        return total

    def _differentiate(self, images: NDArray[np.float32], classes: Sequence[int]) -> NDArray[np.float32]:
        pixels = tf.convert_to_tensor(images, tf.float32)
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(pixels)
            probabilities = self._model(self._scaler.apply(pixels), training=False)
            # Each image's probability depends on its own pixels alone: the sum's gradient has them all.
            sums = [tf.reduce_sum(probabilities[:, number]) for number in classes]
        return np.stack([tape.gradient(one, pixels).numpy() for one in sums])

    def differentiate_features(
        self, layer: str, image: NDArray[np.uint8], classes: Sequence[int]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """See OpenedNetwork."""
        last = self._model.layers[-1]
        chosen = next(one for one in self._model.operations if one.name == layer)
        opened = keras.Model(self._model.input, [chosen.output, last.input])
        scaled = tf.convert_to_tensor(self._scaler.transform(image[np.newaxis]))
        with tf.GradientTape(persistent=True) as tape:
            # Of a frozen network nothing would be recorded without.
            tape.watch(scaled)
            features, before = opened(scaled, training=False)
            scores = [_find_scores(last, before)[0, number] for number in classes]
        gradients = [tape.gradient(one, features)[0].numpy() for one in scores]
        return features[0].numpy(), np.stack(gradients)


def _find_scores(last: Any, before: Any) -> Any:  # noqa: ANN401
    """What goes into the softmax of a network's last layer, given that layer's input."""
    if last.activation is not keras.activations.softmax:
        return last(before)
    scores = tf.matmul(before, last.kernel)
    return scores + last.bias if last.use_bias else scores
