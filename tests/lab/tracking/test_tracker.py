"""A run told to a server over HTTP: by MLflow's own client where it is installed, and by a few lines of our own."""

import json
import shutil
import threading
import time
import urllib.request
from importlib.util import find_spec

import pytest

from lab.runs.status import RunStatus
from lab.tracking import tracker
from lab.tracking.memory import read_memory
from lab.tracking.mlflow_server import MlflowServer
from lab.tracking.tracker import Tracker
from tests.lab.tracking.tiny_server import TinyServer


class FewLines:
    """A Destination that speaks as much of MLflow's REST API as a tracker needs."""

    def __init__(self, uri):
        self._uri = uri

    def create_run(self, name, tags):
        info = self._post("runs/create", run_name=name)["run"]["info"]
        return info["run_id"], f"{self._uri}/#/experiments/5/runs/{info['run_id']}"

    def log(self, run_id, parameters, points):
        params = [{"key": name, "value": value} for name, value in parameters.items()]
        metrics = [{"key": point.name, "value": point.value, "step": point.epoch} for point in points]
        self._post("runs/log-batch", run_id=run_id, params=params, metrics=metrics)

    def set_status(self, run_id, status, tags):
        for key, value in tags.items():
            self._post("runs/set-tag", run_id=run_id, key=key, value=value)
        self._post("runs/update", run_id=run_id, status=status)

    def _post(self, operation, **body):
        request = urllib.request.Request(f"{self._uri}/api/2.0/mlflow/{operation}", json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=5) as answer:
            return json.load(answer)


MLFLOW = pytest.param(
    MlflowServer,
    marks=pytest.mark.skipif(find_spec("mlflow") is None, reason="pip install -r requirements-mlflow.txt"),
    id="mlflow",
)
pytestmark = pytest.mark.parametrize("destination", [pytest.param(FewLines, id="few lines"), MLFLOW])


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    monkeypatch.setattr(tracker, "POLL_SECONDS", 0.05)
    monkeypatch.setattr(tracker, "STATE_SECONDS", 0.2)


@pytest.fixture
def gone() -> threading.Event:
    gone = threading.Event()
    gone.set()
    return gone


def wait_for(condition) -> None:
    deadline = time.monotonic() + 150
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_parameters_epochs_test_and_end_arrive(destination, server, run, train, evaluate, gone):
    train(1, 2, end=RunStatus.FINISHED)
    evaluate()
    Tracker(run, destination(server.uri), server.uri).follow(gone)
    assert server.parameters["optimizer.learning_rate"] == "0.001"
    assert server.parameters["epochs"] == "7"
    assert server.metrics["loss", 1] == 1 and server.metrics["loss", 2] == 0.5
    assert server.metrics["test_accuracy", 2] == 0.875 and server.metrics["test_loss", 2] == 0.5
    assert "val_loss" not in {name for name, _step in server.metrics}
    assert server.statuses == ["FINISHED"]
    assert server.tags == {"lab.state": "finished", "lab.message": "so it was"}
    assert read_memory(run).url == f"{server.uri}/#/experiments/5/runs/abc"


def test_an_epoch_arrives_while_the_run_goes_on(destination, server, run, train):
    gone = threading.Event()
    follower = threading.Thread(target=Tracker(run, destination(server.uri), server.uri).follow, args=(gone,))
    follower.start()
    train(1)
    wait_for(lambda: ("loss", 1) in server.metrics)
    assert server.statuses == []
    train(end=RunStatus.STOPPED)
    gone.set()
    follower.join()
    assert server.statuses == ["KILLED"]


def test_a_resumed_run_goes_on_there(destination, server, run, train, gone):
    train(1, 2)
    Tracker(run, destination(server.uri), server.uri).follow(gone)
    assert server.statuses == ["KILLED"]
    server.metrics.clear()
    train(3, end=RunStatus.FINISHED)
    Tracker(run, destination(server.uri), server.uri).follow(gone)
    assert server.runs == 1
    assert {step for _name, step in server.metrics} == {3}
    assert server.statuses == ["KILLED", "RUNNING", "FINISHED"]


def test_another_server_is_told_from_the_beginning(destination, server, run, train, gone):
    train(1, end=RunStatus.FINISHED)
    Tracker(run, destination(server.uri), server.uri).follow(gone)
    other = TinyServer()
    Tracker(run, destination(other.uri), other.uri).follow(gone)
    other.close()
    assert other.runs == 1 and ("loss", 1) in other.metrics


def test_a_server_that_fails_for_a_while_misses_nothing(destination, run, train, gone):
    server = TinyServer(failures=4)
    train(1, 2, end=RunStatus.FINISHED)
    Tracker(run, destination(server.uri), server.uri).follow(gone)
    server.close()
    assert {("loss", 1), ("loss", 2)} <= set(server.metrics)
    assert server.statuses == ["FINISHED"]
    assert read_memory(run).problem == ""


def test_a_server_that_is_down_is_given_up_and_told_when_the_run_is_resumed(destination, run, train, gone):
    server = TinyServer(listens=False)
    uri = server.uri.replace("http://", "http://ann:secret@")
    train(1, end=RunStatus.FAILED)
    before = run.events_path.read_bytes()
    Tracker(run, destination(server.uri), uri).follow(gone, give_up_seconds=0.1)
    memory = read_memory(run)
    assert memory.problem and memory.server == server.uri
    assert "secret" not in (run.path / "mlflow.json").read_text()
    assert run.events_path.read_bytes() == before
    server.listen()
    train(2, end=RunStatus.FINISHED)
    Tracker(run, destination(server.uri), uri).follow(gone)
    server.close()
    assert {("loss", 1), ("loss", 2)} <= set(server.metrics)
    assert server.statuses == ["FINISHED"]


def test_of_a_deleted_run_nothing_comes_back(destination, server, run, gone):
    telling = Tracker(run, destination(server.uri), server.uri)
    shutil.rmtree(run.path)
    telling.follow(gone, give_up_seconds=0.1)
    assert not run.path.exists()
