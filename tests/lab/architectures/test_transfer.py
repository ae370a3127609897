"""Transfer from keras.applications, with files that the test writes as Keras once wrote its own."""

import dataclasses
import hashlib
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import pytest

from lab.architectures.base import Phase
from lab.architectures.transfer import Transfer
from lab.datasets.subset import Subset
from lab.errors import ConfigError
from lab.pretrained import BASES
from lab.scaling import SCALINGS
from lab.settings import load_settings
from lab.worker.model_layers import list_model_layers
from tests.lab.worker.asking import ask

SMALL = "mobilenet_v3_small"
BIG = [name for name in BASES if name not in ("mobilenet_v2", SMALL)]
NOWHERE = Path()
IMAGES = np.random.default_rng(0).integers(0, 256, (2, 75, 75, 3), np.uint8)


@pytest.fixture(autouse=True)
def weights(tmp_path, monkeypatch):
    """The folder where weights are looked for."""
    monkeypatch.setenv("LAB_HOME", str(tmp_path))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    load_settings.cache_clear()
    yield tmp_path / "weights"
    load_settings.cache_clear()
    keras.backend.clear_session()


def make_application(name: str, size: int = 32) -> keras.Model:
    """Keras's own network, as people use it."""
    function = getattr(keras.applications, BASES[name].function)
    return scatter(function(weights=None, include_top=False, input_shape=(size, size, 3)))


def scatter(model: keras.Model) -> keras.Model:
    """Weights that nothing initialises so, and that let numbers neither vanish nor explode."""
    generator = np.random.default_rng(1)
    for weight in model.weights:
        scale = 1 / np.sqrt(max(1, np.prod(weight.shape[:-1])))
        positive = "variance" in weight.name or "gamma" in weight.name
        values = generator.uniform(0.5, 1, weight.shape) if positive else generator.normal(0, scale, weight.shape)
        weight.assign(values)
    return model


def write_legacy(model: keras.Model, path: Path) -> None:
    """Keras reads this format, and writes it no more."""
    path.parent.mkdir(parents=True, exist_ok=True)
    layers = [layer for layer in model.layers if layer.weights]
    with h5py.File(path, "w") as file:
        file.attrs["layer_names"] = [layer.name.encode() for layer in layers]
        for layer in layers:
            group = file.create_group(layer.name)
            names = [f"{layer.name}/{weight.name}:0".encode() for weight in layer.weights]
            group.attrs["weight_names"] = names
            for name, weight in zip(names, layer.weights, strict=True):
                group[name.decode()] = weight.numpy()


def publish(monkeypatch, name: str, path: Path) -> None:
    """Let this file be the one that Keras published."""
    content = path.read_bytes()
    md5 = hashlib.md5(content).hexdigest()
    monkeypatch.setitem(BASES, name, dataclasses.replace(BASES[name], md5=md5, size_bytes=len(content)))


class Asked(Exception):
    """Carries what Keras would fetch."""


@pytest.mark.parametrize("name", BASES)
def test_files_addresses_and_checksums_are_those_that_keras_asks_for(name, monkeypatch):
    def ask(file, origin, file_hash=None, **_options):
        raise Asked(file, origin, file_hash or "")

    base = BASES[name]
    monkeypatch.setattr("keras.src.utils.file_utils.get_file", ask)
    with pytest.raises(Asked) as asked:
        getattr(keras.applications, base.function)(include_top=False, input_shape=(224, 224, 3))
    assert asked.value.args == (base.file, base.address, base.md5)


@pytest.mark.parametrize("name", [SMALL, "efficientnet_v2_b0", pytest.param("inception_v3", marks=pytest.mark.slow)])
def test_published_weights_and_the_expected_scaling_give_the_features_of_keras_s_own_network(
    name, weights, monkeypatch
):
    size = BASES[name].minimum_size
    theirs, path = make_application(name, size), weights / BASES[name].file
    write_legacy(theirs, path)
    publish(monkeypatch, name, path)
    transfer = Transfer(base=name)
    model = transfer.build((size, size, 3), 4)
    transfer.begin(model, NOWHERE)
    transfer.begin_phase(model, transfer.phases(1)[0])
    images = IMAGES[:, :size, :size]
    scaler = SCALINGS[transfer.expected_scaling()]().fit(Subset.whole(images))
    ours = keras.Model(model.input, model.get_layer("avg_pool").output)
    module = {"inception_v3": "inception_v3", SMALL: "mobilenet_v3", "efficientnet_v2_b0": "efficientnet_v2"}[name]
    prepared = getattr(keras.applications, module).preprocess_input(images.astype(np.float32))
    expected = theirs.predict(prepared, verbose=0).mean(axis=(1, 2))
    # As in training: dropout and normalisation of the base stay as they are in prediction.
    features = np.asarray(ours(scaler.transform(images), training=True))
    np.testing.assert_allclose(features, expected, rtol=1e-3, atol=1e-4 * np.abs(expected).max())


def test_without_the_weights_a_training_does_not_begin_at_random():
    transfer = Transfer(base=SMALL)
    for begin in (transfer.check_ready, lambda: transfer.begin(transfer.build((32, 32, 3), 4), NOWHERE)):
        with pytest.raises(ConfigError, match="weights of MobileNetV3 small are not on this machine"):
            begin()
    Transfer(base=SMALL, weights="random").check_ready()


def damage_shape(file: h5py.File) -> None:
    """The same number of numbers, so that nothing but the shape is wrong."""
    name = file["conv"].attrs["weight_names"][0]
    values = file["conv"][name][()]
    del file["conv"][name]
    file["conv"][name] = values.reshape(1, *values.shape)


def damage_size(file: h5py.File) -> None:
    """Four terabytes in a few bytes."""
    name = file["conv"].attrs["weight_names"][0]
    del file["conv"][name]
    file["conv"].create_dataset(name, (10**6, 10**6), "f4", chunks=(1, 1024))


def damage_kind(file: h5py.File) -> None:
    name = file["conv"].attrs["weight_names"][0]
    values = file["conv"][name][()]
    del file["conv"][name]
    file["conv"][name] = values.astype("f8")


def damage_layers(file: h5py.File) -> None:
    file.attrs["layer_names"] = file.attrs["layer_names"][:-1]


def damage_names(file: h5py.File) -> None:
    del file["conv"].attrs["weight_names"]


@pytest.mark.parametrize("damage", [damage_shape, damage_size, damage_kind, damage_layers, damage_names])
def test_a_file_with_other_arrays_is_refused_in_words_and_changes_nothing(damage, weights, monkeypatch):
    path = weights / BASES[SMALL].file
    write_legacy(make_application(SMALL), path)
    with h5py.File(path, "r+") as file:
        damage(file)
    publish(monkeypatch, SMALL, path)
    transfer = Transfer(base=SMALL)
    model = transfer.build((32, 32, 3), 4)
    before = model.get_weights()
    with pytest.raises(ConfigError, match=f"{BASES[SMALL].file} does not hold the weights of this network"):
        transfer.begin(model, NOWHERE)
    assert all((old == new).all() for old, new in zip(before, model.get_weights(), strict=True))


def test_a_file_that_is_none_is_refused_in_words(weights, monkeypatch):
    path = weights / BASES[SMALL].file
    path.parent.mkdir()
    path.write_bytes(b"<html>log in first</html>")
    publish(monkeypatch, SMALL, path)
    transfer = Transfer(base=SMALL)
    with pytest.raises(ConfigError, match="does not hold the weights"):
        transfer.begin(transfer.build((32, 32, 3), 4), NOWHERE)


def train_a_step(transfer: Transfer, phase: Phase) -> tuple[keras.Model, set[str]]:
    """Gives the model and the layers that a step of training changes."""
    model = scatter(transfer.build((32, 32, 3), 3))
    transfer.begin_phase(model, phase)
    model.compile("sgd", "sparse_categorical_crossentropy")
    before = {layer.name: layer.get_weights() for layer in model.layers}
    model.train_on_batch(np.random.default_rng(0).normal(0, 1, (4, 32, 32, 3)), np.arange(4) % 3)
    return model, {
        layer.name
        for layer in model.layers
        if any((old != new).any() for old, new in zip(before[layer.name], layer.get_weights(), strict=True))
    }


def test_frozen_weights_do_not_change():
    transfer = Transfer(base="mobilenet_v2", weights="random")
    _model, changed = train_a_step(transfer, transfer.phases(3)[0])
    assert changed == {"dense", "output"}


def test_what_is_fine_tuned_begins_at_the_layer_that_is_named_and_normalisation_stays():
    transfer = Transfer(base="mobilenet_v2", weights="random", training="fine_tuned", fine_tune_from="block_16_project")
    model, changed = train_a_step(transfer, transfer.phases(3)[0])
    assert changed == {"block_16_project", "Conv_1", "dense", "output"}
    assert [layer.name for layer in model.layers if layer.trainable and layer.weights] == [
        "block_16_project",
        "Conv_1",
        "dense",
        "output",
    ]


def test_two_phases_train_the_head_then_the_base_at_a_lower_rate():
    transfer = Transfer(weights="random", training="two_phases", head_epochs=2, fine_tuning_factor=0.2)
    assert transfer.phases(5) == (Phase(2, 1.0, trains_base=False), Phase(5, 0.2, trains_base=True))


@pytest.mark.parametrize("training", ["fine_tuned", "two_phases"])
def test_a_layer_that_is_not_there_is_refused_before_the_first_epoch_with_the_nearest(training):
    transfer = Transfer(base="vgg16", weights="random", training=training, fine_tune_from="block5_konv1")
    with pytest.raises(ConfigError, match="must be a layer of the base, such as .*block5_conv1.*block5_konv1"):
        transfer.build((32, 32, 3), 3)


@pytest.mark.parametrize("name", list(BASES))
def test_every_base_refuses_what_is_too_small_and_grey_images(name):
    transfer = Transfer(base=name)
    least = transfer.minimum_size()
    transfer.check((least, least, 3))
    with pytest.raises(ConfigError, match=f"at least {least}"):
        transfer.check((least - 1, least - 1, 3))
    with pytest.raises(ConfigError, match="needs 3 channels. Received: 1"):
        transfer.check((least, least, 1))
    assert transfer.introduced
    assert transfer.paper_address.startswith("https://")


def describe(transfer: Transfer, size: int) -> list[dict[str, Any]]:
    return ask("describe", architecture=transfer, input_shape=(size, size, 3), num_classes=4)


@pytest.mark.parametrize("name", ["mobilenet_v2", SMALL, *(pytest.param(one, marks=pytest.mark.slow) for one in BIG)])
def test_the_layer_table_needs_no_weights_and_says_what_is_trained(name):
    size = BASES[name].minimum_size
    transfer = Transfer(base=name)
    rows = {row["name"]: row for row in describe(transfer, size)}
    assert {name for name, row in rows.items() if row["trainable"]} == {"dense", "output"}
    assert rows["output"]["output_shape"] == [4]
    assert not any(row["problem"] for row in rows.values())
    phases = transfer.model_copy(update={"training": "two_phases"})
    assert sum(row["trainable"] for row in describe(phases, size)) > sum(row["trainable"] for row in rows.values())


@pytest.mark.parametrize("name", [SMALL, pytest.param("inception_v3", marks=pytest.mark.slow)])
def test_a_layer_is_called_the_same_whatever_was_built_before(name):
    size = BASES[name].minimum_size
    transfer = Transfer(base=name, weights="random")
    first, second = (list_model_layers(transfer.build((size, size, 3), 4)) for _time in range(2))
    assert [row.name for row in first] == [row.name for row in second]
    keras.backend.clear_session()
    theirs = getattr(keras.applications, BASES[name].function)(
        weights=None, include_top=False, input_shape=(size, size, 3), **dict(BASES[name].options)
    )
    assert {layer.name for layer in theirs.layers[1:]} <= {row.name for row in first}


def test_a_checkpoint_of_a_frozen_network_loads_into_one_that_is_fine_tuned(tmp_path):
    frozen = Transfer(base="mobilenet_v2", weights="random")
    model, _changed = train_a_step(frozen, frozen.phases(1)[0])
    model.save_weights(tmp_path / "it.weights.h5")
    again = frozen.model_copy(update={"training": "fine_tuned"}).build((32, 32, 3), 3)
    again.load_weights(tmp_path / "it.weights.h5")
    images = np.random.default_rng(0).normal(0, 1, (2, 32, 32, 3))
    np.testing.assert_allclose(again.predict(images, verbose=0), model.predict(images, verbose=0), atol=1e-6)
