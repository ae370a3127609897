import time
from importlib.util import find_spec

import pytest

from lab.architectures.perceptron import Perceptron
from lab.config import RunConfig
from lab.runs.event_log import EventLog
from lab.runs.history import RunHistory
from lab.runs.status import RunStatus
from lab.tracking.memory import read_memory
from lab.tracking.starting import tracked

needs_mlflow = pytest.mark.skipif(find_spec("mlflow") is None, reason="pip install -r requirements-mlflow.txt")


@pytest.fixture
def log(run):
    with EventLog(run.events_path) as log:
        yield log


def wait_for(condition) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_where_no_server_is_named_nothing_happens(run, log, monkeypatch):
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    with tracked(run, log):
        pass
    assert RunHistory(run).follow().messages == []
    assert read_memory(run) is None


@pytest.mark.skipif(find_spec("mlflow") is not None, reason="MLflow's client is installed")
def test_where_there_is_no_client_the_run_says_so_once(run, log, server, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", server.uri)
    for _ in range(2):
        with tracked(run, log):
            pass
    (message,) = RunHistory(run).follow().messages
    assert "requirements-mlflow.txt" in message[1]


@needs_mlflow
@pytest.mark.slow
def test_a_server_that_does_not_answer_holds_nothing_up(run, train, log, server, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", server.uri)
    server.released.clear()
    with tracked(run, log):
        train(1)
        assert server.received.wait(60)
        train(2, end=RunStatus.FINISHED)
    assert server.runs == 0
    server.released.set()
    wait_for(lambda: server.statuses == ["FINISHED"])
    assert {("loss", 1), ("loss", 2)} <= set(server.metrics)


@pytest.mark.slow
def test_a_whole_run_goes_its_way(forks, make_run, server):
    run = make_run("trained", RunConfig(architecture=Perceptron(), epochs=2))
    assert forks.work(run, MLFLOW_TRACKING_URI=server.uri)
    history = RunHistory(run).follow()
    assert history.state is RunStatus.FINISHED
    if find_spec("mlflow") is None:
        assert any("requirements-mlflow.txt" in text for _time, text in history.messages)
        return
    wait_for(lambda: server.statuses == ["FINISHED"])
    assert server.metrics["val_accuracy", 2] == pytest.approx(history.epochs["val_accuracy"][1])
    assert ("test_accuracy", 2) in server.metrics
