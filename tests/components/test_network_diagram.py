import json

import pytest

from components.network_diagram import describe_diagram, name_type
from lab.architectures.custom import Custom
from lab.architectures.googlenet import GoogLeNet
from lab.architectures.resnet50 import ResNet50
from lab.layers.convolution import Conv2D
from lab.layers.dense import Dense
from lab.layers.regularization import Dropout
from lab.network import INPUT, StackItem


def rows_of(*blocks, size=8):
    return Custom(layers=tuple(StackItem(block=block) for block in blocks)).list_layers((size, size, 3), 10)


@pytest.mark.parametrize("architecture", [GoogLeNet(), ResNet50()], ids=str)
def test_every_layer_is_said_and_placed_in_both_layouts_as_strict_json(architecture):
    rows = architecture.list_layers((64, 64, 3), 10)
    diagram = describe_diagram(rows, (64, 64, 3))
    json.dumps(diagram, allow_nan=False)
    assert [box["name"] for box in diagram["boxes"]] == [INPUT, *(row.name for row in rows)]
    assert diagram["boxes"][0]["shape"] == "64 × 64 × 3"
    for layout in diagram["layouts"].values():
        assert len(layout["boxes"]) == len(diagram["boxes"])
    assert diagram["layouts"]["narrow"]["width"] <= diagram["layouts"]["wide"]["width"]


def test_an_impossible_layer_is_marked_with_its_reason_and_those_behind_it_are_unknown():
    rows = rows_of(Conv2D(), Dense(), Dropout())
    boxes = describe_diagram(rows)["boxes"]
    assert [box["state"] for box in boxes] == ["", "", "problem", "unknown", "unknown"]
    assert rows[1].problem in boxes[2]["title"]
    assert boxes[3]["shape"] == ""


def test_within_a_frame_the_block_s_name_is_not_repeated():
    boxes = {box["name"]: box for box in describe_diagram(GoogLeNet().list_layers((64, 64, 3), 10))["boxes"]}
    assert boxes["inception_3a_5x5_reduce"]["label"] == "5x5_reduce"
    assert (boxes["inception_3a"]["label"], boxes["inception_3a"]["short"]) == ("inception_3a", "Concatenate")
    assert boxes["conv2_reduce"]["label"] == "conv2_reduce"


def test_a_type_names_its_kernel_and_a_stride_that_is_not_one():
    rows = rows_of(Conv2D(kernel_size=5, strides=2), Conv2D(), Dropout())
    assert [name_type(row) for row in rows[:3]] == ["Conv2D 5×5 /2", "Conv2D 3×3", "Dropout"]
