"""Prediction by a whole network of `keras.applications`, with the weights that Keras published."""

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from lab.architectures.weight_files import load_published_weights
from lab.imagenet import NUM_CLASSES, PREPARATION, WHOLE
from lab.scaling import Scaler
from lab.worker.context import Context
from lab.worker.loaded_network import largest_batch
from lab.worker.loaded_networks import FILE_FACTOR
from lab.worker.operations.base import operation
from lab.worker.pieces import work_in_pieces
from lab.worker.scheduler import Pieces

# One at a time: the largest takes 600 MB.
_kept: dict[str, Callable[[NDArray[np.float32]], Any]] = {}


@operation
def predict_imagenet(
    context: Context, name: Literal["vgg16", "resnet50", "mobilenet_v2"], images: NDArray[np.uint8], scaler: Scaler
) -> Pieces[NDArray[np.float32]]:
    """Predict prepared images.

    Args:
        context: of the service.
        name: one of `WHOLE`.
        images: (count, 224, 224, 3), uint8, 0…255.
        scaler: makes numbers of them.

    Returns:
        (count, 1000) probabilities, float32.

    Raises:
        ConfigError: the weights are not on this machine, or are something else.
    """
    call = _kept.get(name)
    if call is None:
        _kept.clear()
        context.networks.make_room(FILE_FACTOR * WHOLE[name].size_bytes)
        call = yield from context.apart(_load, name)
        _kept[name] = call
    pieces = yield from work_in_pieces(
        len(images), lambda piece: call(scaler.transform(images[piece])).numpy(), largest_batch(images)
    )
    return np.concatenate([np.zeros((0, NUM_CLASSES), np.float32), *pieces])


def _load(name: str) -> Callable[[NDArray[np.float32]], Any]:
    """Build Keras's network with its classifier, and give it the numbers in the file."""
    whole = WHOLE[name]
    shape = PREPARATION.input_shape
    model = getattr(keras.applications, whole.function)(weights=None, input_shape=shape, classes=NUM_CLASSES)
    load_published_weights(model, [layer.name for layer in model.layers], whole)
    signature = [tf.TensorSpec((None, *shape), tf.float32)]
    call = tf.function(partial(model, training=False), input_signature=signature, autograph=False)
    # Traces it.
    call(np.zeros((1, *shape), np.float32))
    return call  # type: ignore[no-any-return]
