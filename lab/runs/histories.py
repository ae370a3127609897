"""Histories of runs that several sessions share."""

import threading
from collections.abc import Callable

from lab.runs.history import RunHistory
from lab.runs.run_folder import RunFolder


class Histories:
    """Histories that several sessions share, so that a log is read once however many watch it.

    Args:
        find_folder: gives a run's folder by its id.
        limit: how many are kept.
    """

    def __init__(self, find_folder: Callable[[str], RunFolder], limit: int = 64) -> None:
        self._find_folder = find_folder
        self._limit = limit
        self._kept: dict[str, RunHistory] = {}
        self._lock = threading.Lock()

    def follow(self, run_id: str) -> RunHistory:
        """A run's history up to now.

        Raises:
            RunError: there is no such run.
        """
        folder = self._find_folder(run_id)
        with self._lock:
            history = self._kept.pop(run_id, None) or RunHistory(folder)
            self._kept[run_id] = history
            while len(self._kept) > self._limit:
                self._kept.pop(next(iter(self._kept)))
        return history.follow()
