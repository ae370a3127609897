"""A run's convolutions taken over by another: from the training of the base to predictions without it."""

import shutil

import h5py
import numpy as np
import pytest

from lab.architectures.custom import Custom
from lab.architectures.mlp import MLP
from lab.architectures.transfer import Transfer
from lab.architectures.transfer_from_run import TransferFromRun, cut_trunk
from lab.config import RunConfig
from lab.controller import Controller
from lab.datasets.shapes import Shapes
from lab.errors import ConfigError, RunError
from lab.executors import LocalExecutor
from lab.layers.convolution import Conv2D
from lab.layers.dense import Dense, Flatten
from lab.layers.pooling import GlobalAveragePooling2D, MaxPooling2D
from lab.layers.regularization import BatchNormalization, Dropout
from lab.network import StackItem
from lab.preparation import Preparation
from lab.runs.event_log import EventLog, read_events
from lab.runs.history import RunHistory
from lab.runs.run_folder import RunFolder
from lab.runs.store import RunStore
from lab.settings import load_settings
from lab.trained import TrainedNetwork
from lab.worker.callbacks.checkpointer import Checkpointer
from lab.worker.train import train
from tests.lab.worker.asking import ask

LAYERS = (Conv2D(filters=4), BatchNormalization(), MaxPooling2D(), Conv2D(filters=6), Flatten(), Dense(units=8))
BASE = RunConfig(
    dataset=Shapes(count=300, size=16),
    preparation=Preparation(size=16),
    architecture=Custom(layers=tuple(StackItem(block=block) for block in LAYERS)),
    epochs=2,
)
TRUNK = ["conv2d_1", "batch_normalization_1", "max_pooling2d_1", "conv2d_2"]


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> RunStore:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAB_HOME", str(tmp_path_factory.mktemp("home")))
        load_settings.cache_clear()
        yield RunStore(load_settings().runs_directory, load_settings().index_path)
    load_settings.cache_clear()


def run(store: RunStore, config: RunConfig) -> RunFolder:
    folder = store.create(config, "ann", str(len(store.records())))
    fit(folder)
    return folder


def fit(folder: RunFolder) -> None:
    with EventLog(folder.events_path) as log:
        train(folder, log)
        log.append("state", state="finished", durable=True)


@pytest.fixture(scope="module")
def base(store) -> RunFolder:
    return run(store, BASE)


def take(base: RunFolder, **options: object) -> RunConfig:
    """A larger image than the base was trained on."""
    transfer = TransferFromRun(**options).taking(base.id, base.read_config())
    return BASE.model_copy(update={"architecture": transfer, "preparation": Preparation(size=24), "epochs": 3})


def read_weights(folder: RunFolder, checkpoint: str = "best") -> dict[str, list[np.ndarray]]:
    with h5py.File(folder.checkpoint_path(checkpoint)) as file:
        groups = [group["vars"] for group in file["layers"].values()]
        return {group.attrs["name"]: [group[place][()] for place in sorted(group)] for group in groups}


def predict(folder: RunFolder) -> np.ndarray:
    images = np.random.default_rng(0).integers(0, 256, (5, 24, 24, 3), np.uint8)
    return ask("predict", network=TrainedNetwork.read(folder, "best"), images=images)


def test_the_convolutions_are_taken_over_as_they_are_and_stay_so_where_they_are_frozen(store, base):
    folder = run(store, take(base))
    old, new = read_weights(base), read_weights(folder, "last")
    for name in TRUNK:
        assert len(old[name]) == len(new[name])
        assert all((before == after).all() for before, after in zip(old[name], new[name], strict=True))
    assert [name for name in new if name not in TRUNK and new[name]] == ["dense", "output"]
    assert new["dense"][0].shape == (6, 50)
    assert predict(folder).shape == (5, len(folder.read_json(folder.labels_path)))


def test_neither_a_training_that_waits_nor_its_predictions_need_the_base_any_more(store):
    gone = run(store, BASE)
    kept = read_weights(gone)
    waiting = store.create(take(gone, training="fine_tuned"), "ann", "waiting")
    store.delete(gone.id)
    fit(waiting)
    with h5py.File(waiting.base_weights_path) as file:
        np.testing.assert_array_equal(file["layers/conv2d/vars/0"][()], kept["conv2d_1"][0])
    before = predict(waiting)
    np.testing.assert_allclose(before.sum(axis=1), 1, rtol=1e-5)
    shutil.copytree(waiting.path, waiting.path.with_name("copy"))
    np.testing.assert_allclose(predict(RunFolder(waiting.path.with_name("copy"))), before, atol=1e-6)
    with pytest.raises(ConfigError, match=f"{gone.id}.* is not there. Choose another"):
        Controller(store, LocalExecutor()).submit(take(waiting).model_copy(
            update={"architecture": waiting.read_config().architecture}), "ann", "late")  # fmt: skip
    with pytest.raises(RunError, match=f"no run {gone.id}"):
        store.create(waiting.read_config(), "ann", "later")


def test_two_phases_are_one_run_with_one_curve(store, base):
    options = {"training": "two_phases", "head_epochs": 2, "fine_tuning_factor": 0.1}
    folder = run(store, take(base, **options, fine_tune_from="conv2d_2"))
    history = RunHistory(folder).follow()
    assert history.epochs["epoch"] == [1, 2, 3]
    np.testing.assert_allclose(history.epochs["learning_rate"], [0.001, 0.001, 0.0001], rtol=1e-5)
    steps, elapsed = history.batches["step"], history.batches["elapsed"]
    assert steps == sorted(set(steps))
    assert steps[-1] == history.total_steps == 3 * history.fit["batches"]
    assert elapsed == sorted(elapsed)
    texts = [text for _time, text in history.messages]
    assert texts == [
        "Epoch 1: the base is frozen, the head is trained; learning rate 0.001.",
        "Epoch 3: the base is trained too, from conv2d_2 on; learning rate 0.0001.",
    ]
    events, _end = read_events(folder.events_path)
    assert [event["kind"] for event in events].count("fit") == 1
    old, new = read_weights(base), read_weights(folder, "last")
    changed = {name for name in TRUNK if any((a != b).any() for a, b in zip(old[name], new[name], strict=True))}
    assert changed == {"conv2d_2"}
    assert folder.read_json(folder.evaluation_path)["count"] > 0


def test_a_run_that_took_over_can_be_taken_over_itself(store, base):
    again = take(run(store, take(base)))
    assert RunConfig.model_validate_json(again.model_dump_json()) == again
    assert [item.block for item in again.architecture.base] == list(LAYERS[:4])


class Rising(Checkpointer):
    """Takes the first epoch for the best."""

    def on_epoch_end(self, epoch, logs=None):
        super().on_epoch_end(epoch, {"val_loss": float(epoch)})


def test_the_best_epoch_may_lie_before_the_base_was_trained(store, base, monkeypatch):
    """Its optimizer had fewer numbers than that at the end."""
    monkeypatch.setattr("lab.worker.fitting.Checkpointer", Rising)
    folder = run(store, take(base, training="two_phases", head_epochs=2))
    assert RunHistory(folder).follow().best_epoch == 1
    assert folder.read_json(folder.evaluation_path)["checkpoint"] == "best"
    assert predict(folder).shape[0] == 5


def test_what_does_not_fit_the_base_is_refused(base):
    transfer = take(base).architecture
    with pytest.raises(ConfigError, match="trained on images with 3 channels. Received: 1") as caught:
        transfer.check((24, 24, 1))
    assert caught.value.remedy == 3
    named = transfer.model_copy(update={"training": "two_phases", "fine_tune_from": "conv2d_9"})
    with pytest.raises(ConfigError, match="such as .*conv2d_1.* Received: conv2d_9"):
        named.check((24, 24, 3))
    assert transfer.expected_scaling() == "zero_one"


def test_weights_of_another_network_are_refused_in_words(base, tmp_path):
    transfer = take(base).architecture
    other = (StackItem(block=Conv2D(filters=5)), *transfer.base[1:])
    wrong = transfer.model_copy(update={"base": other})
    with pytest.raises(ConfigError, match="do not fit this network .*conv2d_1: 3×3×3×4 float32"):
        wrong.begin(wrong.build((24, 24, 3), 4), base.checkpoint_path("best"))
    with pytest.raises(ConfigError, match="Choose that run anew"):
        transfer.begin(transfer.build((24, 24, 3), 4), tmp_path / "nothing.h5")


def test_without_a_run_nothing_is_trained(store):
    config = BASE.model_copy(update={"architecture": TransferFromRun()})
    with pytest.raises(ConfigError, match="Choose the run whose convolutions shall be taken over"):
        Controller(store, LocalExecutor()).submit(config, "ann", "none")
    with pytest.raises(ValueError, match="run"):
        TransferFromRun(run="../../elsewhere")


def test_only_networks_with_layers_that_learn_before_the_classifier_can_be_taken_over():
    def trunk(architecture):
        return cut_trunk(BASE.model_copy(update={"architecture": architecture}))

    assert trunk(MLP()) == ()
    with pytest.raises(ConfigError, match="no layers before its classifier"):
        TransferFromRun().taking("base", BASE.model_copy(update={"architecture": MLP()}))
    assert trunk(Transfer()) == ()
    assert trunk(Custom(layers=(StackItem(block=Dropout()), StackItem(block=Flatten())))) == ()
    pooled = (StackItem(block=Conv2D()), StackItem(block=GlobalAveragePooling2D()))
    assert trunk(Custom(layers=pooled)) == pooled[:1]


@pytest.mark.parametrize("training", ["frozen", "fine_tuned"])
def test_the_layer_table_says_what_training_changes(base, training):
    transfer = take(base, training=training, fine_tune_from="conv2d_2").architecture
    rows = {row.name: row for row in transfer.list_layers((24, 24, 3), 4)}
    expected = {"dense", "output"} | ({"conv2d_2"} if training == "fine_tuned" else set())
    assert {name for name, row in rows.items() if row.trainable} == expected
    model = transfer.build((24, 24, 3), 4)
    transfer.begin_phase(model, transfer.phases(1)[-1])
    assert sum(row.trainable for row in rows.values()) == sum(int(np.prod(w.shape)) for w in model.trainable_weights)
    assert all(model.get_layer(name).name == name for name in TRUNK)
