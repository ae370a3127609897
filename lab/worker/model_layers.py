"""The layer table of a Keras model, for networks that the lab doesn't draw itself."""

import math
from collections.abc import Container
from typing import Any

from lab.layers.base import Shape, Weight, Window
from lab.network import BYTES_A_NUMBER, LayerRow, count_multiply_adds, extend_field, write_arithmetic

# Layers that mix all positions into one.
EVERYWHERE = ("GlobalAveragePooling2D", "GlobalMaxPooling2D", "Dense")
KERNELS = ("kernel", "depthwise_kernel", "pointwise_kernel")


def list_model_layers(model: Any) -> tuple[LayerRow, ...]:  # noqa: ANN401 - Keras is untyped
    """List a functional model's layers.

    Args:
        model: a `keras.Model`, not nested.

    Returns:
        A row a layer, the input left out.
    """
    fields: dict[str, tuple[int, int]] = {}
    rows = []
    # More than the layers: some networks add and multiply between them.
    for layer in model.operations:
        if type(layer).__name__ == "InputLayer":
            fields[layer.name] = (1, 1)
            continue
        inputs = name_inputs(layer, fields)
        fields[layer.name] = _extend_field(layer, [fields[name] for name in inputs])
        rows.append(_describe(layer, inputs, fields[layer.name][0]))
    return tuple(rows)


def _describe(layer: Any, inputs: tuple[str, ...], receptive_field: int) -> LayerRow:  # noqa: ANN401
    shape: Shape = tuple(layer.output.shape[1:])
    weights = [_as_weight(variable, layer) for variable in getattr(layer, "weights", ())]
    window = _find_window(layer)
    return LayerRow(
        name=layer.name,
        type=type(layer).__name__,
        inputs=inputs,
        item=layer.name,
        output_shape=shape,
        parameters=sum(weight.size for weight in weights),
        trainable=sum(weight.size for weight in weights if weight.trainable),
        arithmetic=write_arithmetic(weights),
        multiply_adds=count_multiply_adds(weights, shape),
        activation_bytes=BYTES_A_NUMBER * math.prod(shape),
        receptive_field=receptive_field,
        window=tuple(vars(window).items()) if window else (),
    )


def name_inputs(layer: Any, known: Container[str]) -> tuple[str, ...]:  # noqa: ANN401
    """The layers before a layer.

    Args:
        layer: of a functional model; it may belong to other models as well.
        known: the names of those that come before it in this one.
    """
    nodes = [node for node in layer._inbound_nodes if all(one.name in known for one in _before(node))]  # noqa: SLF001
    return tuple(one.name for one in _before(nodes[0]))


def _before(node: Any) -> list[Any]:  # noqa: ANN401
    return [parent.operation for parent in node.parent_nodes]


def _as_weight(variable: Any, layer: Any) -> Weight:  # noqa: ANN401
    return Weight(tuple(variable.shape), layer.trainable and variable.trainable, variable.name in KERNELS)


def _find_window(layer: Any) -> Window | None:  # noqa: ANN401
    size = getattr(layer, "kernel_size", getattr(layer, "pool_size", None))
    if size is None:
        return None
    dilation = getattr(layer, "dilation_rate", 1)
    largest = max(size) if isinstance(size, (tuple, list)) else size
    return Window(largest, _first(layer.strides), _first(dilation), layer.padding)


def _first(value: Any) -> int:  # noqa: ANN401
    return int(value[0] if isinstance(value, (tuple, list)) else value)


def _extend_field(layer: Any, before: list[tuple[int, int]]) -> tuple[int, int]:  # noqa: ANN401
    window = _find_window(layer)
    return extend_field(window, type(layer).__name__ in EVERYWHERE, before)
