"""The layers of a Keras model as steps that can be traced back, for `lab.dissection.receptive_field`."""

from typing import Any, Literal

from lab.dissection.receptive_field import Axis, Step
from lab.layers.base import Window
from lab.worker.model_layers import name_inputs

# In these every channel of the output sees all channels of the input.
MIXING = ("Conv2D", "SeparableConv2D", "Dense")
# In these each stands somewhere else than before.
ARRANGING: dict[str, Literal["joined", "flattened"]] = {"Concatenate": "joined", "Flatten": "flattened"}


def list_steps(model: Any) -> tuple[Step, ...]:  # noqa: ANN401 - Keras is untyped
    """List a functional model's layers, the image first.

    Args:
        model: a `keras.Model`, not nested.
    """
    known: dict[str, Any] = {}
    steps = []
    for operation in model.operations:
        inputs = name_inputs(operation, known) if known else ()
        known[operation.name] = operation
        steps.append(_make_step(operation, inputs, [known[name] for name in inputs]))
    return tuple(steps)


def find_window(operation: Any) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]] | None:  # noqa: ANN401
    """What a layer slides over its input: size, strides and dilation, each down and to the right; None if nothing."""
    size = getattr(operation, "kernel_size", getattr(operation, "pool_size", None))
    if size is None:
        return None
    return _pair(size), _pair(operation.strides), _pair(getattr(operation, "dilation_rate", 1))


def find_size(operation: Any) -> tuple[int, int]:  # noqa: ANN401
    """Height and width of a layer's output; a row of numbers counts as one place."""
    shape = operation.output.shape[1:]
    return (shape[0], shape[1]) if len(shape) == 3 else (1, 1)


def find_axes(operation: Any, size: tuple[int, int]) -> tuple[Axis, Axis]:  # noqa: ANN401
    """How a layer slides over its input.

    Args:
        operation: the layer.
        size: height and width of its input.
    """
    window = find_window(operation)
    if type(operation).__name__ == "ZeroPadding2D":
        (top, _bottom), (left, _right) = operation.padding
        return Axis(before=top), Axis(before=left)
    if window is None:
        return Axis(), Axis()
    down, right = (Window(*one, operation.padding) for one in zip(*window, strict=True))
    return tuple(  # type: ignore[return-value]
        Axis(one.reach, one.strides, one.pads(length)[0]) for one, length in zip((down, right), size, strict=True)
    )


def _make_step(operation: Any, inputs: tuple[str, ...], before: list[Any]) -> Step:  # noqa: ANN401
    kind, size = type(operation).__name__, find_size(operation)
    if not before:
        return Step(operation.name, (), size)
    counts = tuple(one.output.shape[-1] for one in before)
    mixed = kind in MIXING or counts[0] != operation.output.shape[-1]
    sizes = [find_size(one) for one in before]
    return Step(
        operation.name,
        inputs,
        size,
        find_axes(operation, sizes[0]),
        sees_everything=size == (1, 1) and find_window(operation) is None,
        channels=ARRANGING.get(kind, "mixed" if mixed else "same"),
        input_channels=counts,
    )


def _pair(value: Any) -> tuple[int, int]:  # noqa: ANN401
    return (int(value[0]), int(value[1])) if isinstance(value, (tuple, list)) else (int(value), int(value))
