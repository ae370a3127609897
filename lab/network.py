"""Networks as graphs of layers, drawn without Keras: shapes, parameters, cost, and where something cannot be."""

import itertools
import math
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from lab.errors import LayerError
from lab.i18n import N_
from lab.layers import AnyBlock, Block
from lab.layers.base import Layer, Shape, Weight, Window
from lab.registry import Settings

INPUT = "input"
OUTPUT = "output"
BYTES_A_NUMBER = 4


class StackItem(Settings):
    """A layer or block in a stack, with its name."""

    label: str = Field(
        "",
        max_length=60,
        pattern=r"^([A-Za-z][A-Za-z0-9_]*)?$",
        title=N_("Name"),
        description=N_("Letters, figures and _; empty: its kind, with a number."),
    )
    block: AnyBlock = Field(title=N_("Layer"), description=N_("A layer, or a block of several."))


Stack = tuple[StackItem, ...]


@dataclass(frozen=True)
class Node:
    """A layer in its place.

    Attributes:
        name: its own in the network.
        layer: its settings.
        inputs: the names of the layers before it.
        shape: of its output, without the batch; None where it, or one before it, is impossible.
        problem: why it is impossible; None where it is not, or where one before it is.
        item: the name of the stack's item that it belongs to.
    """

    name: str
    layer: Layer
    inputs: tuple[str, ...]
    shape: Shape | None
    problem: str | None
    item: str


@dataclass(frozen=True)
class Network:
    """A graph of layers in the order in which they are computed.

    Attributes:
        input_shape: (height, width, channels).
        nodes: the last one is the output.
    """

    input_shape: Shape
    nodes: tuple[Node, ...]

    def shape_of(self, name: str) -> Shape | None:
        """The output shape of a layer, or the input's."""
        if name == INPUT:
            return self.input_shape
        return next(node.shape for node in self.nodes if node.name == name)

    @property
    def problem(self) -> Node | None:
        """The first layer that is impossible."""
        return next((node for node in self.nodes if node.problem is not None), None)


class Drawing:
    """A network while it is drawn, block by block."""

    def __init__(self, input_shape: Shape) -> None:
        self._shapes: dict[str, Shape | None] = {INPUT: input_shape}
        self._nodes: list[Node] = []
        self._item = ""

    def add_item(self, name: str, block: Block, source: str) -> str:
        """Add an item of a stack; gives the name of its last layer."""
        self._item = name
        return block.draw(self, name, source)

    def add(self, name: str, layer: Layer, *inputs: str) -> str:
        """See lab.layers.base.Sketch."""
        name = find_free(name, self._shapes)
        shapes = [self._shapes[one] for one in inputs]
        known = [shape for shape in shapes if shape is not None]
        shape, problem = None, None
        if len(known) == len(shapes):
            try:
                shape = layer.output_shape(*known)
            except LayerError as error:
                problem = str(error)
        self._shapes[name] = shape
        self._nodes.append(Node(name, layer, inputs, shape, problem, self._item))
        return name

    def shape_of(self, name: str) -> Shape | None:
        """See lab.layers.base.Sketch."""
        return self._shapes[name]

    def finish(self) -> Network:
        """The network as it stands."""
        shape = self._shapes[INPUT]
        assert shape is not None
        return Network(shape, tuple(self._nodes))


def draw_network(stack: Sequence[StackItem], input_shape: Shape) -> Network:
    """Draw a stack.

    Args:
        stack: from the image to the classes.
        input_shape: (height, width, channels).
    """
    drawing = Drawing(input_shape)
    last = INPUT
    for name, item in zip(name_items(stack), stack, strict=True):
        last = drawing.add_item(name, item.block, last)
    return drawing.finish()


def name_items(stack: Sequence[StackItem]) -> list[str]:
    """A name for each item: its own, or that of its kind with a number; none is there twice.

    Those of a stack's beginning are the same whatever follows.
    """
    counts: Counter[str] = Counter()
    names: dict[str, None] = {}
    for item in stack:
        counts[item.block.name] += 1
        names[find_free(item.label or f"{item.block.name}_{counts[item.block.name]}", names)] = None
    return list(names)


def find_free(name: str, taken: Container[str]) -> str:
    """The name, with a number where it is taken: Keras refuses names that are there twice."""
    free = name
    numbers = itertools.count(2)
    while free in taken:
        free = f"{name}_{next(numbers)}"
    return free


@dataclass(frozen=True)
class LayerRow:
    """A line of a layer table.

    Attributes:
        name: the layer's name.
        type: its Keras class.
        inputs: the names of the layers before it.
        item: the block that it belongs to; its own name where it stands alone.
        output_shape: without the batch; None where it is impossible.
        parameters: how many numbers it holds.
        trainable: how many of them training changes.
        arithmetic: how `parameters` comes about, such as "4·4·16·32 + 32"; empty where there are none.
        multiply_adds: for one image.
        activation_bytes: of its output for one image, in float32.
        receptive_field: height and width in pixels of the image that one of its outputs depends on; 0 for all of it.
        window: kernel size, strides, dilation and padding where it slides; else empty.
        problem: why it is impossible, or empty.
    """

    name: str
    type: str
    inputs: tuple[str, ...]
    item: str
    output_shape: Shape | None
    parameters: int = 0
    trainable: int = 0
    arithmetic: str = ""
    multiply_adds: int = 0
    activation_bytes: int = 0
    receptive_field: int = 0
    window: tuple[tuple[str, Any], ...] = ()
    problem: str = ""


def list_layers(network: Network) -> tuple[LayerRow, ...]:
    """The layer table of a network.

    Args:
        network: its graph.

    Returns:
        A row a layer, in the order in which they are computed.
    """
    fields = {INPUT: (1, 1)}
    rows = []
    for node in network.nodes:
        before = [fields[name] for name in node.inputs]
        fields[node.name] = extend_field(node.layer.window(), node.layer.sees_everything(), before)
        rows.append(_describe(network, node, fields[node.name][0]))
    return tuple(rows)


def _describe(network: Network, node: Node, receptive_field: int) -> LayerRow:
    shapes = [network.shape_of(name) for name in node.inputs]
    known = [shape for shape in shapes if shape is not None]
    window = node.layer.window()
    row: dict[str, Any] = {
        "name": node.name,
        "type": node.layer.keras_class,
        "inputs": node.inputs,
        "item": node.item,
        "output_shape": node.shape,
        "problem": node.problem or "",
        "window": tuple(vars(window).items()) if window else (),
        "receptive_field": receptive_field,
    }
    if node.shape is None:
        return LayerRow(**row)
    weights = node.layer.weights(*known)
    return LayerRow(
        **row,
        parameters=sum(weight.size for weight in weights),
        trainable=sum(weight.size for weight in weights if weight.trainable),
        arithmetic=write_arithmetic(weights),
        multiply_adds=count_multiply_adds(weights, node.shape),
        activation_bytes=BYTES_A_NUMBER * math.prod(node.shape),
    )


def write_arithmetic(weights: Sequence[Weight]) -> str:
    """How the number of parameters comes about, such as "4·4·16·32 + 32"."""
    return " + ".join("·".join(map(str, weight.factors)) for weight in weights)


def count_multiply_adds(weights: Sequence[Weight], shape: Shape) -> int:
    """Multiplications with an addition each, for one image.

    Args:
        weights: of a layer.
        shape: of its output; every number of a kernel is used once at each of its positions.
    """
    return sum(weight.size for weight in weights if weight.is_kernel) * math.prod(shape[:-1])


def extend_field(window: Window | None, sees_everything: bool, before: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The receptive field behind a layer.

    Source: Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks", Distill, 2019.

    Args:
        window: what the layer looks at for one position; None where that is the position itself.
        sees_everything: whether each of its outputs depends on the whole image.
        before: the fields, and the pixels of the image between neighbours, of its inputs.

    Returns:
        The same for its output; a field of 0 is the whole image.
    """
    everything = sees_everything or any(one == 0 for one, _jump in before)
    field = 0 if everything else max(one for one, _jump in before)
    jump = max(jump for _field, jump in before)
    if window is None or field == 0:
        return field, jump
    return field + (window.reach - 1) * jump, jump * window.strides
