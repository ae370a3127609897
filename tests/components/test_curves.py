from collections.abc import Iterator

import numpy as np
import pytest

from components.curves import CurveView, learning_rate_figure, metric_figure
from components.curves_figure import MOST_POINTS
from lab.runs.event_log import EventLog
from lab.runs.history import RunHistory
from lab.runs.run_folder import RunFolder

EPOCH_OF_BATCHES = 4
DEFAULT_VIEW = CurveView()


class Recorded:
    """A run of which a test writes down what happens."""

    def __init__(self, path):
        path.mkdir()
        self.history = RunHistory(RunFolder(path))
        self.log = EventLog(path / "events.jsonl", flush_seconds=0)
        self.log.append("fit", epochs=100, batches=EPOCH_OF_BATCHES)
        self.elapsed = 0.0

    def add(self, step: int, loss: float, rate: float = 0.001) -> None:
        self.elapsed += 0.1
        self.log.append("batch", step=step, epoch=(step - 1) // EPOCH_OF_BATCHES + 1, loss=loss, accuracy=0.5,
                        learning_rate=rate, elapsed=self.elapsed)  # fmt: skip

    def draw(self, view: CurveView = DEFAULT_VIEW) -> list[dict]:
        return metric_figure(self.history.follow(), "loss", view)["traces"]


@pytest.fixture
def run(tmp_path) -> Iterator[Recorded]:
    recorded = Recorded(tmp_path / "run")
    yield recorded
    recorded.log.close()


def test_a_curve_grows_with_every_batch(run):
    for step, loss in ((1, 2.0), (2, 1.5), (3, 1.0)):
        run.add(step, loss)
        trace = run.draw()[0]
        assert (trace["x"][-1], trace["y"][-1], len(trace["x"])) == (step / EPOCH_OF_BATCHES, loss, step)


def test_after_a_resume_the_new_batches_stand_where_the_old_ones_were(run):
    for step in range(1, 7):
        run.add(step, 1.0)
    assert run.draw()[0]["y"] == [1.0] * 6
    run.log.append("resume", epoch=1)
    run.add(5, 0.5)
    run.add(6, 0.25)
    assert run.draw()[0]["y"] == [1.0] * 4 + [0.5, 0.25]


def test_a_smoothed_curve_is_the_mean_of_all_batches_and_the_batches_stay(run):
    losses = np.tile([1.0, 3.0], 600)
    for step, loss in enumerate(losses, 1):
        run.add(step, loss)
    batches, *_, smoothed = run.draw(CurveView(smoothing=0.99))
    assert len(smoothed["x"]) <= MOST_POINTS
    assert set(batches["y"]) == {1.0, 3.0}
    assert smoothed["y"][-1] == pytest.approx(2.0, abs=0.02)


def test_each_axis_has_its_own_numbers(run):
    for step in range(1, 9):
        run.add(step, 1.0)
    ends = {axis: run.draw(CurveView(axis=axis))[0]["x"][-1] for axis in ("epoch", "step", "time")}
    assert ends == {"epoch": 2.0, "step": 8.0, "time": pytest.approx(0.8)}


def test_one_batch_with_another_learning_rate_among_thousands_is_seen(run):
    for step in range(1, 1001):
        run.add(step, 1.0)
    assert learning_rate_figure(run.history.follow(), CurveView()) is None
    run.add(1001, 1.0, rate=0.0001)
    for step in range(1002, 2001):
        run.add(step, 1.0)
    figure = learning_rate_figure(run.history.follow(), CurveView())
    assert figure is not None
    assert min(figure["traces"][0]["y"]) == 0.0001
