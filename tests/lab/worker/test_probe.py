"""Looking at a network tells the truth about it and changes nothing."""

import keras
import numpy as np
import pytest

from lab.architectures.custom import Custom
from lab.architectures.mlp import MLP
from lab.augmentation.geometric import Geometric
from lab.config import RunConfig, Split
from lab.datasets.subset import Subset
from lab.layers.convolution import Conv2D
from lab.layers.dense import Dense, Flatten
from lab.layers.regularization import ActivationLayer, BatchNormalization, Dropout
from lab.network import StackItem
from lab.runs.history import RunHistory
from lab.runs.insight import KINDS, read_insight, read_look
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus
from lab.scaling import Scaler
from lab.worker.layer_probe import LayerProbe
from lab.worker.probe import choose_spread
from tests.lab.worker.test_resume import weights

SCALER = Scaler(scale=(1 / 255,), offset=(0.0,))
IMAGES = Subset.whole(np.random.default_rng(0).integers(0, 256, (23, 6, 6, 1), np.uint8), np.arange(23) % 3)
STACK = (
    Conv2D(filters=8, activation="linear"), BatchNormalization(), ActivationLayer(), Dropout(rate=0.3), Flatten(),
    Dense(units=16), Dropout(rate=0.5),
)  # fmt: skip
# Everything that a careless look could touch: statistics, dropout's random numbers, the order of images.
CONFIG = RunConfig(
    architecture=Custom(layers=tuple(StackItem(block=block) for block in STACK)),
    augmentation=Geometric(),
    split=Split(validation_split=0.5, test_split=0.5),
    batch_size=64,
    epochs=3,
    deterministic=True,
    histograms=True,
)


def build() -> keras.Model:
    keras.utils.set_random_seed(0)
    inputs = keras.Input((6, 6, 1))
    hidden = keras.layers.Conv2D(4, 3, activation="relu", name="conv")(inputs)
    hidden = keras.layers.BatchNormalization(name="bn")(hidden)
    hidden = keras.layers.ReLU(name="relu")(hidden)
    hidden = keras.layers.Flatten()(hidden)
    return keras.Model(inputs, keras.layers.Dense(3, "softmax", name="output")(hidden))


def look(model: keras.Model, batch_size: int = 64) -> dict[str, np.ndarray]:
    return LayerProbe(model, "sparse_categorical_crossentropy", IMAGES, SCALER, batch_size).look()


@pytest.mark.slow
def test_looking_changes_no_weight_and_a_killed_run_s_looks_are_replaced(forks, make_run):
    unseen = make_run("unseen", CONFIG.model_copy(update={"histograms": False}))
    seen, killed = make_run("seen", CONFIG), make_run("killed", CONFIG)
    assert forks.work(unseen) and forks.work(seen)
    for checkpoint in ("best", "last"):
        for name, values in weights(unseen, checkpoint).items():
            np.testing.assert_array_equal(values, weights(seen, checkpoint)[name], err_msg=name)
    plain, whole = read_insight(unseen, 3), read_insight(seen, 3)
    assert [one.epoch for one in plain.looks] == [one.epoch for one in whole.looks] == [0, 1, 2, 3]
    assert plain.looks[-1].layers == ()
    assert whole.looks[-1].layers == ("conv2d_1", "activation_1", "dense_1", "output")
    # In the middle of the second epoch's checkpoint: its look is there, its checkpoint is not.
    assert not forks.work(killed, die_at_change=8)
    assert RunHistory(killed).follow().state is not RunStatus.FINISHED
    killed.look_path(2).write_bytes(b"of another life")
    assert forks.work(killed)
    again = read_insight(killed, 3)
    assert again.damaged == ()
    for one, other, alone in zip(whole.looks, again.looks, plain.looks, strict=True):
        for name in ("probabilities", "gradient_norms", "dead_shares", "counts", "ranges"):
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=f"{one.epoch} {name}")
        np.testing.assert_array_equal(one.probabilities, alone.probabilities)


@pytest.mark.slow
def test_a_look_that_cannot_be_kept_is_said_and_the_training_goes_on(forks, make_run):
    run = make_run("run", RunConfig(architecture=MLP(), epochs=2))
    (run.path / "insight").write_bytes(b"in the way")
    assert forks.work(run)
    history = RunHistory(run).follow()
    assert history.state is RunStatus.FINISHED
    assert any("look at epoch 2 could not be kept" in text for _time, text in history.messages)
    assert read_insight(run, 2) is None


def test_gradients_are_those_of_the_loss_however_many_images_are_taken_at_a_time():
    model = build()
    inputs, labels = SCALER.transform(IMAGES.take()), IMAGES.labels
    whole, pieces = look(model), look(model, batch_size=5)
    assert tuple(whole["layers"]) == ("conv", "relu", "output")
    np.testing.assert_allclose(whole["gradient_norms"], pieces["gradient_norms"], rtol=1e-4)
    np.testing.assert_array_equal(whole["dead_shares"], pieces["dead_shares"])
    # Of a softmax with cross-entropy the gradient by the last kernel is known: inputs times (probability - truth).
    before = keras.Model(model.input, model.layers[-1].input)(inputs, training=False).numpy()
    error = model(inputs, training=False).numpy() - np.eye(3)[labels]
    assert whole["gradient_norms"][2] == pytest.approx(np.linalg.norm(before.T @ error / len(labels)), rel=1e-3)
    assert np.isnan(whole["gradient_norms"][1])


def test_dead_units_are_counted_where_there_is_a_relu():
    model = build()
    kernel, bias = model.get_layer("conv").get_weights()
    bias[:3] = -100
    model.get_layer("conv").set_weights([kernel, bias])
    seen = look(model)
    assert seen["dead_shares"][0] == 0.75
    assert np.isnan(seen["dead_shares"][2])


def test_histograms_hold_the_weights_and_their_range():
    model = build()
    seen = look(model)
    kernel = model.get_layer("output").get_weights()[0]
    place = KINDS.index("weights"), 2
    assert seen["counts"][place].sum() == kernel.size
    np.testing.assert_allclose(seen["ranges"][place], [kernel.min(), kernel.max()], rtol=1e-5)
    expected = np.histogram(kernel, 50, (kernel.min(), kernel.max()))[0]
    assert np.abs(expected - seen["counts"][place].astype(int)).sum() <= 4
    assert np.isnan(seen["ranges"][KINDS.index("weights"), 1]).all()


def test_a_frozen_layer_has_weights_and_no_gradient():
    model = build()
    model.get_layer("conv").trainable = False
    seen = look(model)
    assert np.isnan(seen["gradient_norms"][0]) and np.isfinite(seen["gradient_norms"][2])
    assert np.isfinite(seen["ranges"][KINDS.index("weights"), 0]).all()


@pytest.mark.parametrize("value", [np.nan, np.inf, 0.0, 1e-40, 3e38])
def test_weights_of_any_kind_can_be_looked_at(value):
    model = build()
    layer = model.get_layer("output")
    layer.set_weights([np.full_like(layer.get_weights()[0], value), layer.get_weights()[1]])
    with np.errstate(all="ignore"):
        seen = look(model)
    assert seen["counts"].shape == (3, 3, 50)


def test_looking_leaves_statistics_and_metrics_alone():
    model = build()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    before = [variable.numpy().copy() for variable in model.variables]
    look(model)
    for variable, value in zip(model.variables, before, strict=True):
        np.testing.assert_array_equal(variable.numpy(), value)


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ([0, 0, 0, 1, 1, 2], [0, 3, 5, 1]),
        ([5, 5, 5, 5, 5], [0, 1, 2, 3]),
        ([9, 7], [1, 0]),
        (list(range(40)), [0, 13, 26, 39]),
    ],
)
def test_the_handful_has_as_many_classes_as_it_can(labels, expected):
    assert choose_spread(np.array(labels), 4).tolist() == expected


def test_a_look_is_read_from_what_was_written(tmp_path):
    folder = RunFolder(tmp_path)
    folder.handful_path.parent.mkdir()
    seen = {"probabilities": np.ones((2, 3), np.float32) / 3, **look(build())}
    np.savez_compressed(folder.look_path(4), **seen)
    read = read_look(folder, 4, (2, 3))
    assert read.epoch == 4
    assert read.layers == ("conv", "relu", "output")
