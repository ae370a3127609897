"""Tells how far the preparation of the images is, and lets a stop through."""

import math
import time

from lab.runs.event_log import EventLog
from lab.worker.callbacks.stop_watcher import StopWatcher

SECONDS_BETWEEN_REPORTS = 0.3


class PreparationReporter:
    """What `prepare_images` calls as its images get done.

    Args:
        log: gets a few events a second.
        watcher: lets a stop through.
    """

    def __init__(self, log: EventLog, watcher: StopWatcher) -> None:
        self._log = log
        self._watcher = watcher
        self._last_report = -math.inf
        self._began: float | None = None

    def __call__(self, done: int, total: int) -> None:
        """Report, unless that was done a moment ago.

        Raises:
            StopRequested: somebody asked for a stop.
        """
        self._watcher.look()
        now = time.monotonic()
        if self._began is None or not done:
            # Waiting for another process is no measure of our own pace.
            self._began = now
        if now - self._last_report >= SECONDS_BETWEEN_REPORTS or done == total:
            self._last_report = now
            self._log.append("progress", done=done, total=total, elapsed=now - self._began)
