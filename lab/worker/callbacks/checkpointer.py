"""Keeps the last and the best epoch, each file whole at every moment."""

import json
import math
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np

from lab.callbacks import ModelCheckpoint
from lab.errors import RunError
from lab.files import link_file, replace_file
from lab.i18n import _
from lab.runs.event_log import EventLog
from lab.runs.run_folder import RunFolder
from lab.worker.callbacks.stateful import Stateful

# Groups and names beside the numbers.
HDF5_BYTES_PER_VARIABLE = 4096


class Checkpointer(keras.callbacks.Callback):
    """Writes `last` after every epoch, keeps it as `best` where it is, and under the names that the settings give.

    `last` is a whole checkpoint: weights, the optimizer's state and, as JSON in the attribute `state`, what the other
    callbacks must remember. All of it is in one file, so that a crash cannot leave parts of two epochs.

    Args:
        folder: the run.
        log: told of every checkpoint.
        settings: what counts as best, and which other files are kept.
        stateful: what to remember, by name.
    """

    def __init__(
        self,
        folder: RunFolder,
        log: EventLog,
        settings: ModelCheckpoint | None = None,
        stateful: Mapping[str, Stateful] | None = None,
    ) -> None:
        super().__init__()
        self._folder = folder
        self._log = log
        self._settings = settings or ModelCheckpoint()
        self._stateful = stateful or {}
        self._best: float | None = None
        self._last_path = folder.checkpoint_path("last")

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Write the epoch."""
        values = {name: float(value) for name, value in (logs or {}).items()}
        value = values.get(self._settings.monitor, math.nan)
        is_best = math.isfinite(value) and (self._best is None or self._is_better(value, self._best))
        self._best = value if is_best else self._best
        states = {name: stateful.get_state() for name, stateful in self._stateful.items()}
        state = {"epoch": epoch + 1, "logs": values, "best": self._best, "is_best": is_best, "states": states}
        self._check_room(epoch)
        replace_file(self._last_path, lambda path: self._save(path, state), _check)
        self._publish(state)

    def _check_room(self, epoch: int) -> None:
        """Refuse a disk that is too full before anything is written: where HDF5 finds no room, the process crashes."""
        variables = [*self.model.variables, *self.model.optimizer.variables]
        sizes = [math.prod(variable.shape) * np.dtype(variable.dtype).itemsize for variable in variables]
        needed = sum(sizes) + HDF5_BYTES_PER_VARIABLE * len(sizes)
        if self._settings.filename and not self._settings.save_weights_only:
            # Keras puts a whole model together before it packs it.
            needed *= 2
        free = shutil.disk_usage(self._folder.path).free
        if free < needed:
            text = _(
                "The disk is full: the checkpoint of epoch {epoch} needs {needed:.1f} MB in {path}, {free:.1f} MB are "
                "free. The checkpoints written before are kept: make room, then resume."
            )
            path = self._folder.path
            raise RunError(text.format(epoch=epoch + 1, needed=needed / 1e6, path=path, free=free / 1e6))

    def restore(self, state: dict[str, Any]) -> None:
        """Take on the state of a whole checkpoint, and do what a crash may have left undone after writing it.

        Args:
            state: from `read_state`.
        """
        self._best = state["best"]
        for name, stateful in self._stateful.items():
            stateful.set_state(state["states"][name])
        self._publish(state)

    def _is_better(self, value: float, best: float) -> bool:
        return value < best if self._settings.direction == "min" else value > best

    def _publish(self, state: dict[str, Any]) -> None:
        """Give the last checkpoint its other names."""
        epoch, logs, is_best = state["epoch"], state["logs"], state["is_best"]
        if is_best:
            replace_file(self._folder.checkpoint_path("best"), lambda path: _link(self._last_path, path))
        name = self._settings.name_file(epoch, logs)
        if name and (is_best or not self._settings.save_best_only):
            path = self._last_path.with_name(name + self._settings.suffix)
            weights_only = self._settings.save_weights_only
            replace_file(path, lambda path: _link(self._last_path, path) if weights_only else self._save_model(path))
        self._log.append("checkpoint", epoch=epoch, val_loss=logs.get("val_loss"), best=is_best)

    def _save(self, path: Path, state: dict[str, Any]) -> None:
        path.unlink()
        self.model.save_weights(path)
        with h5py.File(path, "r+") as file:
            file.attrs["epoch"] = state["epoch"]
            file.attrs["val_loss"] = state["logs"].get("val_loss", math.nan)
            file.attrs["state"] = json.dumps(state)

    def _save_model(self, path: Path) -> None:
        path.unlink()
        # Without the optimizer and the loss, which may be the lab's own.
        keras.Model(self.model.input, self.model.output).save(path)


def read_state(path: Path) -> dict[str, Any]:
    """What a whole checkpoint remembers beside the weights.

    Args:
        path: `last.weights.h5` of a run.

    Returns:
        "epoch" (from 1), "logs", "best", "is_best", "states" (by the name of what is to remember).

    Raises:
        RunError: the file is not a whole checkpoint.
    """
    try:
        with h5py.File(path) as file:
            state: dict[str, Any] = json.loads(file.attrs["state"])
        return state
    except (OSError, KeyError, ValueError) as error:
        text = _("The run cannot go on from {file}: it is damaged, or of a version without resuming.")
        raise RunError(text.format(file=path.name)) from error


def _check(path: Path) -> None:
    with h5py.File(path) as file:
        file.visititems(lambda _name, item: item[()] if isinstance(item, h5py.Dataset) else None)


def _link(source: Path, path: Path) -> None:
    path.unlink()
    link_file(source, path)
