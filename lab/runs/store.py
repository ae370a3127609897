"""All runs: their folders, and an index of them in SQLite that can be rebuilt from the folders."""

import json
import secrets
import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from lab.config import RunConfig
from lab.errors import LabError, RunError
from lab.exporting.archive import unpack_run
from lab.i18n import _
from lab.runs.about import About, read_about, write_about
from lab.runs.histories import Histories
from lab.runs.history import RunHistory
from lab.runs.index import change, next_id, open_index, prepare_index
from lab.runs.record import RunRecord
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus
from lab.runs.summary import summarise_history
from lab.runs.trash import Trash


class RunStore:
    """The runs below one directory.

    Args:
        directory: holds the run folders.
        index_path: the SQLite file.

    Attributes:
        lock: held while the runs change.
        trash: deleted runs, for a while.
    """

    def __init__(self, directory: Path, index_path: Path) -> None:
        self.directory = directory
        self._given_id = ""
        self.lock = threading.RLock()
        directory.mkdir(parents=True, exist_ok=True)
        self._connection = open_index(index_path)
        with self.changing():
            is_older = prepare_index(self._connection)
        self.trash = Trash(directory.parent / "trash")
        self.synchronise(anew=is_older)

    def wait_until_free(self) -> None:
        """Return as soon as the index can be read: at once, unless another program holds it.

        Raises:
            sqlite3.OperationalError: it has been held for longer than a minute.
        """
        self._connection.execute("SELECT 1 FROM runs LIMIT 1").fetchall()

    @contextmanager
    def changing(self) -> Iterator[ExitStack]:
        """Change the index, and the files that go with it, wholly or not at all (see lab.runs.index.change)."""
        with self.lock:
            with change(self._connection) as undo:
                yield undo

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
        with self.changing() as undo:
            row = self._connection.execute("SELECT id FROM runs WHERE token = ?", (token,)).fetchone()
            if row is not None:
                return self.folder(row[0])
            folder = RunFolder(self.directory / self._next_id())
            undo.callback(_remove, folder.path)
            folder.create(config, self._find_base_weights(config))
            self._insert(folder.id, config, owner, RunStatus.QUEUED, time.time(), token)
            return folder

    def _next_id(self) -> str:
        self._given_id = next_id(self._connection, self._given_id)
        return self._given_id

    def _insert(
        self, run_id: str, config: RunConfig, owner: str, state: RunStatus, created: float, token: str | None
    ) -> None:
        self._connection.execute(
            "INSERT INTO runs (id, token, owner, state, created, dataset, architecture, config) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(run_id, token, owner, state, created, config.dataset.label(), config.architecture.name),
                config.model_dump_json(),
            ),
        )

    def bring_in(self, path: Path, title: str, owner: str) -> str:
        """Take in an exported run under a new id; nothing that is there is touched.

        Args:
            path: the zip.
            title: what its owner calls it, for messages.
            owner: who brings it.

        Returns:
            The new id.

        Raises:
            RunError: it is not a whole exported run; says why, and nothing is left behind.
        """
        staging = self.directory / f".new-{secrets.token_hex(6)}"
        staging.mkdir()
        try:
            folder = unpack_run(path, title, staging)
            config = folder.read_config()
            with self.changing() as undo:
                run_id = self._next_id()
                undo.callback(_remove, self.directory / run_id)
                staging.rename(self.directory / run_id)
                self._insert(run_id, config, owner, RunStatus.INTERRUPTED, time.time(), None)
                self._synchronise_one(run_id, RunStatus.INTERRUPTED, anew=True)
                return run_id
        except BaseException:
            _remove(staging)
            raise

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
        return self._select(f"WHERE NOT trashed AND state IN ({marks}) ORDER BY number DESC LIMIT ?", (*states, limit))

    def record(self, run_id: str) -> RunRecord:
        """One run.

        Raises:
            RunError: the index has no such run.
        """
        found = self._select("WHERE NOT trashed AND id = ?", (run_id,))
        if not found:
            raise RunError(_("There is no run {id}. It may have been deleted.").format(id=run_id))
        return found[0]

    def _select(self, condition: str, values: tuple[object, ...]) -> list[RunRecord]:
        columns = tuple(RunRecord.__dataclass_fields__)
        with self.lock:
            rows = self._connection.execute(f"SELECT {', '.join(columns)} FROM runs {condition}", values).fetchall()
        named = [dict(zip(columns, row, strict=True)) for row in rows]
        return [RunRecord(**{**values, "tags": json.loads(values["tags"])}) for values in named]

    def update(self, run_id: str, state: RunStatus, test_accuracy: float | None = None) -> None:
        """Bring the index up to a run's state; of one that has ended also to the best of it."""
        values: dict[str, object] = {"state": state}
        if test_accuracy is not None:
            values["test_accuracy"] = test_accuracy
        if state.ended and (self.directory / run_id).is_dir():
            values |= vars(summarise_history(RunHistory(self.folder(run_id)).follow()))
        self._set(run_id, values)

    def keep_about(self, run_id: str, about: About) -> None:
        """Keep what somebody says about a run, in its folder and in the index.

        Raises:
            RunError: there is no such run.
        """
        folder = self.folder(run_id)
        with self.changing() as undo:
            undo.callback(write_about, folder, read_about(folder))
            write_about(folder, about)
            self._set_about(run_id, about)

    def _set_about(self, run_id: str, about: About) -> None:
        self._set(run_id, {**about.model_dump(), "tags": json.dumps(about.tags, ensure_ascii=False)})

    def _set(self, run_id: str, values: Mapping[str, object]) -> None:
        """Change columns of a run; their names are the lab's own."""
        with self.changing():
            self._connection.execute(
                f"UPDATE runs SET {', '.join(f'{name} = ?' for name in values)} WHERE id = ?",
                (*values.values(), run_id),
            )

    def forget(self, run_id: str) -> None:
        """Take a run whose folder is gone out of the index."""
        with self.changing():
            self._connection.execute("DELETE FROM runs WHERE id = ?", (run_id,))

    def delete(self, run_id: str) -> None:
        """Move a run that has ended into the trash, with everything in its folder.

        Raises:
            RunError: it hasn't ended, or there is no such run.
        """
        with self.lock:
            folder = self.folder(run_id)
            if not folder.status()[0].ended:
                raise RunError(_("Run {id} hasn't ended: stop it first.").format(id=run_id))
            with self.changing() as undo:
                undo.callback(self.trash.give_back, folder.path)
                self.trash.take(folder.path)
                self._set(run_id, {"trashed": True, "token": None})

    def restore(self, run_id: str) -> None:
        """Take a run out of the trash again.

        Raises:
            RunError: the trash has no such run.
        """
        path = self.directory / run_id
        with self.changing() as undo:
            undo.callback(self.trash.take, path)
            self.trash.give_back(path)
            self._set(run_id, {"trashed": False})
            known = self._select("WHERE id = ?", (run_id,))
            self._synchronise_one(run_id, known[0].state if known else None)

    def synchronise(self, anew: bool = False) -> None:
        """Bring the index in line with the folders: the folders are the truth.

        Args:
            anew: read also what the index holds already, as it comes from an older version.
        """
        self.trash.clear_out()
        known = {record.id: record.state for record in self._select("", ())}
        found = {path.name for path in self.directory.iterdir() if path.is_dir() and not path.name.startswith(".")}
        for run_id in sorted(found):
            self._synchronise_one(run_id, known.get(run_id), anew)
        gone = known.keys() - found - set(self.trash.list_ids())
        with self.changing():
            self._connection.executemany("DELETE FROM runs WHERE id = ?", [(run_id,) for run_id in gone])

    def _synchronise_one(self, run_id: str, known: RunStatus | None, anew: bool = False) -> None:
        folder = self.folder(run_id)
        # Without that file a run that had ended may be waiting once more: resumed just before the server went.
        if known is not None and known.ended and folder.process_path.exists() and not anew:
            return
        if known is None or anew:
            try:
                config = folder.read_config()
            except LabError:
                return
            if known is None:
                created = folder.config_path.stat().st_mtime
                with self.changing():
                    self._insert(run_id, config, "", folder.status()[0], created, None)
            self._set(run_id, {"config": config.model_dump_json()})
            self._set_about(run_id, read_about(folder))
        self.update(run_id, folder.status()[0], read_test_accuracy(folder))

    def histories(self) -> Histories:
        """A cache of histories over these runs."""
        return Histories(self.folder)


def read_test_accuracy(folder: RunFolder) -> float | None:
    """The accuracy on the test part, 0…1, or None where there is no evaluation."""
    try:
        return float(folder.read_json(folder.evaluation_path)["accuracy"])
    except (LabError, KeyError, TypeError, ValueError):
        return None


def _remove(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)
