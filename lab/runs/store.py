"""All runs: their folders, and an index of them in SQLite that can be rebuilt from the folders."""

import secrets
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lab.config import RunConfig
from lab.errors import LabError, RunError
from lab.i18n import _
from lab.runs.history import RunHistory
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus

BUSY_SECONDS = 60


@dataclass(frozen=True)
class RunRecord:
    """A run as the index knows it.

    Attributes:
        id: the name of its folder.
        number: counts up in the order of creation.
        owner: who started it, for the fair queue.
        state: its state.
        created: seconds since 1970.
        dataset: label of the data set.
        architecture: name of the architecture.
        test_accuracy: 0…1, or None before its end.
    """

    id: str
    number: int
    owner: str
    state: RunStatus
    created: float
    dataset: str
    architecture: str
    test_accuracy: float | None

    def __post_init__(self) -> None:
        """Make a state out of its name."""
        object.__setattr__(self, "state", RunStatus(self.state))


class RunStore:
    """The runs below one directory.

    Args:
        directory: holds the run folders.
        index_path: the SQLite file.

    Attributes:
        lock: held while the runs change.
    """

    def __init__(self, directory: Path, index_path: Path) -> None:
        self.directory = directory
        self.lock = threading.RLock()
        directory.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(
            index_path, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None
        )
        # WAL in the SQLite of Debian 12 can corrupt; few writes come here, so the safest mode costs nothing.
        self._connection.execute("PRAGMA journal_mode=DELETE")
        self._connection.execute("PRAGMA synchronous=FULL")
        with self._writing():
            self._connection.execute(
                "CREATE TABLE IF NOT EXISTS runs (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, "
                "token TEXT UNIQUE, owner TEXT NOT NULL, state TEXT NOT NULL, created REAL NOT NULL, "
                "dataset TEXT NOT NULL, architecture TEXT NOT NULL, test_accuracy REAL)"
            )
        self.synchronise()

    def wait_until_free(self) -> None:
        """Return as soon as the index can be read: at once, unless another program holds it.

        Raises:
            sqlite3.OperationalError: it has been held for longer than a minute.
        """
        self._connection.execute("SELECT 1 FROM runs LIMIT 1").fetchall()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self.lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise

    def create(self, config: RunConfig, owner: str, token: str) -> RunFolder:
        """Make a run, queued.

        Args:
            config: what is wanted.
            owner: who wants it.
            token: one for each intention to start: the same token again gives the same run.

        Returns:
            Its folder.

        Raises:
            RunError: the run that it builds on is not there.
        """
        with self.lock:
            row = self._connection.execute("SELECT id FROM runs WHERE token = ?", (token,)).fetchone()
            if row is not None:
                return self.folder(row[0])
            folder = RunFolder(self.directory / _new_id())
            folder.create(config, self._find_base_weights(config))
            with self._writing():
                self._insert(folder.id, config, owner, RunStatus.QUEUED, time.time(), token)
            return folder

    def _insert(
        self, run_id: str, config: RunConfig, owner: str, state: RunStatus, created: float, token: str | None
    ) -> None:
        self._connection.execute(
            "INSERT INTO runs (id, token, owner, state, created, dataset, architecture) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (run_id, token, owner, state, created, config.dataset.label(), config.architecture.name),
        )

    def _find_base_weights(self, config: RunConfig) -> Path | None:
        run_id = config.architecture.base_run()
        if not run_id:
            return None
        folder = self.folder(run_id)
        if not folder.checkpoints():
            raise RunError(_("Run {id} has no checkpoint.").format(id=run_id))
        return folder.checkpoint_path(folder.checkpoints()[0])

    def folder(self, run_id: str) -> RunFolder:
        """A run's folder.

        Raises:
            RunError: there is no such run.
        """
        path = self.directory / run_id
        if path.parent != self.directory or not path.is_dir():
            raise RunError(_("There is no run {id}. It may have been deleted.").format(id=run_id))
        return RunFolder(path)

    def records(self, states: tuple[RunStatus, ...] = tuple(RunStatus), limit: int = 1000) -> list[RunRecord]:
        """The runs in some states, the newest first."""
        marks = ",".join("?" * len(states))
        return self._select(f"WHERE state IN ({marks}) ORDER BY number DESC LIMIT ?", (*states, limit))

    def record(self, run_id: str) -> RunRecord:
        """One run.

        Raises:
            RunError: the index has no such run.
        """
        found = self._select("WHERE id = ?", (run_id,))
        if not found:
            raise RunError(_("There is no run {id}. It may have been deleted.").format(id=run_id))
        return found[0]

    def _select(self, condition: str, values: tuple[object, ...]) -> list[RunRecord]:
        columns = tuple(RunRecord.__dataclass_fields__)
        with self.lock:
            rows = self._connection.execute(f"SELECT {', '.join(columns)} FROM runs {condition}", values).fetchall()
        return [RunRecord(**dict(zip(columns, row, strict=True))) for row in rows]

    def update(self, run_id: str, state: RunStatus, test_accuracy: float | None = None) -> None:
        """Bring the index up to a run's state."""
        with self._writing():
            self._connection.execute(
                "UPDATE runs SET state = ?, test_accuracy = COALESCE(?, test_accuracy) WHERE id = ?",
                (state, test_accuracy, run_id),
            )

    def forget(self, run_id: str) -> None:
        """Take a run whose folder is gone out of the index."""
        with self._writing():
            self._connection.execute("DELETE FROM runs WHERE id = ?", (run_id,))

    def delete(self, run_id: str) -> None:
        """Delete a run that has ended, with everything in its folder.

        Raises:
            RunError: it hasn't ended, or there is no such run.
        """
        folder = self.folder(run_id)
        if not folder.status()[0].ended:
            raise RunError(_("Run {id} hasn't ended: stop it first.").format(id=run_id))
        doomed = folder.path.with_name(f".deleted-{run_id}")
        folder.path.rename(doomed)
        self.forget(run_id)
        shutil.rmtree(doomed, ignore_errors=True)

    def synchronise(self) -> None:
        """Bring the index in line with the folders: the folders are the truth."""
        known = {record.id: record.state for record in self.records(limit=10**9)}
        found = {path.name for path in self.directory.iterdir() if path.is_dir() and not path.name.startswith(".")}
        for run_id in sorted(found):
            self._synchronise_one(run_id, known.get(run_id))
        with self._writing():
            self._connection.executemany("DELETE FROM runs WHERE id = ?", [(gone,) for gone in known.keys() - found])

    def _synchronise_one(self, run_id: str, known: RunStatus | None) -> None:
        folder = self.folder(run_id)
        if known is None:
            try:
                config = folder.read_config()
            except LabError:
                return
            created = folder.config_path.stat().st_mtime
            with self._writing():
                self._insert(run_id, config, "", folder.status()[0], created, None)
        elif known.ended and folder.process_path.exists():
            # Without that file it may be waiting once more: resumed just before the server went.
            return
        self.update(run_id, folder.status()[0], read_test_accuracy(folder))

    def histories(self) -> "Histories":
        """A cache of histories over these runs."""
        return Histories(self)


class Histories:
    """Histories that several sessions share, so that a log is read once however many watch it.

    Args:
        store: the runs.
        limit: how many are kept.
    """

    def __init__(self, store: RunStore, limit: int = 64) -> None:
        self._store = store
        self._limit = limit
        self._kept: dict[str, RunHistory] = {}
        self._lock = threading.Lock()

    def follow(self, run_id: str) -> RunHistory:
        """A run's history up to now.

        Raises:
            RunError: there is no such run.
        """
        folder = self._store.folder(run_id)
        with self._lock:
            history = self._kept.pop(run_id, None) or RunHistory(folder)
            self._kept[run_id] = history
            while len(self._kept) > self._limit:
                self._kept.pop(next(iter(self._kept)))
        return history.follow()


def read_test_accuracy(folder: RunFolder) -> float | None:
    """The accuracy on the test part, 0…1, or None where there is no evaluation."""
    try:
        return float(folder.read_json(folder.evaluation_path)["accuracy"])
    except (LabError, KeyError, TypeError, ValueError):
        return None


def _new_id() -> str:
    return f"{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
