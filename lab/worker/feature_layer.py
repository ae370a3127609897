"""A network opened before its last decision."""

from collections.abc import Callable
from functools import partial
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

# Scaled images (count, height, width, channels), float32, to features (count, width) and probabilities.
Measure = Callable[[NDArray[np.float32]], tuple[Any, Any]]


def open_features(model: Any) -> Measure:  # noqa: ANN401 - Keras is untyped
    """Let a network give what goes into its last dense layer besides its answer; the weights are shared.

    Args:
        model: functional, (batch, height, width, channels) scaled → (batch, num_classes) probabilities.

    Returns:
        Traced when first called, for any count.
    """
    last = find_feature_layer(model)
    features = last.input if len(last.input.shape) == 2 else keras.layers.Flatten()(last.input)
    opened = keras.Model(model.input, [features, model.output])
    signature = [tf.TensorSpec((None, *model.input.shape[1:]), tf.float32)]
    call: Measure = tf.function(partial(opened, training=False), input_signature=signature, autograph=False)
    return call


def find_feature_layer(model: Any) -> Any:  # noqa: ANN401
    """The layer that decides: the last dense one, or the last of all where there is none."""
    dense = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    return dense[-1] if dense else model.layers[-1]
