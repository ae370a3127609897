"""A disk that is really full, while a run trains on it."""

import h5py
import pytest

from lab.architectures.grey_cnn import GreyCNN
from lab.callbacks import Callbacks, ModelCheckpoint
from lab.config import RunConfig
from lab.runs.event_log import EventLog, read_events
from lab.runs.history import RunHistory
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus


def test_events_that_found_no_room_are_written_when_there_is_some(mount_disk):
    disk = mount_disk("64k")
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(40_000))
    written = 0
    log = EventLog(disk / "events.jsonl", flush_seconds=0)
    with pytest.raises(OSError, match="No space left"):
        while True:
            log.append("batch", step=written, text="x" * 977)
            written += 1
    events, _end = read_events(disk / "events.jsonl")
    assert [event["step"] for event in events] == list(range(written))
    ballast.unlink()
    log.append("batch", step=written + 1)
    log.close()
    events, _end = read_events(disk / "events.jsonl")
    assert [event["step"] for event in events] == list(range(written + 2))


@pytest.mark.slow
def test_a_run_says_how_much_it_needs_keeps_its_checkpoints_and_resumes_when_there_is_room(forks, mount_disk):
    disk = mount_disk("3m")
    every_epoch = Callbacks(model_checkpoint=ModelCheckpoint(filename="kept-{epoch:02d}", save_best_only=False))
    folder = RunFolder(disk / "run")
    folder.create(RunConfig(architecture=GreyCNN(), callbacks=every_epoch, batch_size=256, epochs=12))
    # Each epoch keeps a checkpoint, so that the disk is full in the middle.
    assert forks.work(folder)
    history = RunHistory(folder).follow()
    assert history.state is RunStatus.FAILED
    assert "The disk is full: the checkpoint of epoch" in history.state_message
    assert " MB are free." in history.state_message
    kept = folder.checkpoints()
    assert {"best", "last", "kept-01"} <= set(kept)
    for name in kept:
        with h5py.File(folder.checkpoint_path(name)) as file:
            file.visititems(lambda _name, item: item[()] if isinstance(item, h5py.Dataset) else None)
    for name in kept:
        if name.startswith("kept"):
            folder.checkpoint_path(name).unlink()
    done = len(history.epochs)
    folder.prepare_resume()
    folder.append_state(RunStatus.QUEUED)
    assert forks.work(folder)
    assert len(history.follow().epochs) > done
