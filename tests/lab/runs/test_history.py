import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from lab.runs.event_log import EventLog
from lab.runs.history import Mark, RunHistory
from lab.runs.run_folder import RunFolder

BATCHES = 3


def whole_training(val_losses: list[float]) -> list[dict]:
    """The events of a training of as many epochs, with a mark at the end of every second."""
    events: list[dict] = [{"kind": "fit", "epochs": len(val_losses), "batches": BATCHES}]
    for epoch, val_loss in enumerate(val_losses, 1):
        steps = range((epoch - 1) * BATCHES + 1, epoch * BATCHES + 1)
        events += [
            {"kind": "batch", "step": step, "epoch": epoch, "batch": batch, "loss": step * 0.5}
            for batch, step in enumerate(steps, 1)
        ]
        events.append({"kind": "epoch", "epoch": epoch, "val_loss": val_loss})
        if epoch % 2 == 0:
            events.append({"kind": "mark", "epoch": epoch, "step": epoch * BATCHES, "text": f"mark {epoch}"})
        best = val_loss < min(val_losses[: epoch - 1], default=float("inf"))
        events.append({"kind": "checkpoint", "epoch": epoch, "best": best})
    return events


def follow(events: list[dict], *, in_two: bool = False) -> RunHistory:
    with tempfile.TemporaryDirectory() as path:
        folder = RunFolder(Path(path))
        history = RunHistory(folder)
        with EventLog(folder.events_path) as log:
            for event in events:
                log.append(**event, durable=False)
                if in_two:
                    log.flush()
                    history.follow()
        return history.follow()


def series_of(history: RunHistory) -> tuple[object, ...]:
    return history.batches.columns, history.epochs.columns, history.marks, history.best_epoch


@given(
    val_losses=st.lists(st.integers(0, 9).map(float), min_size=1, max_size=6),
    cuts=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6)), max_size=3),
)
def test_killed_and_resumed_anywhere_a_run_has_the_series_of_one_that_was_not(val_losses, cuts):
    whole = whole_training(val_losses)
    log: list[dict] = []
    begun_at = 0
    for length, epochs_back in cuts:
        log += whole[begun_at : begun_at + length]
        checkpoints = [place for place, event in enumerate(log) if event["kind"] == "checkpoint"]
        # A resume begins at a checkpoint, of which the log tells, or from the start.
        last = max((log[place]["epoch"] for place in checkpoints), default=0)
        epoch = max(0, min(last, begun_epochs(whole, begun_at + length)) - epochs_back)
        log.append({"kind": "resume", "epoch": epoch})
        begun_at = place_after(whole, epoch)
    log += whole[begun_at:]
    assert series_of(follow(log)) == series_of(follow(whole))


def begun_epochs(whole: list[dict], place: int) -> int:
    return sum(event["kind"] == "checkpoint" for event in whole[:place])


def place_after(whole: list[dict], epochs: int) -> int:
    """Where the events of the next epoch begin."""
    places = [place for place, event in enumerate(whole) if event["kind"] == "checkpoint"]
    return places[epochs - 1] + 1 if epochs else 0


def test_a_resume_takes_back_the_best_epoch_and_the_marks_that_came_later():
    events = [*whole_training([3.0, 2.0, 1.0, 0.5]), {"kind": "resume", "epoch": 3}]
    history = follow(events, in_two=True)
    assert history.epochs["epoch"] == [1, 2, 3]
    assert history.batches.last("step") == 9
    assert history.best_epoch == 3
    assert history.marks == [Mark(2, 6, "mark 2")]


def test_a_resume_from_the_start_leaves_nothing():
    history = follow([*whole_training([3.0, 2.0]), {"kind": "resume", "epoch": 0}])
    assert (len(history.batches), len(history.epochs), history.marks, history.best_epoch) == (0, 0, [], None)
    assert history.fit["epochs"] == 2
