"""Keeps what can be seen of the network after every epoch."""

from typing import TYPE_CHECKING, Any

import keras
import numpy as np

from lab.files import replace_file
from lab.i18n import _
from lab.runs.event_log import EventLog
from lab.runs.run_folder import RunFolder

if TYPE_CHECKING:
    from pathlib import Path

    from lab.worker.probe import Probe


class Observer(keras.callbacks.Callback):
    """Writes a look (see `lab.runs.insight`) before training and after every epoch.

    It has its place before the checkpointer, so that every epoch with a checkpoint has its look.

    Args:
        folder: the run.
        log: told where a look could not be kept.
        probe: looks.
    """

    def __init__(self, folder: RunFolder, log: EventLog, probe: "Probe") -> None:
        super().__init__()
        self._folder = folder
        self._log = log
        self._probe = probe

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Look at the untrained network; keep the handful where it isn't kept."""
        handful = self._probe.handful
        if not self._folder.handful_path.exists():
            self._keep(self._folder.handful_path, epoch, {"images": handful.images, "labels": handful.labels})
        if epoch == 0:
            self._keep(self._folder.look_path(0), 0, self._probe.look())

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Look."""
        self._keep(self._folder.look_path(epoch + 1), epoch + 1, self._probe.look())

    def _keep(self, path: "Path", epoch: int, arrays: dict[str, Any]) -> None:
        try:
            replace_file(path, lambda temporary: np.savez_compressed(temporary, **arrays))
        except OSError as error:
            # To have looked is worth less than the training; where the disk is full, the checkpoint says so.
            text = _("The look at epoch {epoch} could not be kept: {reason}.")
            self._log.append("message", text=text.format(epoch=epoch, reason=error.strerror))
