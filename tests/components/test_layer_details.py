from components.layer_details import explain_window, list_facts, list_settings
from lab.architectures.grey_cnn import GreyCNN
from lab.architectures.resnet50 import ResNet50
from lab.layers.base import Window
from lab.layers.convolution import Conv2D
from lab.network import LayerRow


def test_a_convolution_s_numbers_come_with_their_arithmetic():
    row = GreyCNN().list_layers((28, 28, 1), 10)[1]
    facts = dict(list_facts(row, [(28, 28, 16)]))
    assert (facts["Input"], facts["Output"]) == ("28 × 28 × 16", "28 × 28 × 32")
    assert facts["Parameters"] == "4·4·16·32 + 32 = **8,224**"
    assert facts["Multiply-adds"] == "28·28 × 8,192 = **6.42 M**"
    assert facts["Activation memory"] == "100 kB an image"
    assert facts["Receptive field"] == "6 × 6 pixels"


def test_numbers_that_training_leaves_alone_are_counted_apart():
    rows = {row.name: row for row in ResNet50().list_layers((64, 64, 3), 10)}
    assert "128 not trained" in dict(list_facts(rows["conv1_bn"], [(32, 32, 64)]))["Parameters"]
    shapes = [(16, 16, 256), (16, 16, 256)]
    assert dict(list_facts(rows["conv2_block1_add"], shapes))["Input"] == "16 × 16 × 256 + 16 × 16 × 256"


def test_of_a_layer_behind_an_impossible_one_nothing_is_made_up():
    row = LayerRow("dense", "Dense", ("before",), "dense", None)
    assert list_facts(row, [None]) == []


def test_settings_are_named_as_in_their_form_the_most_telling_first():
    settings = list_settings(Conv2D(filters=8, kernel_size=5))
    assert settings[:2] == [("Filters", "8"), ("Kernel", "5")]
    assert ("Bias", "yes") in settings
    assert not {"L1", "L2", "Dilation", "name"} & {name for name, _value in settings}
    assert ("Dilation", "2") in list_settings(Conv2D(dilation_rate=2))


def test_the_formula_of_a_window_has_its_numbers_in_it():
    assert explain_window(Window(3, 2), (28, 28, 1))[-1] == "Height and width: ⌊(28 − 3) / 2⌋ + 1 = 13"
    lines = explain_window(Window(3, 2, padding="same"), (28, 20, 1))
    assert lines[1:] == ["Height: ⌈28 / 2⌉ = 14", "Width: ⌈20 / 2⌉ = 10"]
    assert any("2·(3 − 1) + 1 = 5" in line for line in explain_window(Window(3, dilation=2), (28, 28, 1)))
