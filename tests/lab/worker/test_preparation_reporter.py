import pytest

from lab.config import RunConfig
from lab.runs.event_log import EventLog
from lab.runs.history import RunHistory
from lab.runs.run_folder import RunFolder
from lab.worker.callbacks.stop_watcher import StopRequested, StopWatcher
from lab.worker.preparation_reporter import PreparationReporter
from lab.worker.training_clock import TrainingClock


@pytest.fixture
def folder(tmp_path):
    folder = RunFolder(tmp_path / "run")
    folder.create(RunConfig())
    return folder


def test_a_few_reports_a_second_reach_the_history_and_go_with_their_phase(folder):
    with EventLog(folder.events_path, flush_seconds=0) as log:
        report = PreparationReporter(log, StopWatcher(folder, log, TrainingClock()))
        log.append("phase", phase="data")
        for done in range(1, 1001):
            report(done, 1000)
        history = RunHistory(folder).follow()
        assert (history.progress["done"], history.progress["total"]) == (1000, 1000)
        assert history.phase_seconds_left == 0
        log.append("phase", phase="building")
    assert history.follow().progress == {}
    assert history.phase_seconds_left is None
    assert folder.events_path.read_text().count('"progress"') < 10


def test_the_time_left_is_at_the_pace_so_far_and_unknown_while_another_process_prepares(folder):
    with EventLog(folder.events_path, flush_seconds=0) as log:
        PreparationReporter(log, StopWatcher(folder, log, TrainingClock()))(0, 1000)
        history = RunHistory(folder).follow()
        assert history.progress["done"] == 0
        assert history.phase_seconds_left is None
        log.append("progress", done=200, total=1000, elapsed=10.0)
    assert history.follow().phase_seconds_left == pytest.approx(40)


def test_a_stop_is_let_through(folder):
    folder.request_stop()
    with EventLog(folder.events_path) as log, pytest.raises(StopRequested):
        PreparationReporter(log, StopWatcher(folder, log, TrainingClock()))(1, 1000)
