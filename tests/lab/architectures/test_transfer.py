"""Transfer from keras.applications, with small files that the tests make."""

import h5py
import keras
import numpy as np
import pytest
from keras.src.legacy.saving import legacy_h5_format

from lab.architectures.transfer import Transfer
from lab.errors import ConfigError
from lab.pretrained import BASES, weights_directory
from tests.lab.importing.making import takes_at_most

SHAPE = (32, 32, 3)
SMALL = "mobilenet_v3_small"


class Asked(Exception):
    """Carries what Keras would have fetched."""


@pytest.fixture(autouse=True)
def home(lab_home, monkeypatch, tmp_path):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    yield
    keras.backend.clear_session()


@pytest.mark.parametrize("name", BASES)
def test_files_addresses_and_checksums_are_keras_s(name, monkeypatch):
    def ask(fname, origin, file_hash=None, **_options):
        raise Asked(fname, origin, file_hash or "")

    base = BASES[name]
    monkeypatch.setattr("keras.src.utils.file_utils.get_file", ask)
    with pytest.raises(Asked) as asked:
        getattr(keras.applications, base.function)(include_top=False, input_shape=(224, 224, 3))
    assert asked.value.args == (base.file, base.address, base.md5)


@pytest.mark.parametrize("name", BASES)
def test_every_base_is_built_and_says_where_it_comes_from(name):
    architecture = Transfer(base=name, weights="random")
    size = architecture.minimum_size()
    model = architecture.build((size, size, 3), 4)
    assert model.output_shape == (None, 4)
    assert [layer.name for layer in model.layers[-3:]] == ["avg_pool", "dense", "output"]
    assert architecture.introduced
    assert architecture.paper_address.startswith("https://")
    with pytest.raises(ConfigError, match="needs 3 channels"):
        architecture.check((size, size, 1))


def save_random(name: str, path) -> keras.Model:
    """Random weights in the format of Keras's published files."""
    base = BASES[name]
    function = getattr(keras.applications, base.function)
    model = function(weights=None, include_top=False, input_shape=SHAPE, **dict(base.options))
    for weight in model.weights:
        weight.assign(np.random.default_rng(weight.shape[-1]).uniform(0.01, 0.1, weight.shape))
    path.parent.mkdir(parents=True, exist_ok=True)
    with h5py.File(path, "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)
    return model


def without_checksum(name: str, monkeypatch) -> None:
    """A file that a test makes has another checksum than the published one."""
    monkeypatch.setattr("lab.architectures.weight_files.check_weights", lambda _base, _path: None)
    assert name in BASES


@pytest.mark.parametrize("name", ["mobilenet_v2", SMALL])
def test_weights_from_a_placed_file_give_the_features_of_keras_s_own_network(name, monkeypatch):
    without_checksum(name, monkeypatch)
    theirs = save_random(name, weights_directory() / BASES[name].file)
    architecture = Transfer(base=name)
    architecture.check_ready()
    model = architecture.build(SHAPE, 3)
    architecture.begin(model)
    ours = keras.Model(model.input, model.get_layer(architecture.name_base_layers(model)[-1]).output)
    images = np.random.default_rng(0).uniform(-1, 1, (2, *SHAPE)).astype(np.float32)
    np.testing.assert_allclose(np.asarray(ours(images)), np.asarray(theirs(images)), rtol=1e-4, atol=1e-5)


def test_without_the_file_nothing_begins_and_it_is_said_how_to_get_it():
    with pytest.raises(ConfigError) as caught:
        Transfer(base="vgg16").check_ready()
    for part in (BASES["vgg16"].file, BASES["vgg16"].address, str(weights_directory()), "59 MB"):
        assert part in str(caught.value)
    Transfer(base="vgg16", weights="random").check_ready()
    model = Transfer(base=SMALL).build(SHAPE, 3)
    with pytest.raises(ConfigError, match="not on this machine"):
        Transfer(base=SMALL).begin(model)


def test_a_file_that_keras_did_not_publish_is_refused():
    path = weights_directory() / BASES[SMALL].file
    save_random(SMALL, path)
    with pytest.raises(ConfigError, match="not what Keras published"):
        Transfer(base=SMALL).begin(Transfer(base=SMALL).build(SHAPE, 3))


def write_other(path, kind: str) -> None:
    path.parent.mkdir(parents=True)
    if kind == "text":
        path.write_text("no weights")
        return
    with h5py.File(path, "w") as file:
        shape = (30_000, 30_000) if kind == "huge" else (3, 3)
        file.create_dataset("it", shape, "float64" if kind == "double" else "float32", chunks=True)


@pytest.mark.parametrize("kind", ["text", "other", "double", "huge"])
def test_a_file_that_holds_something_else_is_refused_before_it_is_read(kind, monkeypatch):
    without_checksum("mobilenet_v2", monkeypatch)
    write_other(weights_directory() / BASES["mobilenet_v2"].file, kind)
    architecture = Transfer(base="mobilenet_v2")
    model = architecture.build(SHAPE, 3)
    with takes_at_most(300_000_000), pytest.raises(ConfigError, match="does not hold the weights of this network"):
        architecture.begin(model)


def train_a_step(architecture: Transfer) -> tuple[set[str], list[str]]:
    """The layers whose numbers changed, and those of the base."""
    model = architecture.build(SHAPE, 3)
    (phase,) = architecture.phases(4)
    architecture.begin_phase(model, phase)
    model.compile(keras.optimizers.SGD(0.1), "sparse_categorical_crossentropy")
    before = {layer.name: layer.get_weights() for layer in model.layers}
    images = np.random.default_rng(0).uniform(-1, 1, (4, *SHAPE)).astype(np.float32)
    model.train_on_batch(images, np.arange(4) % 3)
    changed = {
        layer.name
        for layer in model.layers
        if any((old != new).any() for old, new in zip(before[layer.name], layer.get_weights(), strict=True))
    }
    return changed, architecture.name_base_layers(model)


def test_a_frozen_base_stays_as_it_is_to_the_last_statistic():
    changed, base = train_a_step(Transfer(base="mobilenet_v2", weights="random"))
    assert not changed & set(base)
    assert "output" in changed


def test_fine_tuning_begins_at_the_chosen_layer_and_leaves_normalisation_alone():
    settings = {"base": "mobilenet_v2", "weights": "random", "training": "fine_tuned"}
    architecture = Transfer(**settings, fine_tune_from="block_16_expand")
    model = architecture.build(SHAPE, 3)
    architecture.begin_phase(model, architecture.phases(4)[0])
    trained = [layer.name for layer in model.layers if layer.trainable_weights]
    assert trained == ["block_16_expand", "block_16_depthwise", "block_16_project", "Conv_1", "dense", "output"]


def test_a_layer_that_is_not_there_is_named_with_its_neighbours():
    with pytest.raises(ConfigError, match=r"no layer block_16_expnd. Near: block_16_expand"):
        train_a_step(
            Transfer(base="mobilenet_v2", weights="random", training="fine_tuned", fine_tune_from="block_16_expnd")
        )


def test_two_phases_share_the_epochs():
    phases = Transfer(training="two_phases", head_epochs=3, fine_tuning_factor=0.05).phases(10)
    assert [(phase.end, phase.rate_factor, phase.trains_base) for phase in phases] == [(3, 1, False), (10, 0.05, True)]
    assert [phase.trains_base for phase in Transfer(training="two_phases", head_epochs=3).phases(3)] == [False]
