"""Deleted runs, kept for a while so that a deletion can be undone."""

import os
import shutil
import time
from pathlib import Path

from lab.errors import RunError
from lab.i18n import _

DAYS_KEPT = 30
SECONDS_A_DAY = 86_400


class Trash:
    """A folder of run folders.

    Args:
        directory: made when the first run is deleted; on the same disk as the runs.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def take(self, path: Path) -> None:
        """Move a run's folder in."""
        self.directory.mkdir(parents=True, exist_ok=True)
        # The folder's time says from now on when it was deleted.
        os.utime(path)
        path.rename(self.directory / path.name)

    def give_back(self, path: Path) -> None:
        """Move a run's folder back to where it was.

        Raises:
            RunError: it is not here.
        """
        if path.name not in self.list_ids():
            raise RunError(_("Run {id} is not in the trash any more.").format(id=path.name))
        (self.directory / path.name).rename(path)

    def list_ids(self) -> list[str]:
        """The runs that lie here."""
        return [path.name for path in self._folders()]

    def clear_out(self, days: float = DAYS_KEPT) -> int:
        """Delete for good what was deleted longer ago.

        Args:
            days: 0 for everything.

        Returns:
            How many runs.
        """
        oldest = time.time() - days * SECONDS_A_DAY
        old = [path for path in self._folders() if path.stat().st_mtime <= oldest]
        for path in old:
            shutil.rmtree(path, ignore_errors=True)
        return len(old)

    def _folders(self) -> list[Path]:
        return [path for path in self.directory.iterdir() if path.is_dir()] if self.directory.is_dir() else []
