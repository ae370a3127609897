import itertools
import math
import time

import keras
import numpy as np
import pytest

from lab.datasets.subset import Subset
from lab.runs.event_log import EventLog, read_events
from lab.scaling import Scaler
from lab.worker.callbacks.reporter import NotFiniteError, Reporter
from lab.worker.feed import make_feed

SCALER = Scaler(scale=(1 / 255,), offset=(0.0,))
PIXELS = np.random.default_rng(0).integers(0, 256, (50, 4, 4, 1), np.uint8)
IMAGES = Subset.whole(PIXELS, np.arange(50) % 3)


def fit(path, learning_rate: float, steps_per_execution: int = 1, epochs: int = 2):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.layers.Input((4, 4, 1)), keras.layers.Flatten(), keras.layers.Dense(3, "softmax")])
    model.compile(
        keras.optimizers.SGD(learning_rate),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
        steps_per_execution=steps_per_execution,
    )
    feed = make_feed(IMAGES, SCALER, 16, shuffle_seed=0)
    with EventLog(path) as log:
        callbacks = [Reporter(log, 16, len(IMAGES))]
        model.fit(feed, validation_data=feed, epochs=epochs, callbacks=callbacks, shuffle=False, verbose=0)
    return model


def test_the_points_are_the_batches_own_values_also_of_the_smaller_last_one(tmp_path):
    # With a learning rate of almost nothing the model stays as it is, so that each batch can be computed afterwards.
    model = fit(tmp_path / "log", 1e-12, epochs=1)
    points = [event for event in read_events(tmp_path / "log")[0] if event["kind"] == "batch"]
    feed = make_feed(IMAGES, SCALER, 16, shuffle_seed=0)
    expected = []
    for images, labels in feed:
        probabilities = model(images).numpy()[np.arange(len(labels)), labels]
        expected.append(-np.log(probabilities).mean())
    assert [point["batch"] for point in points] == [1, 2, 3, 4]
    assert [point["loss"] for point in points] == pytest.approx(expected, abs=1e-4)
    assert all(0 <= point["accuracy"] <= 1 for point in points)


def test_with_several_steps_at_a_time_points_cover_all_images(tmp_path):
    fit(tmp_path / "one", 0.1, steps_per_execution=1)
    fit(tmp_path / "many", 0.1, steps_per_execution=3)
    one, many = (read_events(tmp_path / name)[0] for name in ("one", "many"))
    epochs = [[event for event in events if event["kind"] == "epoch"] for events in (one, many)]
    assert [event["loss"] for event in epochs[0]] == pytest.approx([event["loss"] for event in epochs[1]], rel=1e-4)
    points = [event for event in many if event["kind"] == "batch"]
    assert [(point["epoch"], point["batch"], point["step"]) for point in points] == [
        (1, 3, 3), (1, 4, 4), (2, 3, 7), (2, 4, 8),
    ]  # fmt: skip
    first = [event["loss"] for event in one if event["kind"] == "batch"][:3]
    assert points[0]["loss"] == pytest.approx(np.mean(first), rel=1e-4)


def test_a_clock_that_jumps_a_day_with_every_look_changes_no_duration(tmp_path, monkeypatch):
    real, jumps = time.time, itertools.cycle([0, 86_400, -86_400])
    monkeypatch.setattr("time.time", lambda: real() + next(jumps))
    began = time.monotonic()
    fit(tmp_path / "log", 0.1)
    took = time.monotonic() - began
    events = read_events(tmp_path / "log")[0]
    elapsed = [event["elapsed"] for event in events]
    assert elapsed == sorted(elapsed)
    assert 0 < elapsed[-1] <= took
    seconds = [event["seconds"] for event in events if event["kind"] == "epoch"]
    assert 0 < sum(seconds) <= took
    assert all(event["images_per_second"] > 0 for event in events)
    # The time of day is written as the clock has it, and nothing goes by it.
    assert max(event["time"] for event in events) - min(event["time"] for event in events) > 80_000


def test_a_loss_that_is_not_finite_ends_the_training_and_names_the_step(tmp_path):
    with pytest.raises(NotFiniteError) as caught:
        fit(tmp_path / "log", 1e38, epochs=20)
    last = [event for event in read_events(tmp_path / "log")[0] if event["kind"] == "batch"][-1]
    assert caught.value.step == last["step"]
    assert last["loss"] is None or not math.isfinite(last["loss"])
