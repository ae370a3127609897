import pytest

from components.layer_table import sum_layers, tabulate_layers
from lab.architectures.custom import Custom
from lab.architectures.googlenet import GoogLeNet
from lab.architectures.grey_cnn import GreyCNN
from lab.architectures.resnet50 import ResNet50
from lab.layers.convolution import Conv2D
from lab.layers.dense import Dense
from lab.network import StackItem

COLUMNS = ["Layer", "Type", "Output shape", "Parameters", "Share", "Arithmetic"]
COLUMNS += ["Multiply-adds", "Activation memory", "Receptive field"]


def test_the_table_of_the_course_s_network():
    table = tabulate_layers(GreyCNN().list_layers((28, 28, 1), 10))
    assert list(table.columns) == COLUMNS
    second = table.iloc[1]
    assert (second["Output shape"], second["Parameters"], second["Arithmetic"]) == (
        "28 × 28 × 32",
        8_224,
        "4·4·16·32 + 32",
    )
    assert table["Share"].sum() == pytest.approx(1)
    assert table["Receptive field"].iloc[0] == "3 × 3 pixels"
    assert table["Receptive field"].iloc[-1] == "the whole image"


def test_totals_are_sums_and_say_what_sits_in_the_classifier():
    rows = GreyCNN().list_layers((28, 28, 1), 10)
    totals = sum_layers(rows)
    assert totals.parameters == sum(row.parameters for row in rows)
    assert totals.classifier == sum(row.parameters for row in rows if row.type == "Dense") > 0
    assert totals.multiply_adds == sum(row.multiply_adds for row in rows)
    assert totals.activation_bytes == sum(row.activation_bytes for row in rows)


@pytest.mark.parametrize(("architecture", "depth"), [(ResNet50(head="paper"), 50), (GoogLeNet(), 22)], ids=str)
def test_depth_is_counted_as_the_papers_count_it(architecture, depth):
    assert sum_layers(architecture.list_layers((224, 224, 3), 10)).depth == depth


def test_an_impossible_layer_has_its_reason_in_front():
    layers = (StackItem(block=Conv2D()), StackItem(block=Dense()))
    table = tabulate_layers(Custom(layers=layers).list_layers((8, 8, 1), 10))
    assert list(table.columns) == ["Problem", *COLUMNS]
    assert "Put Flatten" in table["Problem"].iloc[1]
    assert table["Problem"].iloc[0] == table["Problem"].iloc[2] == ""
    assert list(table["Output shape"]) == ["8 × 8 × 32", "?", "?"]
    assert list(table["Parameters"].isna()) == [False, True, True]
