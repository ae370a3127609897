"""A network with its weights, ready to be asked."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from lab.trained import TrainedNetwork
from lab.worker.feature_layer import Measure, open_features
from lab.worker.pieces import work_in_pieces
from lab.worker.scheduler import Pieces

# Without gradients larger batches run faster; beyond this they only take memory.
MOST_IMAGES, MOST_BYTES = 128, 8_000_000


@dataclass(frozen=True, eq=False)
class LoadedNetwork:
    """A network with its weights.

    Attributes:
        description: whose it is; the scaler is the run's own.
        model: the `keras.Model`.
        call: scaled images (count, height, width, channels), float32, to probabilities (count, num_classes), float32;
            traced once, for any count.
    """

    description: TrainedNetwork
    model: Any
    call: Callable[[NDArray[np.float32]], Any]

    def predict(self, network: TrainedNetwork, images: NDArray[np.uint8]) -> Pieces[NDArray[np.float32]]:
        """Predict prepared images: `probabilities = yield from loaded.predict(network, images)`.

        Args:
            network: as it was asked for; its scaler is used.
            images: (count, height, width, channels), uint8, 0…255.

        Returns:
            (count, num_classes) probabilities, float32.
        """
        most = largest_batch(images)
        pieces = yield from work_in_pieces(
            len(images), lambda piece: self.call(network.scaler.transform(images[piece])).numpy(), most
        )
        empty = np.zeros((0, len(network.labels)), np.float32)
        return np.concatenate([empty, *pieces])

    def measure_features(
        self, network: TrainedNetwork, images: NDArray[np.uint8]
    ) -> Pieces[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """The features of prepared images, and the answers to them; like `predict`.

        Returns:
            (count, width) and (count, num_classes), float32.
        """

        def measure(piece: slice) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
            features, probabilities = self._measure(network.scaler.transform(images[piece]))
            return features.numpy(), probabilities.numpy()

        # Of no image one learns how many features there are as well.
        pieces = (yield from work_in_pieces(len(images), measure, largest_batch(images))) or [measure(slice(0))]
        values, probabilities = zip(*pieces, strict=True)
        return np.concatenate(values), np.concatenate(probabilities)

    @cached_property
    def _measure(self) -> Measure:
        return open_features(self.model)


def largest_batch(images: NDArray[Any]) -> int:
    """How many images the network may get at a time, for the sake of memory."""
    return max(1, min(MOST_IMAGES, MOST_BYTES // (4 * max(1, images[:1].size))))


def load_network(network: TrainedNetwork) -> LoadedNetwork:
    """Build a config's network and give it the weights: nothing but numbers is read from the file.

    Raises:
        RunError: the weights are not those of this network, or damaged.
    """
    model = network.config.architecture.build(network.input_shape, len(network.labels))
    path = network.run.checkpoint_path(network.checkpoint)
    try:
        model.load_weights(path)
    except (OSError, ValueError, KeyError) as error:
        raise network.run.damaged(path) from error
    signature = [tf.TensorSpec((None, *network.input_shape), tf.float32)]
    call = tf.function(partial(model, training=False), input_signature=signature, autograph=False)
    # Traces it.
    call(np.zeros((1, *network.input_shape), np.float32))
    return LoadedNetwork(network, model, call)
