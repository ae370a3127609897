"""Keeps the last and the best weights, each file whole at every moment."""

import math
from pathlib import Path

import h5py
import keras

from lab.files import link_file, replace_file
from lab.runs.event_log import EventLog
from lab.runs.run_folder import RunFolder


class Checkpointer(keras.callbacks.Callback):
    """Writes `last` after every epoch, and keeps it as `best` where the validation loss is the lowest so far.

    Args:
        folder: the run.
        log: told of every checkpoint.
    """

    def __init__(self, folder: RunFolder, log: EventLog) -> None:
        super().__init__()
        self._folder = folder
        self._log = log
        self._lowest = math.inf

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Write the weights and the optimizer's state."""
        val_loss = float((logs or {}).get("val_loss", math.nan))
        is_best = val_loss < self._lowest
        last = self._folder.checkpoint_path("last")
        replace_file(last, lambda path: self._save(path, epoch + 1, val_loss), _check)
        if is_best:
            self._lowest = val_loss
            replace_file(self._folder.checkpoint_path("best"), lambda path: _link(last, path))
        self._log.append("checkpoint", epoch=epoch + 1, val_loss=val_loss, best=is_best)

    def _save(self, path: Path, epoch: int, val_loss: float) -> None:
        path.unlink()
        self.model.save_weights(path)
        with h5py.File(path, "r+") as file:
            file.attrs["epoch"] = epoch
            file.attrs["val_loss"] = val_loss


def _check(path: Path) -> None:
    with h5py.File(path) as file:
        file.visititems(lambda _name, item: item[()] if isinstance(item, h5py.Dataset) else None)


def _link(source: Path, path: Path) -> None:
    path.unlink()
    link_file(source, path)
