import keras
import numpy as np
import pytest

from lab.architectures import ARCHITECTURES
from lab.architectures.base import StackedArchitecture
from lab.architectures.googlenet import MODULES, GoogLeNet
from lab.architectures.grey_cnn import GreyCNN
from lab.architectures.mlp import MLP, HiddenLayer
from lab.architectures.perceptron import Perceptron
from lab.architectures.resnet50 import ResNet50
from lab.architectures.rgb_cnn import RGBCNN
from lab.architectures.tuned_cnn import TunedCNN
from lab.architectures.vgg16 import VGG16
from lab.errors import ConfigError

STACKED = [cls for cls in ARCHITECTURES.classes() if issubclass(cls, StackedArchitecture)]
NARROW = {"vgg16": {"width": 0.0625}, "googlenet": {"width": 0.0625}, "resnet50": {"width": 0.0625, "depth": 0.15}}
SMALL = [cls(**NARROW.get(cls.model_fields["name"].default, {})) for cls in STACKED]
WHOLE = [cls() for cls in STACKED if cls.model_fields["name"].default in NARROW]


def try_out(architecture, size: int, channels: int, num_classes: int, path, run_eagerly: bool = False) -> None:
    """Build, train a step, save, load into a fresh one, predict the same."""
    keras.utils.set_random_seed(0)
    model = architecture.build((size, size, channels), num_classes)
    model.compile("adam", "sparse_categorical_crossentropy", run_eagerly=run_eagerly)
    generator = np.random.default_rng(0)
    images = generator.random((4, size, size, channels), np.float32)
    before = [np.array(weight) for weight in model.trainable_weights]
    assert np.isfinite(model.train_on_batch(images, np.arange(4) % num_classes))
    assert any((old != np.array(new)).any() for old, new in zip(before, model.trainable_weights, strict=True))
    probabilities = np.asarray(model(images, training=False))
    assert probabilities.shape == (4, num_classes)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)
    model.save_weights(path)
    again = architecture.build((size, size, channels), num_classes)
    again.load_weights(path)
    np.testing.assert_allclose(np.asarray(again(images, training=False)), probabilities, atol=1e-6)
    keras.backend.clear_session()


@pytest.mark.parametrize("architecture", SMALL, ids=lambda a: a.name)
@pytest.mark.parametrize(("size", "channels", "num_classes"), [(0, 1, 2), (33, 3, 7)])
def test_every_network_learns_is_saved_and_predicts_the_same(architecture, size, channels, num_classes, tmp_path):
    try_out(architecture, size or architecture.minimum_size(), channels, num_classes, tmp_path / "it.weights.h5")


@pytest.mark.slow
@pytest.mark.parametrize("architecture", WHOLE, ids=lambda a: a.name)
def test_the_large_ones_do_so_at_full_width(architecture, tmp_path):
    # Their graphs are those of the narrow ones; only making one for a single step would take long.
    try_out(architecture, 48, 3, 10, tmp_path / "it.weights.h5", run_eagerly=True)


@pytest.mark.parametrize("architecture", SMALL, ids=lambda a: a.name)
def test_every_network_refuses_what_is_too_small_and_names_what_is_enough(architecture):
    size = architecture.minimum_size()
    architecture.check((size, size, 3))
    if size > 1:
        for refuse in (architecture.check, lambda shape: architecture.build(shape, 2)):
            with pytest.raises(ConfigError, match=f"at least {size}.*Received: {size - 1}") as caught:
                refuse((size - 1, size - 1, 3))
            assert caught.value.remedy == size


@pytest.mark.parametrize("architecture", [*SMALL, *WHOLE], ids=str)
def test_every_network_says_what_it_is(architecture):
    assert architecture.summary
    if architecture.name != "custom":
        assert architecture.introduced
        assert architecture.paper
        assert architecture.paper_address.startswith("https://")


def count(architecture, input_shape, num_classes) -> dict[str, int]:
    rows = architecture.list_layers(input_shape, num_classes)
    return {row.name: row.parameters for row in rows if row.parameters}


def test_the_course_s_small_networks():
    grey = count(GreyCNN(), (28, 28, 1), 10)
    assert (grey["conv_1"], grey["conv_2"], grey["conv_3"]) == (160, 8_224, 32_832)
    assert sum(count(MLP(), (28, 28, 1), 10).values()) == 784 * 64 + 64 + 64 * 128 + 128 + 128 * 10 + 10
    assert sum(count(Perceptron(), (28, 28, 1), 10).values()) == 784 * 10 + 10
    shapes = [row.output_shape for row in RGBCNN().list_layers((32, 32, 3), 10)]
    assert shapes[0] == (28, 28, 32)
    assert (3, 3, 128) in shapes


def test_vgg16_is_the_course_s_layer_for_layer():
    rows = VGG16().list_layers((224, 224, 3), 10)
    convolutions = [row for row in rows if row.type == "Conv2D"]
    assert [row.name for row in convolutions][:3] == ["block1_conv1", "block1_conv2", "block2_conv1"]
    filters = [row.output_shape[-1] for row in convolutions]
    assert filters == [64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512]
    assert {dict(row.window)["kernel_size"] for row in convolutions} == {3}
    assert [row.output_shape[0] for row in rows if row.type == "MaxPooling2D"] == [112, 56, 28, 14, 7]
    assert [row.name for row in rows][-5:] == ["avg_pool", "dropout_1", "dense", "dropout_2", "output"]
    assert rows[-3].output_shape == (120,)


def test_googlenet_is_the_course_s_module_for_module():
    network = GoogLeNet().draw((224, 224, 3), 10)
    layers = {node.name: node for node in network.nodes}
    assert (layers["conv1"].shape, layers["pool1"].shape) == ((112, 112, 64), (56, 56, 64))
    assert (layers["conv2_reduce"].shape, layers["conv2"].shape) == ((56, 56, 64), (56, 56, 192))
    for name, (one, three_reduce, three, five_reduce, five, pool) in MODULES.items():
        size = {"3": 28, "4": 14, "5": 7}[name[0]]
        module = f"inception_{name}"
        assert layers[module].shape == (size, size, one + three + five + pool)
        assert layers[f"{module}_3x3_reduce"].layer.filters == three_reduce
        assert layers[f"{module}_5x5_reduce"].layer.filters == five_reduce
        assert layers[f"{module}_3x3"].layer.kernel_size == 3
        assert layers[f"{module}_5x5"].layer.kernel_size == 5
    assert layers["inception_5b"].shape == (7, 7, 1024)


def test_resnet50_is_the_course_s_stage_for_stage():
    network = ResNet50().draw((224, 224, 3), 10)
    shapes = {node.name: node.shape for node in network.nodes}
    assert (shapes["conv1_conv"], shapes["pool1_pool"]) == ((112, 112, 64), (56, 56, 64))
    blocks = [name for name in shapes if name.endswith("_add")]
    assert [sum(f"conv{stage}_" in name for name in blocks) for stage in (2, 3, 4, 5)] == [3, 4, 6, 3]
    ends = [shapes[f"conv{stage}_block3_out"] for stage in (2, 3, 4, 5)]
    assert ends == [(56, 56, 256), (28, 28, 512), (14, 14, 1024), (7, 7, 2048)]
    assert [name for name in shapes if name.endswith("_0_conv")] == [f"conv{n}_block1_0_conv" for n in (2, 3, 4, 5)]
    convolutions = [node.layer for node in network.nodes if node.layer.name == "conv2d"]
    assert {layer.kernel_initializer for layer in convolutions} == {"he_normal"}
    assert shapes["dense"] == (200,)


def test_parameters_are_those_of_the_papers():
    assert sum(count(VGG16(head="paper"), (224, 224, 3), 1000).values()) == 138_357_544
    assert sum(count(ResNet50(head="paper"), (224, 224, 3), 1000).values()) == 25_636_712


@pytest.mark.slow
@pytest.mark.parametrize(
    ("architecture", "application"),
    [(VGG16(head="paper"), "VGG16"), (ResNet50(head="paper"), "ResNet50")],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_weights_of_keras_s_own_network_load_into_ours_and_give_the_same_features(architecture, application, tmp_path):
    theirs = getattr(keras.applications, application)(weights=None, include_top=False, input_shape=(64, 64, 3))
    for weight in theirs.weights:
        # So that means and variances count too.
        weight.assign(np.random.default_rng(1).uniform(0.5, 1, weight.shape) if "variance" in weight.name else weight)
    path = tmp_path / "weights.h5"
    theirs.save_weights(str(path).replace(".h5", ".weights.h5"))
    model = architecture.build((64, 64, 3), 5)
    trunk = keras.Model(model.inputs, model.get_layer(theirs.layers[-1].name).output)
    trunk.load_weights(str(path).replace(".h5", ".weights.h5"))
    images = np.random.default_rng(0).uniform(-120, 120, (2, 64, 64, 3)).astype(np.float32)
    np.testing.assert_allclose(trunk.predict(images, verbose=0), theirs.predict(images, verbose=0), atol=1e-4)


def test_each_switch_of_the_tuned_network_changes_its_part_alone():
    usual = TunedCNN().draw((32, 32, 3), 10)
    kinds = [node.layer.name for node in usual.nodes]
    without = [node.layer.name for node in TunedCNN(batch_normalization=False).draw((32, 32, 3), 10).nodes]
    assert without == [kind for kind in kinds if kind not in ("batch_normalization", "activation")]
    flat = [node.layer.name for node in TunedCNN(global_average_pooling=False).draw((32, 32, 3), 10).nodes]
    assert flat == ["flatten" if kind == "global_average_pooling2d" else kind for kind in kinds]
    restrained = [node.name for node in usual.nodes if getattr(node.layer, "l2", 0)]
    assert "block1_conv1" not in restrained
    assert "block1_conv2" in restrained
    initializers = {node.name: getattr(node.layer, "kernel_initializer", None) for node in usual.nodes}
    assert (initializers["dense"], initializers["output"]) == ("he_normal", "glorot_normal")
    plain = TunedCNN(initialization=False).draw((32, 32, 3), 10).nodes
    assert {getattr(node.layer, "kernel_initializer", "glorot_uniform") for node in plain} == {"glorot_uniform"}
    assert not [node for node in TunedCNN(dropout=0).draw((32, 32, 3), 10).nodes if node.layer.name == "dropout"]


def test_hidden_layers_are_as_set():
    layers = (HiddenLayer(units=5, activation="tanh"), HiddenLayer(units=7, activation="sigmoid"))
    model = MLP(hidden_layers=layers).build((4, 4, 1), 3)
    built = [(layer.units, layer.activation.__name__) for layer in model.layers[2:-1]]
    assert built == [(5, "tanh"), (7, "sigmoid")]


def test_dropout_can_be_left_out():
    assert "dropout" not in [node.name for node in GreyCNN().draw((8, 8, 1), 3).nodes]
    rates = [node.layer.rate for node in GreyCNN(dropout=0.5).draw((8, 8, 1), 3).nodes if node.name == "dropout"]
    assert rates == [0.5]
