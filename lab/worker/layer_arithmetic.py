"""How one number of a Keras layer comes about, computed from the layer's inputs and its weights."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from lab.dissection.arithmetic import Arithmetic, Slices, take_window, weigh_slices
from lab.worker.model_steps import find_axes, find_window

Place = tuple[int, int, int]


def explain_number(operation: Any, inputs: dict[str, NDArray[np.float32]], place: Place) -> Arithmetic | None:  # noqa: ANN401
    """Compute one number of a layer's output by hand.

    Args:
        operation: the layer.
        inputs: (rows, columns, channels) of the layers before it, by their names.
        place: row, column and channel of the output.

    Returns:
        The arithmetic; None for layers whose arithmetic is not known here.
    """
    # Operations between layers have names like theirs, and constants that are seen nowhere.
    explain = _EXPLAINED.get(type(operation).__name__) if isinstance(operation, keras.Layer) else None
    return None if explain is None else explain(operation, inputs, place)


def _explain_weights(operation: Any, inputs: dict[str, NDArray[np.float32]], place: Place) -> Arithmetic:  # noqa: ANN401
    (values,) = inputs.values()
    window, (_row, _column, channel) = _take_seen(operation, values, place, 0.0), place
    seen = np.arange(values.shape[-1])
    kernel = spread_kernel(operation)
    if type(operation).__name__ == "DepthwiseConv2D":
        window, seen, kernel = window[..., [channel]], seen[[channel]], kernel[:, :, [channel]]
    bias = None if operation.bias is None else np.asarray(operation.bias, np.float64)
    slices = weigh_slices(window, kernel[..., channel % kernel.shape[-1]], seen)
    # All channels of the place: a softmax needs them.
    totals = np.tensordot(window, kernel, 3)
    if bias is not None:
        totals = totals + (bias[[channel]] if len(totals) == 1 else bias)
    which = channel % len(totals)
    bent = np.asarray(operation.activation(totals[np.newaxis].astype(np.float32)))[0]
    return Arithmetic(
        "weights",
        float(bent[which]),
        float(totals[which]),
        operation.activation.__name__,
        slices,
        None if bias is None else float(bias[channel]),
    )


def spread_kernel(operation: Any) -> NDArray[np.float32]:  # noqa: ANN401
    """The weights of a layer as those of an ordinary convolution.

    Args:
        operation: a convolution or a dense layer.

    Returns:
        (height, width, input channels, output channels); of a DepthwiseConv2D (height, width, channels, 1).
    """
    kind = type(operation).__name__
    if kind == "SeparableConv2D":
        depthwise = np.asarray(operation.depthwise_kernel)
        pointwise = np.asarray(operation.pointwise_kernel)[0, 0].reshape(*depthwise.shape[2:], -1)
        spread: NDArray[np.float32] = np.einsum("hwcm,cmf->hwcf", depthwise, pointwise)
        return spread
    kernel: NDArray[np.float32] = np.asarray(operation.kernel)
    return kernel[np.newaxis, np.newaxis] if kind == "Dense" else kernel


def _explain_pooling(operation: Any, inputs: dict[str, NDArray[np.float32]], place: Place) -> Arithmetic:  # noqa: ANN401
    (values,) = inputs.values()
    window = _take_seen(operation, values, place, np.nan)[..., place[2]]
    kind, output = ("max", np.nanmax(window)) if "Max" in type(operation).__name__ else ("mean", np.nanmean(window))
    slices = Slices(
        np.array([place[2]]),
        window[np.newaxis].astype(np.float32),
        np.zeros((1, 0, 0), np.float32),
        np.array([output], np.float32),
    )
    return Arithmetic(kind, float(output), float(output), slices=slices)  # type: ignore[arg-type]


def _explain_mean(_operation: Any, inputs: dict[str, NDArray[np.float32]], place: Place) -> Arithmetic:  # noqa: ANN401
    (values,) = inputs.values()
    output = float(values[..., place[2]].mean(dtype=np.float64))
    return Arithmetic("mean", output, output, terms={"count": float(values[..., 0].size)})


def _explain_normalization(operation: Any, inputs: dict[str, NDArray[np.float32]], place: Place) -> Arithmetic:  # noqa: ANN401
    (values,) = inputs.values()
    row, column, channel = place
    terms = {
        "x": float(values[row, column, channel]),
        "mean": float(operation.moving_mean[channel]),
        "variance": float(operation.moving_variance[channel]),
        "epsilon": float(operation.epsilon),
        "gamma": 1.0 if operation.gamma is None else float(operation.gamma[channel]),
        "beta": 0.0 if operation.beta is None else float(operation.beta[channel]),
    }
    deviation = np.sqrt(terms["variance"] + terms["epsilon"])
    output = terms["gamma"] * (terms["x"] - terms["mean"]) / deviation + terms["beta"]
    return Arithmetic("normalization", float(output), float(output), terms=terms)


def _explain_sum(_operation: Any, inputs: dict[str, NDArray[np.float32]], place: Place) -> Arithmetic:  # noqa: ANN401
    terms = {name: float(values[place]) for name, values in inputs.items()}
    return Arithmetic("sum", sum(terms.values()), sum(terms.values()), terms=terms)


def _explain_activation(operation: Any, inputs: dict[str, NDArray[np.float32]], place: Place) -> Arithmetic:  # noqa: ANN401
    (values,) = inputs.values()
    row, column, channel = place
    totals = values[row, column]
    bent = np.asarray(operation(totals.reshape(1, 1, 1, -1))).reshape(-1)
    function = getattr(operation, "activation", None)
    name = type(operation).__name__.lower() if function is None else function.__name__
    return Arithmetic("activation", float(bent[channel]), float(totals[channel]), name)


def _take_seen(
    operation: Any,  # noqa: ANN401
    values: NDArray[np.float32],
    place: Place,
    outside: float,
) -> NDArray[np.float64]:
    window = find_window(operation)
    if window is None:
        return values.astype(np.float64)
    size, _strides, dilations = window
    rows, columns = (
        start * axis.strides - axis.before + dilation * np.arange(length)
        for start, axis, dilation, length in zip(
            place[:2], find_axes(operation, values.shape[:2]), dilations, size, strict=True
        )
    )
    return take_window(values, rows, columns, outside)


_EXPLAINED: dict[str, Callable[[Any, dict[str, NDArray[np.float32]], Place], Arithmetic]] = {
    "Conv2D": _explain_weights,
    "DepthwiseConv2D": _explain_weights,
    "SeparableConv2D": _explain_weights,
    "Dense": _explain_weights,
    "MaxPooling2D": _explain_pooling,
    "AveragePooling2D": _explain_pooling,
    "GlobalAveragePooling2D": _explain_mean,
    "BatchNormalization": _explain_normalization,
    "Add": _explain_sum,
    "Activation": _explain_activation,
    "ReLU": _explain_activation,
}
