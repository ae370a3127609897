"""The classifiers that the course puts on its networks."""

from lab.layers.base import Initializer
from lab.layers.dense import Dense
from lab.layers.pooling import GlobalAveragePooling2D
from lab.layers.regularization import Dropout
from lab.network import Stack, StackItem


def hidden_head(
    units: int, dropout: float, initializer: Initializer = "glorot_uniform", l1: float = 0.0, l2: float = 0.0
) -> Stack:
    """Dropout, one hidden dense layer, dropout.

    Args:
        units: of the hidden layer.
        dropout: rate before and after it; 0 for none.
        initializer: of the hidden layer.
        l1: on its weights.
        l2: on its weights.
    """
    dense = Dense(units=units, kernel_initializer=initializer, l1=l1, l2=l2)
    if not dropout:
        return (StackItem(label="dense", block=dense),)
    return (
        StackItem(label="dropout_1", block=Dropout(rate=dropout)),
        StackItem(label="dense", block=dense),
        StackItem(label="dropout_2", block=Dropout(rate=dropout)),
    )


def pooled_head(units: int, dropout: float) -> Stack:
    """Global average pooling before `hidden_head`."""
    return (StackItem(label="avg_pool", block=GlobalAveragePooling2D()), *hidden_head(units, dropout))
