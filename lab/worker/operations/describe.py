"""The layer table of a network that only Keras knows."""

import sys

from lab.architectures import AnyArchitecture
from lab.network import LayerRow
from lab.worker.context import Context
from lab.worker.model_layers import list_model_layers
from lab.worker.operations.base import operation
from lab.worker.scheduler import Pieces


@operation
def describe(
    context: Context, architecture: AnyArchitecture, input_shape: tuple[int, int, int], num_classes: int
) -> Pieces[tuple[LayerRow, ...]]:
    """List the layers of a network.

    Args:
        context: of the service.
        architecture: its settings.
        input_shape: (height, width, channels).
        num_classes: how many classes.
    """
    return (yield from context.apart(_list_layers, architecture, input_shape, num_classes))


def _list_layers(
    architecture: AnyArchitecture, input_shape: tuple[int, int, int], num_classes: int
) -> tuple[LayerRow, ...]:
    import keras

    architecture.check(input_shape)
    model = architecture.build(input_shape, num_classes)
    architecture.begin_phase(model, architecture.phases(sys.maxsize)[-1])
    rows = list_model_layers(model)
    keras.backend.clear_session()
    return rows
