"""What has come of a run so far, followed as its event log grows."""

import threading
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

from lab.i18n import for_every_reader
from lab.runs.event_log import Event, read_events
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus
from lab.source_text import unpack_text


@dataclass
class Series:
    """Columns of numbers of equal length, by name; None where a number was not finite."""

    columns: dict[str, list[Any]] = field(default_factory=dict)

    def append(self, event: Event, names: tuple[str, ...]) -> None:
        """Add a row."""
        for name in names:
            self.columns.setdefault(name, []).append(event.get(name))

    def drop_after(self, epoch: int) -> None:
        """Leave out the rows of later epochs; the column "epoch" never falls."""
        kept = bisect_right(self["epoch"], epoch)
        # At once: another session may be reading.
        self.columns = {name: column[:kept] for name, column in self.columns.items()}

    def __getitem__(self, name: str) -> list[Any]:
        """A column; an empty list before the first row."""
        return self.columns.get(name, [])

    def __len__(self) -> int:
        """How many rows."""
        return len(next(iter(self.columns.values()), []))

    def last(self, name: str) -> Any:  # noqa: ANN401
        """The last value of a column, or None."""
        column = self[name]
        return column[-1] if column else None


BATCH_COLUMNS = ("step", "epoch", "batch", "loss", "accuracy", "learning_rate", "images_per_second", "elapsed")
EPOCH_COLUMNS = (
    "epoch", "loss", "accuracy", "val_loss", "val_accuracy", "learning_rate", "images_per_second", "seconds", "elapsed",
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """Something that happened during training and is worth a line in its curves.

    Attributes:
        epoch: in which it happened, from 1.
        step: the optimizer steps done by then.
        text: what happened, such as "learning rate 0.001 → 0.0001".
    """

    epoch: int
    step: int
    text: str


class RunHistory:
    """The batches, epochs and messages of a run, read once and followed from there.

    Sessions of every language share it: what it says is translated where it is drawn (`lab.i18n.translate`).

    Args:
        folder: the run.

    Attributes:
        state: the last state.
        state_message: what came with it.
        phase: what the worker does.
        progress: the present phase's last "progress" event (done, total, elapsed), empty where it has none.
        fit: the "fit" event (epochs, batches, counts), empty before training starts.
        batches: columns `BATCH_COLUMNS`; step and batch count from 1, loss and accuracy are of those batches alone.
        epochs: columns `EPOCH_COLUMNS`.
        messages: (seconds since 1970, text).
        marks: what happened on the way, in order.
    """

    def __init__(self, folder: RunFolder) -> None:
        self.folder = folder
        self._offset = 0
        self._lock = threading.Lock()
        self.state = RunStatus.QUEUED
        self.state_message = ""
        self._has_state = False
        self.started_at: float | None = None
        self.fit: Event = {}
        self.phase = ""
        self.progress: Event = {}
        self.batches = Series()
        self.epochs = Series()
        self.messages: list[tuple[float, str]] = []
        self.marks: list[Mark] = []
        self._best_epochs: list[int] = []

    def follow(self) -> "RunHistory":
        """Take in what has been written since; gives itself."""
        if not self._has_grown():
            return self
        with self._lock:
            events, offset = read_events(self.folder.events_path, self._offset)
            try:
                for event in events:
                    self._take(event)
            finally:
                # Last: who finds nothing new must have all of this.
                self._offset = offset
            if not self._has_state:
                # Every log begins with one.
                with for_every_reader():
                    damaged = str(self.folder.damaged(self.folder.events_path))
                self.state, self.state_message = RunStatus.INTERRUPTED, damaged
        return self

    def _has_grown(self) -> bool:
        """Whether there is anything new: a class that watches asks far more often than there is."""
        try:
            return not self._has_state or self.folder.events_path.stat().st_size != self._offset
        except FileNotFoundError:
            return True

    def _take(self, event: Event) -> None:
        kind = event["kind"]
        if kind == "batch":
            self.batches.append(event, BATCH_COLUMNS)
        elif kind == "epoch":
            self.epochs.append(event, EPOCH_COLUMNS)
        elif kind == "fit":
            self.fit = event
        elif kind == "checkpoint" and event.get("best"):
            self._best_epochs.append(int(event["epoch"]))
        elif kind == "mark":
            self.marks.append(Mark(int(event["epoch"]), int(event["step"]), unpack_text(event.get("text", ""))))
        elif kind == "resume":
            self._go_back_to(int(event["epoch"]))
        elif kind == "message":
            self.messages.append((event.get("time", 0.0), unpack_text(event.get("text", ""))))
        elif kind == "phase":
            self.phase, self.progress = str(event.get("phase", "")), {}
        elif kind == "progress":
            self.progress = event
        elif kind == "state":
            self._take_state(event)

    def _go_back_to(self, epoch: int) -> None:
        """Forget what came after so many whole epochs: it is trained again."""
        self.batches.drop_after(epoch)
        self.epochs.drop_after(epoch)
        self.marks = [mark for mark in self.marks if mark.epoch <= epoch]
        self._best_epochs = [best for best in self._best_epochs if best <= epoch]

    @property
    def best_epoch(self) -> int | None:
        """The epoch of the best checkpoint, or None before the first."""
        return self._best_epochs[-1] if self._best_epochs else None

    def _take_state(self, event: Event) -> None:
        state = RunStatus.parse(event.get("state"))
        if state is None:
            return
        self.state, self._has_state = state, True
        self.state_message = unpack_text(event.get("message", ""))
        if state is RunStatus.RUNNING:
            self.started_at = self.started_at or event.get("time")

    @property
    def phase_seconds_left(self) -> float | None:
        """How long the phase will go on at the pace so far, or None where that is not known yet."""
        done, elapsed = self.progress.get("done"), self.progress.get("elapsed")
        return float(elapsed) * (self.progress["total"] / done - 1) if done and elapsed else None

    @property
    def total_steps(self) -> int:
        """How many optimizer steps the whole training has; 0 before it is known."""
        return int(self.fit.get("epochs", 0)) * int(self.fit.get("batches", 0))

    @property
    def steps_done(self) -> int:
        """How many steps are done."""
        return int(self.batches.last("step") or 0)

    @property
    def seconds_left(self) -> float | None:
        """How long the training will go on at the pace so far, or None where that is not known yet."""
        elapsed = self.batches.last("elapsed")
        if not elapsed or not self.steps_done or self.state.ended:
            return None
        return float(elapsed) * (self.total_steps / self.steps_done - 1)
