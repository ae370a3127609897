"""What sort of work a layer does, whichever library names it."""

from enum import StrEnum


class LayerKind(StrEnum):
    """A sort of layer."""

    CONVOLUTION = "convolution"
    POOLING = "pooling"
    DENSE = "dense"
    ELEMENTWISE = "elementwise"
    MERGE = "merge"
    SHAPE = "shape"


_ELEMENTWISE = ("Normalization", "Activation", "Dropout", "ReLU", "ELU", "Softmax", "Rescaling", "Noise")
_MERGES = ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate", "Dot")


def find_layer_kind(keras_class: str) -> LayerKind:
    """The sort of a layer.

    Args:
        keras_class: its class in `keras.layers`, such as "Conv2D".

    Returns:
        Its kind; `SHAPE` for all that only arranges numbers, such as Flatten.
    """
    if "Conv" in keras_class:
        return LayerKind.CONVOLUTION
    if "Pool" in keras_class:
        return LayerKind.POOLING
    if keras_class == "Dense":
        return LayerKind.DENSE
    if keras_class in _MERGES:
        return LayerKind.MERGE
    if any(word in keras_class for word in _ELEMENTWISE):
        return LayerKind.ELEMENTWISE
    return LayerKind.SHAPE
