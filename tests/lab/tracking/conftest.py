"""A server to tell, and runs to tell of."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lab.config import RunConfig
from lab.files import write_json
from lab.runs.event_log import EventLog
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus
from tests.lab.tracking.tiny_server import TinyServer


@pytest.fixture
def server() -> Iterator[TinyServer]:
    server = TinyServer()
    yield server
    server.close()


@pytest.fixture
def run(tmp_path) -> RunFolder:
    folder = RunFolder(tmp_path / "run")
    folder.create(RunConfig(epochs=7))
    return folder


@pytest.fixture
def train(run) -> Callable[..., None]:
    """Writes down what a training would: `train(1, 2)` two epochs, `train(end=RunStatus.FINISHED)` its end."""

    def train(*epochs: int, end: RunStatus | None = None) -> None:
        with EventLog(run.events_path) as log:
            for epoch in epochs:
                log.append("epoch", epoch=epoch, loss=1 / epoch, accuracy=0.5, val_loss=float("nan"), val_accuracy=0.25)
            if end is not None:
                log.append("state", state=end, message="so it was")

    return train


@pytest.fixture
def evaluate(run) -> Callable[[], Path]:
    """Writes down a test."""

    def evaluate() -> Path:
        write_json(run.evaluation_path, {"accuracy": 0.875, "loss": 0.5, "count": 8, "checkpoint": "best"})
        return run.evaluation_path

    return evaluate
