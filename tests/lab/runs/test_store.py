import shutil
import threading

import pytest

from lab.config import RunConfig
from lab.errors import RunError
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus
from lab.runs.store import RunStore


@pytest.fixture
def store(tmp_path):
    return RunStore(tmp_path / "runs", tmp_path / "index.sqlite")


def test_a_new_run_is_queued_and_holds_its_config(store):
    config = RunConfig(epochs=3)
    folder = store.create(config, "ann", "token")
    assert folder.read_config() == config
    assert folder.status() == (RunStatus.QUEUED, "")
    [record] = store.records()
    assert (record.id, record.owner, record.state) == (folder.id, "ann", RunStatus.QUEUED)


def test_the_same_token_gives_the_same_run(store):
    first = store.create(RunConfig(), "ann", "token")
    assert store.create(RunConfig(), "ann", "token").id == first.id
    assert store.create(RunConfig(), "ann", "another").id != first.id


def test_thirty_at_once(store):
    threads = [threading.Thread(target=store.create, args=(RunConfig(), f"user{n}", f"t{n}")) for n in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.records()) == 30
    assert len({record.number for record in store.records()}) == 30


def test_the_index_is_rebuilt_from_the_folders(store, tmp_path):
    ids = [store.create(RunConfig(), "ann", str(number)).id for number in range(3)]
    RunFolder(tmp_path / "runs" / ids[1]).append_state(RunStatus.FINISHED)
    (tmp_path / "index.sqlite").unlink()
    rebuilt = RunStore(tmp_path / "runs", tmp_path / "index.sqlite")
    assert {record.id: record.state for record in rebuilt.records()} == {
        ids[0]: RunStatus.QUEUED,
        ids[1]: RunStatus.FINISHED,
        ids[2]: RunStatus.QUEUED,
    }


@pytest.mark.parametrize("content", ["", "{", "[]", '{"schema_version": 99}'])
def test_a_damaged_run_says_so_and_the_others_go_on(store, tmp_path, content):
    good, bad = (store.create(RunConfig(), "ann", name) for name in ("good", "bad"))
    bad.config_path.write_text(content)
    with pytest.raises(RunError, match=f"{bad.id} is damaged: config.json"):
        bad.read_config()
    again = RunStore(tmp_path / "runs", tmp_path / "index.sqlite")
    assert again.folder(good.id).read_config() == RunConfig()


def test_an_ended_run_can_be_deleted_and_a_running_one_cannot(store):
    folder = store.create(RunConfig(), "ann", "token")
    with pytest.raises(RunError, match="hasn't ended"):
        store.delete(folder.id)
    folder.append_state(RunStatus.STOPPED)
    store.delete(folder.id)
    assert store.records() == []
    assert not folder.path.exists()


@pytest.mark.parametrize("name", ["../elsewhere", "missing", "", "a/b"])
def test_no_such_run(store, name):
    with pytest.raises(RunError, match="There is no run"):
        store.folder(name)


@pytest.mark.parametrize("line", ['{"kind":"state","state":"nonsense"}', '{"kind":"state"}', "nonsense"])
def test_an_altered_event_log_damages_its_run_alone(store, tmp_path, line):
    good, bad = (store.create(RunConfig(), "ann", name) for name in ("good", "bad"))
    bad.events_path.write_text(line + "\n")
    again = RunStore(tmp_path / "runs", tmp_path / "index.sqlite")
    assert again.record(good.id).state is RunStatus.QUEUED
    assert again.record(bad.id).state is RunStatus.INTERRUPTED
    assert "is damaged: events.jsonl" in bad.status()[1]
    assert again.histories().follow(bad.id).epochs["loss"] == []


def test_the_id_of_a_run_that_was_removed_is_not_given_to_another(store):
    ids = []
    for number in range(5):
        folder = store.create(RunConfig(), "ann", f"token-{number}")
        ids.append(folder.id)
        shutil.rmtree(folder.path)
        store.forget(folder.id)
    assert ids == sorted(set(ids))
