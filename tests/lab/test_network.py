import keras
import pytest

from lab.architectures.custom import Custom
from lab.architectures.googlenet import GoogLeNet
from lab.architectures.grey_cnn import GreyCNN
from lab.architectures.resnet50 import ResNet50
from lab.architectures.tuned_cnn import TunedCNN
from lab.layers.convolution import Conv2D
from lab.layers.dense import Dense, Flatten
from lab.layers.pooling import MaxPooling2D
from lab.layers.regularization import Dropout
from lab.layers.residual import ResidualBlock
from lab.network import StackItem, draw_network, list_layers, name_items
from lab.network_code import write_network_code
from lab.worker.model_layers import list_model_layers


def rows_of(*blocks, shape=(28, 28, 1)):
    return list_layers(draw_network([StackItem(block=block) for block in blocks], shape))


def test_the_arithmetic_of_the_course():
    first, second, third = GreyCNN().list_layers((28, 28, 1), 10)[:3]
    assert (first.arithmetic, first.parameters) == ("3·3·1·16 + 16", 160)
    assert (second.arithmetic, second.parameters) == ("4·4·16·32 + 32", 8_224)
    assert (third.arithmetic, third.parameters) == ("4·4·32·64 + 64", 32_832)
    assert second.multiply_adds == 28 * 28 * 4 * 4 * 16 * 32
    assert second.activation_bytes == 28 * 28 * 32 * 4


def test_two_3x3_see_as_far_as_one_5x5_and_pooling_doubles_the_step():
    rows = rows_of(Conv2D(), Conv2D(), MaxPooling2D(), Conv2D(), Flatten(), Dense(units=3))
    assert [row.receptive_field for row in rows] == [3, 5, 6, 10, 10, 0]


def test_layers_of_the_same_name_are_told_apart_and_a_beginning_keeps_its_names():
    blocks = (Conv2D(), Conv2D(), ResidualBlock(), ResidualBlock(), Dense())
    labels = ("conv2d_2", "", "same", "same", "output")
    stack = [StackItem(label=label, block=block) for label, block in zip(labels, blocks, strict=True)]
    assert name_items(stack) == ["conv2d_2", "conv2d_2_2", "same", "same_2", "output"]
    assert [name_items(stack[:end]) for end in range(5)] == [name_items(stack)[:end] for end in range(5)]
    network = draw_network(stack, (16, 16, 3))
    assert {node.item for node in network.nodes} == set(name_items(stack))
    assert network.problem.item == "output"


def test_an_impossible_layer_is_marked_and_those_after_it_are_unknown():
    rows = rows_of(Conv2D(), Dense(units=4), Dropout(), shape=(8, 8, 3))
    assert rows[0].output_shape == (8, 8, 32)
    assert "Put Flatten" in rows[1].problem
    assert (rows[2].output_shape, rows[2].problem) == (None, "")


def test_names_are_free_even_where_somebody_takes_those_of_a_block():
    stack = [StackItem(label="a_add", block=Conv2D()), StackItem(label="a", block=ResidualBlock())]
    stack += [StackItem(label="a", block=Dropout()), StackItem(label="input", block=Flatten())]
    names = [node.name for node in draw_network(stack, (8, 8, 3)).nodes]
    assert len(set(names)) == len(names)
    assert {"a_add", "a_add_2", "a_2", "input_2"} <= set(names)


@pytest.mark.parametrize("architecture", [GreyCNN(), TunedCNN(), GoogLeNet(width=0.1), ResNet50(width=0.1)], ids=str)
def test_what_is_drawn_is_what_keras_builds(architecture):
    drawn = architecture.list_layers((40, 40, 3), 7)
    built = {row.name: row for row in list_model_layers(architecture.build((40, 40, 3), 7))}
    assert set(built) == {row.name for row in drawn}
    for row in drawn:
        other = built[row.name]
        assert (row.type, row.output_shape, row.inputs) == (other.type, other.output_shape, other.inputs)
        assert (row.parameters, row.trainable) == (other.parameters, other.trainable)
        assert (row.multiply_adds, row.receptive_field) == (other.multiply_adds, other.receptive_field)


@pytest.mark.parametrize(
    "architecture", [Custom(), TunedCNN(l1=0.1), GoogLeNet(width=0.1), ResNet50(width=0.1)], ids=str
)
def test_the_script_runs_as_it_stands_and_makes_the_same_network(architecture, capsys):
    code = write_network_code(architecture.draw((32, 32, 3), 5), architecture.name)
    namespace: dict[str, object] = {}
    exec(compile(code, "script.py", "exec"), namespace)
    model, built = namespace["model"], architecture.build((32, 32, 3), 5)
    assert isinstance(model, keras.Model)
    assert [layer.get_config() for layer in model.layers[1:]] == [layer.get_config() for layer in built.layers[1:]]
    assert "Total params" in capsys.readouterr().out
