import itertools

import pytest

from lab.architectures import ARCHITECTURES
from lab.architectures.base import StackedArchitecture
from lab.architectures.custom import Custom
from lab.architectures.googlenet import GoogLeNet
from lab.architectures.grey_cnn import GreyCNN
from lab.architectures.resnet50 import ResNet50
from lab.layers.convolution import Conv2D
from lab.layers.residual import ResidualBlock
from lab.network import INPUT, LayerRow, StackItem
from lab.network_layout import lay_out_network

PLACES = [(700, 560), (350, 460), (2000, 300)]
STACKED = [cls() for cls in ARCHITECTURES.classes() if issubclass(cls, StackedArchitecture)]


def rows_of(architecture):
    return architecture.list_layers((224, 224, 3), 10)


def overlap(one, other):
    apart = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not (apart or one.bottom <= other.y or other.bottom <= one.y)


def passes_through(start, end, box):
    """Whether a straight line between corners has a part inside a box."""
    low_x, high_x = sorted((start[0], end[0]))
    low_y, high_y = sorted((start[1], end[1]))
    return low_x < box.x + box.width and high_x > box.x and low_y < box.bottom and high_y > box.y


@pytest.fixture(params=itertools.product(STACKED, PLACES), ids=lambda case: f"{case[0].name}-{case[1][0]}")
def drawn(request):
    architecture, place = request.param
    rows = rows_of(architecture)
    return rows, lay_out_network(rows, *place)


def test_every_layer_has_a_box_inside_and_none_lies_on_another(drawn):
    rows, layout = drawn
    assert [box.name for box in layout.boxes] == [INPUT, *(row.name for row in rows)]
    for box in layout.boxes:
        assert box.x >= 0 and box.y >= 0
        assert box.x + box.width <= layout.width and box.bottom <= layout.height
    assert not [(one.name, other.name) for one, other in itertools.combinations(layout.boxes, 2) if overlap(one, other)]


def test_every_input_is_joined_by_a_line_from_border_to_border_or_by_touching(drawn):
    rows, layout = drawn
    boxes = {box.name: box for box in layout.boxes}
    edges = {(edge.source, edge.target): edge for edge in layout.edges}
    joined = {(name, row.name) for row in rows for name in row.inputs}
    assert set(edges) <= joined
    for source, target in joined:
        start, end = boxes[source], boxes[target]
        if (source, target) not in edges:
            assert end.attached and (start.x, start.bottom) == (end.x, end.y)
            continue
        points = edges[source, target].points
        assert points[0] == (start.middle, start.bottom)
        assert points[-1] in ((end.middle, end.y), (end.x, end.y + end.height / 2))
        assert all(one[0] == other[0] or one[1] == other[1] for one, other in itertools.pairwise(points))


def test_no_line_runs_through_a_box(drawn):
    _rows, layout = drawn
    for edge in layout.edges:
        for start, end in itertools.pairwise(edge.points):
            assert not [box.name for box in layout.boxes if passes_through(start, end, box)], edge


def test_it_runs_downwards_within_a_column(drawn):
    rows, layout = drawn
    boxes = {box.name: box for box in layout.boxes}
    for row in rows:
        for name in row.inputs:
            start, end = boxes[name], boxes[row.name]
            assert end.y >= start.bottom or end.x > start.x


def test_frames_hold_the_layers_of_their_item_and_no_others(drawn):
    rows, layout = drawn
    items = {row.name: row.item for row in rows}
    for frame in layout.frames:
        inside = {box.name for box in layout.boxes if overlap(frame, box)}
        assert inside == {name for name, item in items.items() if item == frame.name}
    assert not [pair for pair in itertools.combinations(layout.frames, 2) if overlap(*pair)]


def test_a_short_network_is_one_column_and_a_long_one_is_folded_to_the_place():
    def count_columns(architecture, width, height):
        layout = lay_out_network(rows_of(architecture), width, height)
        return len({frame.x for frame in layout.frames} or {box.x for box in layout.boxes})

    assert count_columns(GreyCNN(), 700, 900) == 1
    assert count_columns(ResNet50(), 700, 560) > 3
    narrow, wide = (lay_out_network(rows_of(ResNet50()), *place) for place in ((350, 700), (1400, 400)))
    assert narrow.width / narrow.height < 1 < wide.width / wide.height


def test_branches_stand_side_by_side_and_a_shortcut_beside_the_block():
    layout = lay_out_network(rows_of(GoogLeNet()), 700, 560)
    boxes = {box.name: box for box in layout.boxes}
    firsts = [boxes[f"inception_3a_{part}"] for part in ("1x1", "3x3_reduce", "5x5_reduce", "pool")]
    assert len({box.y for box in firsts}) == 1
    assert boxes["inception_3a"].y > max(box.bottom for box in firsts)
    block = Custom(layers=(StackItem(label="first", block=Conv2D()), StackItem(label="block", block=ResidualBlock())))
    layout = lay_out_network(rows_of(block), 700, 560)
    boxes = {box.name: box for box in layout.boxes}
    (shortcut,) = [edge for edge in layout.edges if (edge.source, edge.target) == ("first", "block_add")]
    assert min(x for x, _y in shortcut.points) < boxes["block_1_conv"].x


def test_normalisation_and_activation_hang_on_their_convolution():
    boxes = {box.name: box for box in lay_out_network(rows_of(ResNet50()), 700, 560).boxes}
    assert boxes["conv1_bn"].attached and boxes["conv1_bn"].y == boxes["conv1_conv"].bottom
    assert boxes["conv1_relu"].y == boxes["conv1_bn"].bottom
    assert not boxes["conv1_conv"].attached


def test_graphs_of_any_form_are_placed_without_overlap():
    def row(name, *inputs):
        return LayerRow(name=name, type="Conv2D", inputs=inputs, item=name, output_shape=(8, 8, 1))

    rows = (
        row("a", INPUT),
        row("b", "a"),
        row("c", "b", "a"),
        row("d", "c", "b", "a"),
        row("e", INPUT),
        row("f", "d", "e"),
    )
    layout = lay_out_network(rows, 700, 560)
    assert not [pair for pair in itertools.combinations(layout.boxes, 2) if overlap(*pair)]
    assert len(layout.edges) == sum(len(one.inputs) for one in rows)
