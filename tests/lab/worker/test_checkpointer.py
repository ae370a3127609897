import h5py
import keras
import numpy as np
import pytest

from lab.config import RunConfig
from lab.runs.event_log import EventLog, read_events
from lab.runs.run_folder import RunFolder
from lab.worker.callbacks.checkpointer import Checkpointer


@pytest.fixture
def folder(tmp_path):
    folder = RunFolder(tmp_path / "run")
    folder.create(RunConfig())
    return folder


def make_model():
    model = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    return model


def checkpoint(folder: RunFolder, losses: list[float]) -> Checkpointer:
    with EventLog(folder.events_path) as log:
        callback = Checkpointer(folder, log)
        callback.set_model(make_model())
        for epoch, loss in enumerate(losses):
            callback.model.layers[0].set_weights([np.full((2, 1), epoch + 1.0), np.zeros(1)])
            callback.on_epoch_end(epoch, {"val_loss": loss})
    return callback


def kernel(folder: RunFolder, name: str) -> float:
    model = make_model()
    model.load_weights(folder.checkpoint_path(name))
    return float(model.layers[0].get_weights()[0][0, 0])


def test_best_is_the_epoch_with_the_lowest_validation_loss_and_last_the_last(folder):
    checkpoint(folder, [3.0, 1.0, 2.0])
    assert (kernel(folder, "best"), kernel(folder, "last")) == (2.0, 3.0)
    with h5py.File(folder.checkpoint_path("best")) as file:
        assert (file.attrs["epoch"], file.attrs["val_loss"]) == (2, 1.0)
    events = [event for event in read_events(folder.events_path)[0] if event["kind"] == "checkpoint"]
    assert [(event["epoch"], event["best"]) for event in events] == [(1, True), (2, True), (3, False)]


def test_a_failed_write_keeps_the_previous_checkpoints_and_leaves_nothing_behind(folder, monkeypatch):
    callback = checkpoint(folder, [3.0, 1.0])

    def full_disk(path):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(callback.model, "save_weights", full_disk)
    with pytest.raises(OSError, match="No space left"):
        callback.on_epoch_end(2, {"val_loss": 0.5})
    assert (kernel(folder, "best"), kernel(folder, "last")) == (2.0, 2.0)
    assert sorted(path.name for path in folder.checkpoint_path("best").parent.iterdir()) == [
        "best.weights.h5",
        "last.weights.h5",
    ]
