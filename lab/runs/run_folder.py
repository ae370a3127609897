"""A run's folder: what stands where."""

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from pydantic import BaseModel, TypeAdapter

from lab.config import RunConfig
from lab.errors import ConfigError, RunError
from lab.files import link_file, write_json
from lab.i18n import _
from lab.runs.event_log import EventLog, read_events
from lab.runs.status import RunStatus
from lab.source_text import unpack_text
from lab.validation import validate

CHECKPOINTS = ("best", "last")
RESERVE_BYTES = 32_768


class _Evaluation(BaseModel):
    """What `evaluation.json` holds at least."""

    accuracy: float
    loss: float | None
    count: int
    confusion: list[list[int]] = []


# What else is in such a file was written by somebody else.
CONTENTS: Mapping[str, TypeAdapter[Any]] = {
    "labels.json": TypeAdapter(list[str]),
    "evaluation.json": TypeAdapter(_Evaluation),
}
CHECKPOINT_NAME = re.compile(r"[\w-][\w.-]*", re.ASCII)


class RunFolder:
    """`runs/<id>/`, whole in itself: exporting is zipping it.

    Args:
        path: the folder; its name is the run's id.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.id = path.name
        self.config_path = path / "config.json"
        self.events_path = path / "events.jsonl"
        self.base_weights_path = path / "base.weights.h5"
        self.labels_path = path / "labels.json"
        self.scaler_path = path / "scaler.json"
        self.first_batch_path = path / "first_batch.npz"
        self.handful_path = path / "insight" / "images.npz"
        self.evaluation_path = path / "evaluation.json"
        self.predictions_path = path / "predictions.npz"
        self.most_wrong_path = path / "most_wrong.npz"
        self.worker_log_path = path / "worker.log"
        self.process_path = path / "process.json"
        self.lock_path = path / "lock"
        self.stop_path = path / "stop"
        self.pause_path = path / "pause"
        self.control_path = path / "control.json"
        self.reserve_path = path / "reserve"

    def create(self, config: RunConfig, base_weights: Path | None = None) -> None:
        """Make the folder with its config, at once or not at all.

        Args:
            config: what is wanted.
            base_weights: a checkpoint of another run that it begins with; kept here, so that that run may go.
        """
        temporary = self.path.with_name(f".new-{self.id}")
        temporary.mkdir(parents=True)
        try:
            staged = RunFolder(temporary)
            write_json(staged.config_path, config.model_dump(mode="json"))
            if base_weights is not None:
                link_file(base_weights, staged.base_weights_path)
            with EventLog(staged.events_path) as log:
                log.append("state", state=RunStatus.QUEUED, durable=True)
            temporary.rename(self.path)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise

    def read_config(self) -> RunConfig:
        """The config.

        Raises:
            RunError: the file is missing or altered.
        """
        try:
            return validate(RunConfig, self.read_json(self.config_path))
        except ConfigError as error:
            raise self.damaged(self.config_path, str(error)) from error

    def read_json(self, path: Path) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Read one of the run's JSON files.

        Raises:
            RunError: the file is missing or altered.
        """
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            if path.name in CONTENTS:
                CONTENTS[path.name].validate_python(values)
            return values
        except (OSError, ValueError) as error:
            raise self.damaged(path) from error

    def damaged(self, path: Path, reason: str = "") -> RunError:
        """The error that says which of the run's files cannot be read."""
        text = _("Run {id} is damaged: {file}. {reason}").format(id=self.id, file=path.name, reason=reason)
        return RunError(text.strip())

    def checkpoint_path(self, name: str) -> Path:
        """Where a checkpoint's weights stand.

        Raises:
            RunError: there is no checkpoint of that name.
        """
        path = self.path / "checkpoints" / f"{name}.weights.h5"
        if name not in CHECKPOINTS and not (CHECKPOINT_NAME.fullmatch(name) and path.exists()):
            text = _("There is no checkpoint `{name}`; there are: {names}.")
            raise RunError(text.format(name=name, names=", ".join(self.checkpoints())))
        return path

    def look_path(self, epoch: int) -> Path:
        """Where the look after an epoch stands; 0 is before training."""
        return self.handful_path.with_name(f"epoch-{epoch:04d}.npz")

    def checkpoints(self) -> list[str]:
        """The names of the checkpoints that exist: the best, the last, then those that the run's own pattern named."""
        suffix = ".weights.h5"
        names = {path.name.removesuffix(suffix) for path in (self.path / "checkpoints").glob(f"[!.]*{suffix}")}
        return [name for name in CHECKPOINTS if name in names] + sorted(names.difference(CHECKPOINTS))

    def status(self) -> tuple[RunStatus, str]:
        """The state that the log ends with, and the message that came with it."""
        events, _end = read_events(self.events_path)
        states = [event for event in events if event["kind"] == "state"]
        state = RunStatus.parse(states[-1].get("state")) if states else None
        if state is None:
            return RunStatus.INTERRUPTED, _("Run {id} is damaged: events.jsonl.").format(id=self.id)
        return state, unpack_text(states[-1].get("message", ""))

    def append_state(self, state: RunStatus, message: str = "") -> None:
        """Append a state, for a run that no worker is writing to."""
        with EventLog(self.events_path) as log:
            log.append("state", state=state, message=message, durable=True)

    def remove_results(self) -> None:
        """Take away what was said of weights that training goes beyond."""
        for path in (self.evaluation_path, self.predictions_path, self.most_wrong_path):
            path.unlink(missing_ok=True)

    @contextmanager
    def reserve(self) -> Iterator[None]:
        """Keep a little room on the disk, free again at the end: enough to say how a run ended on a full one."""
        self.reserve_path.write_bytes(bytes(RESERVE_BYTES))
        try:
            yield
        finally:
            self.reserve_path.unlink(missing_ok=True)

    def request_stop(self) -> None:
        """Ask the worker to stop; it looks several times a second."""
        self.stop_path.touch()

    def stop_requested(self) -> bool:
        """Whether somebody asked for a stop."""
        return self.stop_path.exists()

    def request_pause(self) -> None:
        """Ask the worker to wait where it is."""
        self.pause_path.touch()

    def pause_requested(self) -> bool:
        """Whether the worker shall wait."""
        return self.pause_path.exists()

    def end_pause(self) -> None:
        """Let the worker go on."""
        self.pause_path.unlink(missing_ok=True)

    def prepare_resume(self) -> None:
        """Take away what an ended worker was told, so that the next one does not hear it."""
        for path in (self.stop_path, self.pause_path, self.process_path):
            path.unlink(missing_ok=True)

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Hold the run's lock, as its worker does for as long as it lives.

        Raises:
            RunError: another process holds it.
        """
        lock = FileLock(self.lock_path)
        try:
            lock.acquire(timeout=0.5, poll_interval=0.02)
        except Timeout as error:
            raise RunError(_("Run {id} already has a worker.").format(id=self.id)) from error
        try:
            yield
        finally:
            lock.release()

    def is_held(self) -> bool:
        """Whether a living process holds the run's lock; the system frees it when that process dies."""
        lock = FileLock(self.lock_path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return True
        lock.release()
        return False
