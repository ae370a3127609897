"""Takes on a learning rate that somebody asks for while the run trains."""

import time
from typing import Any

import keras

from lab.runs.control import read_control
from lab.runs.run_folder import RunFolder
from lab.worker.callbacks.marker import Marker

SECONDS_BETWEEN_LOOKS = 0.2


class RateChanger(keras.callbacks.Callback):
    """Looks for wishes between two batches; also at the beginning, so that a resumed run hears what came before.

    Args:
        folder: the run.
        marker: told of every change.
    """

    def __init__(self, folder: RunFolder, marker: Marker) -> None:
        super().__init__()
        self._folder = folder
        self._marker = marker
        self._taken = 0
        self._last_look = 0.0

    def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
        """Look."""
        self._look()

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Look, some times a second."""
        now = time.monotonic()
        if now - self._last_look >= SECONDS_BETWEEN_LOOKS:
            self._last_look = now
            self._look()

    def _look(self) -> None:
        control = read_control(self._folder)
        if control.learning_rate is None or control.rate_number <= self._taken:
            return
        before = float(self.model.optimizer.learning_rate)
        self.model.optimizer.learning_rate = control.learning_rate
        self._taken = control.rate_number
        self._marker.mark_rate(before, control.learning_rate)

    def get_state(self) -> dict[str, Any]:
        """See Stateful."""
        return {"taken": self._taken}

    def set_state(self, state: dict[str, Any]) -> None:
        """See Stateful."""
        self._taken = state["taken"]
