import numpy as np
import pytest

from lab.architectures import ARCHITECTURES
from lab.architectures.grey_cnn import GreyCNN
from lab.architectures.mlp import MLP, HiddenLayer
from lab.architectures.perceptron import Perceptron
from lab.architectures.rgb_cnn import RGBCNN
from lab.errors import ConfigError


@pytest.mark.parametrize("architecture", [cls() for cls in ARCHITECTURES.classes()], ids=lambda a: a.name)
@pytest.mark.parametrize(("channels", "num_classes"), [(1, 2), (3, 7)])
def test_every_architecture_gives_probabilities_from_its_smallest_size_on(architecture, channels, num_classes):
    for size in (architecture.minimum_size(), 32):
        model = architecture.build((size, size, channels), num_classes)
        images = np.random.default_rng(0).random((4, size, size, channels), np.float32)
        probabilities = np.asarray(model(images))
        assert probabilities.shape == (4, num_classes)
        np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)


@pytest.mark.parametrize("architecture", [cls() for cls in ARCHITECTURES.classes()], ids=lambda a: a.name)
def test_every_architecture_refuses_what_is_too_small(architecture):
    size = architecture.minimum_size()
    architecture.check((size, size, 3))
    if size > 1:
        with pytest.raises(ConfigError, match=f"at least {size}.*Received: {size - 1}"):
            architecture.check((size - 1, size - 1, 3))
        with pytest.raises(ValueError, match=r".+"):
            architecture.build((size - 1, size - 1, 3), 2)


def count(model) -> dict[str, int]:
    return {layer.name: layer.count_params() for layer in model.layers if layer.count_params()}


def test_the_course_s_figures():
    grey = count(GreyCNN().build((28, 28, 1), 10))
    assert (grey["conv_1"], grey["conv_2"], grey["conv_3"]) == (160, 8_224, 32_832)
    assert sum(count(MLP().build((28, 28, 1), 10)).values()) == 784 * 64 + 64 + 64 * 128 + 128 + 128 * 10 + 10
    assert sum(count(Perceptron().build((28, 28, 1), 10)).values()) == 784 * 10 + 10
    shapes = [layer.output.shape[1:] for layer in RGBCNN().build((32, 32, 3), 10).layers]
    assert shapes[0] == (28, 28, 32)
    assert (3, 3, 128) in shapes


def test_hidden_layers_are_as_set():
    layers = (HiddenLayer(units=5, activation="tanh"), HiddenLayer(units=7, activation="sigmoid"))
    model = MLP(hidden_layers=layers).build((4, 4, 1), 3)
    assert [(layer.units, layer.activation.__name__) for layer in model.layers[1:-1]] == [(5, "tanh"), (7, "sigmoid")]


def test_dropout_can_be_left_out():
    assert not [layer for layer in GreyCNN().build((8, 8, 1), 3).layers if "dropout" in layer.name]
    assert [layer.rate for layer in GreyCNN(dropout=0.5).build((8, 8, 1), 3).layers if "dropout" in layer.name] == [0.5]
