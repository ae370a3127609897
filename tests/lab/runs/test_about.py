import math
import sqlite3
import uuid

import pytest

from lab.config import RunConfig
from lab.errors import ConfigError, RunError
from lab.files import write_json
from lab.runs.about import About, read_about
from lab.runs.event_log import EventLog
from lab.runs.status import RunStatus
from lab.runs.store import RunStore
from lab.validation import validate


def open_store(home):
    return RunStore(home / "runs", home / "index.sqlite")


@pytest.fixture
def store(tmp_path):
    return open_store(tmp_path)


def add_run(store, val_losses=(), state=RunStatus.STOPPED, **settings):
    """A run whose validation accuracy is 1 less half its loss."""
    folder = store.create(RunConfig(**settings), "ann", uuid.uuid4().hex)
    with EventLog(folder.events_path) as log:
        for epoch, loss in enumerate(val_losses, 1):
            log.append("epoch", epoch=epoch, loss=1.0, accuracy=0.5, val_loss=loss, val_accuracy=1 - loss / 2)
    folder.append_state(state)
    store.update(folder.id, state)
    return folder


def test_what_is_said_about_a_run_is_in_its_folder_and_in_the_list(store, tmp_path):
    folder = add_run(store)
    about = About(name="too fast", note="Diverges.", tags=("rate", "homework"), archived=True)
    store.keep_about(folder.id, about)
    assert read_about(folder) == about
    assert store.record(folder.id).about == about
    (tmp_path / "index.sqlite").unlink()
    assert open_store(tmp_path).record(folder.id).about == about


@pytest.mark.parametrize("content", ["", "{", "[]", '{"name": 3}', '{"unknown": 1}'])
def test_a_damaged_about_takes_nothing_else_along(store, content):
    folder = add_run(store)
    (folder.path / "about.json").write_text(content)
    assert read_about(folder) == About()
    assert folder.read_config() == RunConfig()


def test_blanks_and_repeats_go():
    assert About(name="  a b ", tags=(" x", "x", "y ")) == About(name="a b", tags=("x", "y"))


@pytest.mark.parametrize("wrong", [{"name": "x" * 81}, {"tags": ["x" * 31]}, {"tags": [""]}, {"note": "x" * 2001}])
def test_too_much_is_refused_in_a_sentence(wrong):
    with pytest.raises(ConfigError, match="Received"):
        validate(About, wrong)


def test_the_list_has_the_best_not_the_last(store):
    folder = add_run(store, [0.8, 0.2, math.nan, 0.6])
    record = store.record(folder.id)
    assert (record.epochs_done, record.best_epoch) == (4, 2)
    assert record.best_val_loss == 0.2
    assert record.best_val_accuracy == pytest.approx(0.9)


def test_an_index_of_an_older_version_is_filled_from_the_folders(tmp_path):
    store = open_store(tmp_path)
    first = add_run(store, [0.5, 0.3], epochs=7)
    write_json(first.evaluation_path, {"accuracy": 0.75, "loss": 0.5, "count": 4, "confusion": [[3, 1], [0, 0]]})
    store.delete(add_run(store).id)
    last = add_run(store, [0.9])
    numbers = {record.id: record.number for record in store.records()}
    old = "number, id, token, owner, state, created, dataset, architecture, test_accuracy"
    with sqlite3.connect(tmp_path / "index.sqlite") as connection:
        connection.executescript(
            "CREATE TABLE older (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, token TEXT UNIQUE, "
            "owner TEXT NOT NULL, state TEXT NOT NULL, created REAL NOT NULL, dataset TEXT NOT NULL, "
            f"architecture TEXT NOT NULL, test_accuracy REAL); INSERT INTO older "
            f"SELECT {old} FROM runs WHERE NOT trashed;"
            "DROP TABLE runs; ALTER TABLE older RENAME TO runs;"
        )
    again = open_store(tmp_path)
    assert {record.id: record.number for record in again.records()} == numbers
    record = again.record(first.id)
    assert (record.best_epoch, record.best_val_loss, record.test_accuracy, record.owner) == (2, 0.3, 0.75, "ann")
    assert RunConfig.model_validate_json(record.config).epochs == 7
    assert again.record(last.id).best_val_loss == 0.9


def test_a_deletion_can_be_undone(store, tmp_path):
    folder = add_run(store, [0.4])
    store.keep_about(folder.id, About(name="mine"))
    before = store.record(folder.id)
    store.delete(folder.id)
    assert store.records() == []
    assert not folder.path.exists()
    with pytest.raises(RunError, match="There is no run"):
        store.record(folder.id)
    # A server that starts meanwhile leaves it where it is.
    assert open_store(tmp_path).records() == []
    store.restore(folder.id)
    assert store.record(folder.id) == before
    assert folder.read_config() == RunConfig()


def test_what_is_out_of_the_trash_cannot_come_back(store):
    folder = add_run(store)
    store.delete(folder.id)
    assert store.trash.clear_out() == 0
    assert store.trash.clear_out(days=0) == 1
    with pytest.raises(RunError, match="not in the trash any more"):
        store.restore(folder.id)
