"""The index held by another program for longer than anybody waits: nothing is done by halves."""

import sqlite3

import pytest

from lab.config import RunConfig
from lab.controller import Controller
from lab.executors import LocalExecutor
from lab.exporting.archive import export_run
from lab.runs.about import About
from lab.runs.status import RunStatus
from lab.runs.store import RunStore


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr("lab.runs.index.BUSY_SECONDS", 0.05)
    return RunStore(tmp_path / "runs", tmp_path / "index.sqlite")


def add_run(store, token):
    folder = store.create(RunConfig(), "ann", token)
    folder.append_state(RunStatus.STOPPED)
    store.update(folder.id, RunStatus.STOPPED)
    return folder


def everything(store):
    """Every file of the runs and of the trash with its content, and every row."""
    home = store.directory.parent
    places = (store.directory, store.trash.directory)
    files = {
        path.relative_to(home): path.read_bytes() for place in places for path in place.rglob("*") if path.is_file()
    }
    return files, store.records(), sorted(store.trash.list_ids())


CHANGES = {
    "create": lambda store, kept, deleted, archive: store.create(RunConfig(epochs=3), "bob", "new"),
    "bring in": lambda store, kept, deleted, archive: store.bring_in(archive, "run.zip", "bob"),
    "describe": lambda store, kept, deleted, archive: store.keep_about(kept.id, About(name="other")),
    "delete": lambda store, kept, deleted, archive: store.delete(kept.id),
    "restore": lambda store, kept, deleted, archive: store.restore(deleted.id),
    "resume": lambda store, kept, deleted, archive: Controller(store, LocalExecutor()).resume(kept.id),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_cannot_be_written_in_the_index_changes_no_file_either_and_works_later(store, tmp_path, name):
    kept, deleted = add_run(store, "kept"), add_run(store, "deleted")
    store.keep_about(kept.id, About(name="one"))
    archive = tmp_path / "run.zip"
    archive.write_bytes(export_run(kept))
    store.delete(deleted.id)
    before = everything(store)
    other = sqlite3.connect(tmp_path / "index.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        CHANGES[name](store, kept, deleted, archive)
    assert everything(store) == before
    other.execute("ROLLBACK")
    other.close()
    CHANGES[name](store, kept, deleted, archive)
    assert everything(store) != before


def test_a_row_that_cannot_be_kept_takes_its_folder_along(store):
    store.create(RunConfig(), "ann", "token")
    before = everything(store)
    store._connection.execute("CREATE TRIGGER full BEFORE INSERT ON runs BEGIN SELECT RAISE(ABORT, 'full'); END")
    with pytest.raises(sqlite3.IntegrityError, match="full"):
        store.create(RunConfig(), "ann", "another")
    assert everything(store) == before
