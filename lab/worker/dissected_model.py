"""A Keras model whose layers are taken apart, for `lab.dissection`."""

from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from lab.dissection.arithmetic import Arithmetic, Dissection
from lab.dissection.patches import Patches, choose_images, find_peaks
from lab.dissection.receptive_field import trace_field
from lab.dissection.wall import Order, Wall, color_filters, make_wall, rank_channels
from lab.errors import ExplanationError
from lab.explanations.base import Pieces
from lab.i18n import _
from lab.scaling import Scaler
from lab.worker.layer_arithmetic import explain_number, spread_kernel
from lab.worker.loaded_network import largest_batch
from lab.worker.model_layers import KERNELS
from lab.worker.model_steps import list_steps
from lab.worker.pieces import work_in_pieces

Compute = Callable[[NDArray[np.uint8]], list[NDArray[np.float32]]]


class DissectedModel:
    """A model, from pixels on.

    Args:
        model: functional, (batch, height, width, channels) scaled → (batch, num_classes) probabilities.
        scaler: what makes scaled images of pixels.
    """

    def __init__(self, model: Any, scaler: Scaler) -> None:  # noqa: ANN401 - Keras is untyped
        self._model = model
        self._scaler = scaler
        self._operations = {operation.name: operation for operation in model.operations}
        self._steps = list_steps(model)

    def show_wall(self, layer: str, image: NDArray[np.uint8], order: Order, channels: Sequence[int] = ()) -> Wall:
        """What a layer gives for an image.

        Args:
            layer: its name.
            image: (height, width, channels), uint8, 0…255, as prepared for the network.
            order: what makes a map strong.
            channels: those to show, instead of the strongest.

        Raises:
            ExplanationError: the network has no such layer, or the layer no such channel.
        """
        operation = self._find(layer)
        (activations,) = self._open([operation])(image[np.newaxis])
        for channel in channels:
            _check_below("channel", channel, activations.shape[-1])
        shown = np.array(channels, np.int64) if channels else rank_channels(activations[0], order)
        return make_wall(activations[0], shown, self._color_filters(operation, shown))

    def dissect(
        self, layer: str, image: NDArray[np.uint8], channel: int, place: tuple[int, int] | None = None
    ) -> Dissection:
        """Take one number of a layer apart.

        Args:
            layer: its name.
            image: (height, width, channels), uint8, 0…255, as prepared for the network.
            channel: of the layer.
            place: row and column of its map; None for the largest number.

        Raises:
            ExplanationError: the network has no such layer, channel or place; says what there is.
        """
        operation = self._find(layer)
        names = next(step.inputs for step in self._steps if step.name == layer)
        compute = self._open([operation, *(self._operations[name] for name in names)])
        output, *inputs = (one[0] for one in compute(image[np.newaxis]))
        _check_below("channel", channel, output.shape[-1])
        values = output[..., channel]
        row, column = divmod(int(values.argmax()), values.shape[1]) if place is None else place
        _check_below("row", row, values.shape[0])
        _check_below("column", column, values.shape[1])
        value = float(values[row, column])
        arithmetic = explain_number(operation, dict(zip(names, inputs, strict=True)), (row, column, channel))
        seen = trace_field(self._steps, layer, channel, row, column)
        return Dissection(row, column, value, values, seen, arithmetic or Arithmetic("other", value, value))

    def find_patches(self, layer: str, images: NDArray[np.uint8], channels: Sequence[int]) -> Pieces[Patches]:
        """Find the images, and the places in them, that excite some maps most.

        Args:
            layer: its name.
            images: (count, height, width, channels), uint8, 0…255, as prepared for the network; not empty.
            channels: of the layer.

        Raises:
            ExplanationError: the network has no such layer.
        """
        compute = self._open([self._find(layer)])

        def find(piece: slice) -> tuple[NDArray[np.float32], NDArray[np.int64], int]:
            (activations,) = compute(images[piece])
            return *find_peaks(activations[..., list(channels)]), activations.shape[2]

        found = yield from work_in_pieces(len(images), find, largest_batch(images))
        values, places = (np.concatenate([one[part] for one in found]) for part in (0, 1))
        chosen, columns = choose_images(values), found[0][2]
        fields = [
            [trace_field(self._steps, layer, channel, *divmod(int(places[one, number]), columns)) for one in row]
            for number, (channel, row) in enumerate(zip(channels, chosen, strict=True))
        ]
        shown = np.take_along_axis(values.T, chosen, axis=1)
        return Patches(chosen, shown, np.array(fields, np.int64).reshape(*chosen.shape, 4))

    def _find(self, layer: str) -> Any:  # noqa: ANN401
        if layer not in self._operations:
            names = ", ".join(list(self._operations)[:3])
            text = _("`layer` must be a layer of the network, such as {names}. Received: {layer}.")
            raise ExplanationError(text.format(names=names, layer=layer))
        return self._operations[layer]

    def _open(self, operations: Sequence[Any]) -> Compute:
        """Computes (count, rows, columns, channels) of each layer; a row of numbers counts as one place."""
        opened = keras.Model(self._model.input, [operation.output for operation in operations])

        def compute(images: NDArray[np.uint8]) -> list[NDArray[np.float32]]:
            # Keras gives the only one of a list without the list.
            tensors = keras.tree.flatten(opened(self._scaler.transform(images), training=False))
            found = [np.asarray(tensor) for tensor in tensors]
            return [one if one.ndim == 4 else one.reshape(len(one), 1, 1, -1) for one in found]

        return compute

    def _color_filters(self, operation: Any, channels: NDArray[np.int64]) -> NDArray[np.uint8] | None:  # noqa: ANN401
        weighing = (one for one in self._operations.values() if any(hasattr(one, name) for name in KERNELS))
        if operation is not next(weighing, None) or not hasattr(operation, "kernel_size"):
            return None
        if type(operation).__name__ == "DepthwiseConv2D":
            return None
        kernels = spread_kernel(operation)[..., channels]
        return color_filters(kernels[:, :, ::-1] if self._scaler.reverse_channels else kernels)


def _check_below(name: str, value: int, count: int) -> None:
    if not 0 <= value < count:
        text = _("`{name}` must be between 0 and {most}. Received: {value}.")
        raise ExplanationError(text.format(name=name, most=count - 1, value=value))
