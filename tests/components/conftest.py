"""A lab of one's own with runs in it that were never trained: their logs and results are written in a few lines."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from components.backend import get_controller
from lab.config import RunConfig
from lab.files import write_json
from lab.runs.about import About
from lab.runs.event_log import EventLog
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus
from lab.runs.store import RunStore, read_test_accuracy
from lab.scaling import Scaler
from lab.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
DIGITS = list("0123456789")


class Lab:
    """A lab whose controller is not at work: what is queued waits."""

    def __init__(self) -> None:
        self.store: RunStore = get_controller().store

    def add(
        self,
        config: RunConfig | None = None,
        *,
        state: RunStatus = RunStatus.FINISHED,
        losses: Sequence[float] = (2.0, 1.0),
        right: Sequence[bool] | None = None,
        **about: object,
    ) -> RunFolder:
        """A run.

        Args:
            config: what was wanted.
            state: its last state.
            losses: of validation, an epoch each; those of training are the same.
            right: for each test image whether it was taken for what it is; None for no test.
            **about: its name, note, tags, whether it is archived.
        """
        folder = self.store.create(config or RunConfig(), "ann", os.urandom(8).hex())
        write_json(folder.labels_path, DIGITS)
        write_json(folder.scaler_path, Scaler(scale=(1 / 16,), offset=(0.0,)).model_dump(mode="json"))
        with EventLog(folder.events_path) as log:
            log.append("state", state=RunStatus.RUNNING)
            log.append("fit", epochs=len(losses), batches=1)
            for epoch, loss in enumerate(losses, 1):
                log.append("batch", step=epoch, epoch=epoch, batch=1, loss=loss, accuracy=0.5, elapsed=float(epoch),
                           learning_rate=0.001)  # fmt: skip
                log.append("epoch", epoch=epoch, loss=loss, accuracy=1 - loss / 10, val_loss=loss,
                           val_accuracy=1 - loss / 10,
                           elapsed=float(epoch))  # fmt: skip
            log.append("state", state=state, message="", durable=True)
        if right is not None:
            write_test(folder, np.array(right))
        if about:
            self.store.keep_about(folder.id, About(**about))
        self.store.update(folder.id, state, read_test_accuracy(folder))
        return folder

    def number(self, folder: RunFolder) -> int:
        return self.store.record(folder.id).number


def write_test(folder: RunFolder, right: np.ndarray) -> None:
    """The results of a test: whatever is wrong was taken for the next digit."""
    labels = np.arange(len(right)) % 10
    predicted = np.where(right, labels, (labels + 1) % 10)
    confusion = np.zeros((10, 10), int)
    np.add.at(confusion, (labels, predicted), 1)
    probabilities = np.eye(10, dtype=np.float32)[predicted]
    write_json(folder.evaluation_path, {"accuracy": float(right.mean()), "loss": 0.5, "count": len(right),
                                        "confusion": confusion.tolist(), "checkpoint": "best"})  # fmt: skip
    np.savez(folder.predictions_path, labels=labels, probabilities=probabilities, indices=np.arange(len(right)))


@pytest.fixture
def lab(tmp_path, monkeypatch) -> Iterator[Lab]:
    monkeypatch.setenv("LAB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LAB_WARM_WORKERS", "0")
    load_settings.cache_clear()
    get_controller.cache_clear()
    yield Lab()
    get_controller.cache_clear()
    load_settings.cache_clear()


def open_page(script: str, **parameters: str) -> AppTest:
    """A page of the lab as a visitor sees it."""
    app = AppTest.from_file(str(ROOT / "components" / "main.py"), default_timeout=150)
    return go_to(app, script, **parameters)


def go_to(app: AppTest, script: str, **parameters: str) -> AppTest:
    """Another page in the same session."""
    app.query_params.clear()
    for name, value in parameters.items():
        app.query_params[name] = value
    app.switch_page(script).run()
    assert not app.exception
    return app


def address(app: AppTest, name: str) -> str | None:
    """What the address says."""
    value = app.query_params.get(name)
    return value[0] if isinstance(value, list) else value


def button(app: AppTest, label: str):
    """The button of that label."""
    return next(one for one in app.button if one.label == label)
