"""Networks whose answer is known: red decides for class 0, green for class 1, blue for none."""

from collections.abc import Callable

import keras
import numpy as np
from numpy.typing import NDArray

from lab.architectures.googlenet import GoogLeNet
from lab.architectures.resnet50 import ResNet50
from lab.scaling import Scaler
from lab.worker.opened_model import OpenedModel

SCALER = Scaler(scale=(1 / 255,) * 3, offset=(0.0,) * 3)


def two_corners(size: int) -> NDArray[np.uint8]:
    """A red square in the corner above on the left, a green one below on the right, a blue one above on the right."""
    image = np.zeros((size, size, 3), np.uint8)
    # Beginning where convolutions with a stride look.
    near, far = slice(0, size // 8), slice(3 * size // 4, 7 * size // 8)
    image[near, near, 0] = 255
    image[far, far, 1] = 255
    image[near, far, 2] = 255
    return image


def make_plain() -> keras.Model:
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(4, 3, padding="same", activation="relu")(inputs)
    return _classify(inputs, keras.layers.MaxPooling2D()(x))


def make_concatenation() -> keras.Model:
    """The colours go different ways."""
    inputs = keras.Input((32, 32, 3))
    red = keras.layers.Conv2D(1, 1, activation="relu", name="red")(inputs)
    others = keras.layers.Conv2D(1, 5, padding="same", activation="relu", name="others")(inputs)
    model = _classify(inputs, keras.layers.Concatenate()([red, others]))
    # The second way sees green alone.
    kernel = np.zeros((5, 5, 3, 1), np.float32)
    kernel[2, 2, 1, 0] = 1
    model.get_layer("others").set_weights([kernel, np.zeros(1, np.float32)])
    return model


def make_addition() -> keras.Model:
    """A shortcut carries the image, the convolution beside it adds nothing new."""
    inputs = keras.Input((32, 32, 3))
    beside = keras.layers.Conv2D(3, 3, padding="same", name="beside")(inputs)
    x = keras.layers.Activation("relu")(keras.layers.Add()([inputs, beside]))
    return _classify(inputs, x)


def make_googlenet() -> keras.Model:
    return _carry_colors(GoogLeNet(width=0.0625).build((128, 128, 3), 3))


def make_resnet() -> keras.Model:
    return _carry_colors(ResNet50(width=0.0625).build((128, 128, 3), 3))


NETWORKS: dict[str, Callable[[], keras.Model]] = {
    "plain": make_plain,
    "concatenation": make_concatenation,
    "addition": make_addition,
    "googlenet": make_googlenet,
    "resnet": make_resnet,
}


def open_network(make: Callable[[], keras.Model]) -> tuple[OpenedModel, NDArray[np.uint8]]:
    """A network of those and the image with the corners; neither class is sure to the last figure."""
    model = make()
    image = two_corners(model.input_shape[1])
    last = model.layers[-1]
    features = keras.Model(model.input, last.input)(SCALER.transform(image[np.newaxis]))[0]
    kernel = np.zeros(last.kernel.shape, np.float32)
    kernel[0, 0], kernel[1, 1] = 2 / features[0], 2 / features[1]
    last.set_weights([kernel, np.zeros(kernel.shape[1], np.float32)])
    return OpenedModel(model, SCALER), image


def _classify(inputs, x) -> keras.Model:
    pooled = keras.layers.GlobalAveragePooling2D()(x)
    return _carry_colors(keras.Model(inputs, keras.layers.Dense(3, activation="softmax")(pooled)))


def _carry_colors(model: keras.Model) -> keras.Model:
    """Let each layer hand on its first two channels as they are, and nothing else."""
    for layer in model.layers:
        if isinstance(layer, (keras.layers.Conv2D, keras.layers.Dense)):
            kernel, *rest = (np.zeros(weight.shape, np.float32) for weight in layer.weights)
            middle = kernel[kernel.shape[0] // 2, kernel.shape[1] // 2] if kernel.ndim == 4 else kernel
            for channel in range(min(2, *middle.shape)):
                middle[channel, channel] = 1
            layer.set_weights([kernel, *rest])
    return model
