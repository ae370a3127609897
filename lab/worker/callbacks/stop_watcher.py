"""Looks for the flag that asks for a stop."""

import time
from typing import Any

import keras

from lab.runs.run_folder import RunFolder

SECONDS_BETWEEN_LOOKS = 0.1


class StopRequested(Exception):  # noqa: N818 - not an error: somebody pressed Stop
    """Somebody asked the run to stop."""


class StopWatcher(keras.callbacks.Callback):
    """Leaves training or evaluation between two batches when the stop flag is there.

    Raising is what ends it at once: Keras's own `stop_training` would still run the whole validation.

    Args:
        folder: the run.
    """

    def __init__(self, folder: RunFolder) -> None:
        super().__init__()
        self._folder = folder
        self._last_look = 0.0

    def look(self) -> None:
        """Look, at most ten times a second.

        Raises:
            StopRequested: the flag is there.
        """
        now = time.monotonic()
        if now - self._last_look >= SECONDS_BETWEEN_LOOKS:
            self._last_look = now
            if self._folder.stop_requested():
                raise StopRequested

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Look."""
        self.look()

    def on_test_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Look."""
        self.look()

    def on_predict_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Look."""
        self.look()
