"""Looks for the flags that ask for a pause or a stop."""

import time
from typing import Any

import keras

from lab.runs.event_log import EventLog
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus
from lab.worker.training_clock import TrainingClock

SECONDS_BETWEEN_LOOKS = 0.1


class StopRequested(Exception):  # noqa: N818 - not an error: somebody pressed Stop
    """Somebody asked the run to stop."""


class StopWatcher(keras.callbacks.Callback):
    """Waits or leaves between two batches, in training and evaluation, when a flag is there.

    Raising is what ends it at once: Keras's own `stop_training` would still run the whole validation. A pause is waited
    out where it came, so that nothing at all differs afterwards.

    Args:
        folder: the run.
        log: told of pauses.
        clock: stands still during a pause.
    """

    def __init__(self, folder: RunFolder, log: EventLog, clock: TrainingClock) -> None:
        super().__init__()
        self._folder = folder
        self._log = log
        self._clock = clock
        self._last_look = 0.0

    def look(self) -> None:
        """Look, at most ten times a second.

        Raises:
            StopRequested: the flag is there.
        """
        now = time.monotonic()
        if now - self._last_look < SECONDS_BETWEEN_LOOKS:
            return
        self._last_look = now
        self._leave_if_stopped()
        if self._folder.pause_requested():
            self._wait()

    def _wait(self) -> None:
        self._clock.pause()
        self._log.append("state", state=RunStatus.PAUSED, durable=True)
        while self._folder.pause_requested():
            self._leave_if_stopped()
            time.sleep(SECONDS_BETWEEN_LOOKS)
        self._log.append("state", state=RunStatus.RUNNING, durable=True)
        self._clock.go_on()

    def _leave_if_stopped(self) -> None:
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
