"""Nothing is lost: a training that is killed anywhere goes on from its last whole checkpoint and ends the same."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import h5py
import numpy as np
import pytest

from lab.architectures.grey_cnn import GreyCNN
from lab.architectures.mlp import MLP, HiddenLayer
from lab.augmentation.geometric import Geometric
from lab.callbacks import Callbacks, EarlyStopping, ModelCheckpoint, ReduceLROnPlateau
from lab.config import RunConfig, Split
from lab.optimizers.adam import Adam
from lab.optimizers.sgd import SGD
from lab.runs.control import ask_for
from lab.runs.event_log import read_events
from lab.runs.history import RunHistory
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus
from lab.schedules.cosine import Cosine

pytestmark = pytest.mark.slow

KILLS = 50
# Runs that are killed at the same time: most of a worker's time is Python's, on one core.
LANES = 2
EVERYTHING = Callbacks(
    model_checkpoint=ModelCheckpoint(monitor="val_accuracy", filename="kept-{epoch:02d}", save_best_only=False),
    reduce_lr_on_plateau=ReduceLROnPlateau(enabled=True, patience=1, min_delta=0.05),
    early_stopping=EarlyStopping(enabled=True, patience=100),
)
# Dropout, augmentation, Adam's moments and two callbacks: all that could differ after a resume.
CONFIG = RunConfig(
    architecture=GreyCNN(dropout=0.5),
    augmentation=Geometric(),
    split=Split(validation_split=0.6, test_split=0.5),
    optimizer=Adam(learning_rate=0.002),
    callbacks=EVERYTHING,
    class_weights=True,
    batch_size=64,
    epochs=6,
    deterministic=True,
)


def weights(folder: RunFolder, checkpoint: str = "last") -> dict[str, np.ndarray]:
    arrays: dict[str, np.ndarray] = {}
    with h5py.File(folder.checkpoint_path(checkpoint)) as file:
        file.visititems(lambda name, item: arrays.update({name: item[()]}) if isinstance(item, h5py.Dataset) else None)
    return arrays


def assert_same_end(folder: RunFolder, reference: RunFolder) -> None:
    assert RunHistory(folder).follow().state is RunStatus.FINISHED, folder.status()
    assert folder.checkpoints() == reference.checkpoints()
    for checkpoint in folder.checkpoints():
        expected, got = weights(reference, checkpoint), weights(folder, checkpoint)
        assert expected.keys() == got.keys()
        for name in expected:
            np.testing.assert_array_equal(got[name], expected[name], err_msg=f"{checkpoint}: {name}")
    ours, theirs = RunHistory(folder).follow(), RunHistory(reference).follow()
    assert ours.best_epoch == theirs.best_epoch
    assert ours.epochs["val_loss"] == theirs.epochs["val_loss"]
    assert ours.epochs["learning_rate"] == theirs.epochs["learning_rate"]
    assert ours.epochs["epoch"] == list(range(1, len(theirs.epochs) + 1))
    assert ours.batches["step"] == sorted(set(ours.batches["step"]))
    assert [mark.text for mark in ours.marks] == [mark.text for mark in theirs.marks]
    assert folder.read_json(folder.evaluation_path) == reference.read_json(reference.evaluation_path)


def assert_whole(folder: RunFolder) -> None:
    """Every checkpoint loads to its last byte, whatever moment the worker was killed at."""
    for checkpoint in folder.checkpoints():
        assert weights(folder, checkpoint)
    assert all("kind" in event for event in read_events(folder.events_path)[0])


def in_lanes(lane: Callable[[int], int]) -> list[int]:
    """What every lane gives; the first error of one is raised."""
    with ThreadPoolExecutor(LANES) as pool:
        return list(pool.map(lane, range(LANES)))


@pytest.mark.timeout(900)
def test_fifty_kills_at_random_moments_change_nothing(forks, make_run):
    # Quicker than convolutions, which the schedule's kill sees to.
    config = CONFIG.model_copy(update={"architecture": MLP(), "epochs": 4})
    reference, again = make_run("reference", config), make_run("again", config)
    assert forks.work(reference)
    whole = forks.measure(again)
    assert_same_end(again, reference)

    def kill_some(lane: int) -> int:
        chance = random.Random(lane)
        kills = 0
        for number in count():
            folder = make_run(f"run-{lane}-{number}", config)
            while not RunHistory(folder).follow().state.ended:
                assert_whole(folder)
                if kills >= KILLS / LANES or chance.random() < 0.1:
                    forks.work(folder)
                else:
                    kills += not forks.work(folder, kill_after=chance.uniform(0.05, whole))
            assert_same_end(folder, reference)
            if kills >= KILLS / LANES:
                break
        return kills

    assert sum(in_lanes(kill_some)) >= KILLS


@pytest.mark.timeout(900)
def test_a_kill_at_every_change_of_a_checkpoint_leaves_a_whole_one(forks, make_run):
    config = CONFIG.model_copy(update={"architecture": MLP(), "epochs": 2})
    reference = make_run("reference", config)
    assert forks.work(reference)

    def kill_at_some(lane: int) -> int:
        for change in count(1 + lane, LANES):
            folder = make_run(f"run-{change}", config)
            if forks.work(folder, die_at_change=change):
                break
            assert_whole(folder)
            assert forks.work(folder)
            assert_same_end(folder, reference)
        return change

    # Two epochs with three names each: a temporary file, a rename and more for each.
    assert min(in_lanes(kill_at_some)) > 12


def test_more_epochs_go_on_where_the_training_had_ended(forks, make_run):
    plain = CONFIG.model_copy(update={"callbacks": Callbacks()})
    reference, folder = make_run("reference", plain), make_run("run", plain.model_copy(update={"epochs": 3}))
    assert forks.work(reference) and forks.work(folder)
    ask_for(folder, epochs=6)
    folder.append_state(RunStatus.QUEUED)
    assert forks.work(folder)
    assert_same_end(folder, reference)


def test_a_schedule_goes_on_where_it_was(forks, make_run):
    config = CONFIG.model_copy(update={"schedule": Cosine(), "callbacks": Callbacks()})
    reference, folder = make_run("reference", config), make_run("run", config)
    assert forks.work(reference)
    assert not forks.work(folder, die_at_change=20)
    assert forks.work(folder)
    assert_same_end(folder, reference)


def test_a_learning_rate_asked_for_is_taken_on_once_and_marked(forks, make_run):
    folder = make_run("run", CONFIG.model_copy(update={"callbacks": Callbacks(), "epochs": 2}))
    ask_for(folder, learning_rate=0.0005)
    assert forks.work(folder)
    ask_for(folder, epochs=3)
    folder.append_state(RunStatus.QUEUED)
    assert forks.work(folder)
    history = RunHistory(folder).follow()
    assert [mark.text for mark in history.marks] == ["learning rate 0.002 → 0.0005"]
    assert history.epochs["learning_rate"] == [0.0005] * 3


def test_a_loss_that_becomes_no_number_names_the_step_and_the_last_finite_weights_are_kept(forks, make_run):
    layers = (HiddenLayer(units=64, activation="linear"),) * 8
    wild = {"architecture": MLP(hidden_layers=layers), "optimizer": SGD(learning_rate=1e-4, momentum=0.99), "epochs": 1}
    folder = make_run("run", CONFIG.model_copy(update={"callbacks": Callbacks(), **wild}))
    assert forks.work(folder)
    before = weights(folder)
    ask_for(folder, epochs=5, learning_rate=1)
    folder.append_state(RunStatus.QUEUED)
    assert forks.work(folder)
    history = RunHistory(folder).follow()
    assert history.state is RunStatus.FAILED
    assert f"at step {history.steps_done} (epoch 2)" in history.state_message
    for name, kept in weights(folder).items():
        assert np.all(np.isfinite(kept))
        np.testing.assert_array_equal(kept, before[name], err_msg=name)


def test_early_stopping_ends_it_says_so_and_goes_on_when_asked(forks, make_run):
    stopping = EarlyStopping(enabled=True, patience=1, min_delta=5)
    folder = make_run("run", CONFIG.model_copy(update={"callbacks": Callbacks(early_stopping=stopping)}))
    assert forks.work(folder)
    history = RunHistory(folder).follow()
    assert len(history.epochs) == 2
    assert [mark.text for mark in history.marks] == ["stopped: no better for 1"]
    ask_for(folder, epochs=7)
    folder.append_state(RunStatus.QUEUED)
    assert forks.work(folder)
    assert len(history.follow().epochs) == 3


def test_a_damaged_checkpoint_is_named(forks, make_run):
    folder = make_run("run", CONFIG.model_copy(update={"epochs": 1}))
    assert forks.work(folder)
    folder.checkpoint_path("last").write_bytes(b"no longer")
    folder.append_state(RunStatus.QUEUED)
    assert forks.work(folder)
    state, message = folder.status()
    assert state is RunStatus.FAILED
    assert "last.weights.h5" in message


def test_results_of_weights_that_training_goes_beyond_are_not_shown(forks, make_run):
    folder = make_run("run", CONFIG.model_copy(update={"architecture": MLP(), "epochs": 2}))
    assert forks.work(folder)
    assert folder.evaluation_path.exists() and folder.predictions_path.exists()
    ask_for(folder, epochs=40)
    folder.prepare_resume()
    folder.append_state(RunStatus.QUEUED)
    assert not forks.work(folder, die_at_change=20)
    assert not folder.evaluation_path.exists() and not folder.predictions_path.exists()
