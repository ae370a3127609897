"""The machine's clock jumps a day, back or forth: order and durations stay right."""

import itertools
import os
import subprocess
import sys
import time

import psutil
import pytest

from components.curves import CurveView, metric_figure
from lab.config import RunConfig
from lab.controller import Controller
from lab.datasets.decisions import Decisions
from lab.datasets.fetching import dataset_fetch
from lab.datasets.library import find_imported, list_imported
from lab.executors import LocalExecutor
from lab.fetching import FetchProgress
from lab.processes import find_process, start_of
from lab.runs.event_log import EventLog
from lab.runs.history import RunHistory
from lab.runs.status import RunStatus
from lab.runs.store import RunStore

DAY = 86_400.0
JUMPS = (0.0, DAY, -DAY, 0.0, -2 * DAY, 3 * DAY)


@pytest.fixture
def jump(monkeypatch):
    """Sets the clock so many seconds before or after what it is."""
    real = time.time

    def by(seconds):
        monkeypatch.setattr("time.time", lambda: real() + seconds)

    return by


@pytest.fixture
def store(tmp_path):
    return RunStore(tmp_path / "runs", tmp_path / "index.sqlite")


def test_runs_and_the_queue_keep_the_order_of_their_creation_even_in_an_index_made_anew(store, tmp_path, jump):
    made = []
    for place, seconds in enumerate(JUMPS):
        jump(seconds)
        made.append(store.create(RunConfig(epochs=place + 1), "ann", str(place)).id)
    queue = Controller(store, LocalExecutor())
    assert [record.id for record in store.records()] == made[::-1]
    assert [queue.position(one) for one in made] == [1, 2, 3, 4, 5, 6]
    (tmp_path / "index.sqlite").unlink()
    anew = RunStore(tmp_path / "runs", tmp_path / "index.sqlite")
    assert [record.id for record in anew.records()] == made[::-1]
    assert [Controller(anew, LocalExecutor()).position(one) for one in made] == [1, 2, 3, 4, 5, 6]


def test_thirty_runs_of_the_same_second_keep_their_order_in_an_index_made_anew(store, tmp_path, jump):
    made = [store.create(RunConfig(), f"user{number}", str(number)).id for number in range(30)]
    (tmp_path / "index.sqlite").unlink()
    anew = RunStore(tmp_path / "runs", tmp_path / "index.sqlite")
    assert [record.id for record in anew.records()] == made[::-1]


def test_a_run_s_state_curves_and_durations_do_not_see_the_jumps(store, jump):
    folder = store.create(RunConfig(), "ann", "token")
    jumps = itertools.cycle(JUMPS)
    with EventLog(folder.events_path) as log:

        def append(kind, **fields):
            jump(next(jumps))
            log.append(kind, **fields)

        append("state", state=RunStatus.RUNNING)
        append("fit", epochs=4, batches=3)
        for step in range(1, 7):
            append("batch", step=step, epoch=(step + 2) // 3, batch=1, loss=1 / step, elapsed=2.0 * step)
            if step % 3 == 0:
                append("epoch", epoch=step // 3, loss=1 / step, val_loss=1 / step, seconds=6.0, elapsed=2.0 * step)
    history = RunHistory(folder).follow()
    assert history.batches["elapsed"] == [2.0, 4.0, 6.0, 8.0, 10.0, 12.0]
    assert history.epochs["seconds"] == [6.0, 6.0]
    assert history.seconds_left == 12.0
    figure = metric_figure(history, "loss", CurveView(axis="time"))
    assert list(figure["traces"][0]["x"]) == [2.0, 4.0, 6.0, 8.0, 10.0, 12.0]
    jump(-3 * DAY)
    folder.append_state(RunStatus.FINISHED)
    assert history.follow().state is RunStatus.FINISHED
    store.update(folder.id, RunStatus.FINISHED)
    assert store.record(folder.id).best_epoch == 2


def test_the_version_kept_last_is_the_newest(import_zip, jpeg):
    dataset = import_zip({f"{name}/{number}.jpg": jpeg(number) for name in "ab" for number in range(3)})
    folder = find_imported(dataset.id)
    first = folder.versions()[0]
    tomorrow = time.time_ns() + int(DAY) * 10**9
    os.utime(folder.versions_path / f"{first}.json", ns=(tomorrow, tomorrow))
    # As many as a computer makes in a moment, too.
    kept = [folder.keep_decisions(Decisions(left_out=(number,))) for number in range(3)]
    assert folder.versions() == [*kept[::-1], first]
    # What was decided before may be decided again.
    assert folder.keep_decisions(Decisions(left_out=(0,))) == folder.versions()[0] == kept[0]


def test_images_imported_last_are_the_newest(import_zip, jpeg, jump):
    jump(DAY)
    first = import_zip({f"{name}/{number}.jpg": jpeg(number) for name in "ab" for number in range(3)})
    jump(-DAY)
    second = import_zip({f"{name}/{number}.jpg": jpeg(number) for name in "cd" for number in range(3)})
    assert [folder.id for folder in list_imported()] == [second.id, first.id]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere a process's start stays as it was")
def test_a_process_is_known_again_after_a_jump(monkeypatch, lab_home):
    started = psutil.boot_time()
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as process:
        start = start_of(psutil.Process(process.pid))
        fetch = dataset_fetch("mnist")
        fetch.directory.mkdir(parents=True)
        fetch.write_progress(FetchProgress("running"), process.pid)
        # What Linux says in /proc/stat once the clock was set forward.
        monkeypatch.setattr("psutil._pslinux.boot_time", lambda: started + DAY)
        assert psutil.Process(process.pid).create_time() > time.time()
        found = find_process(process.pid, start)
        progress = fetch.progress()
        process.kill()
    assert found is not None
    assert progress is not None and progress.state == "running"
    assert find_process(process.pid, start) is None
