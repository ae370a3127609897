"""How many steps TensorFlow takes at a time: enough to lose little time in Python, few enough to watch."""

import time
from typing import Any

import numpy as np

# Points shall come several times a second, and the reader looks about twice a second.
SECONDS_BETWEEN_POINTS = 0.1
MOST_STEPS = 64
STEPS_TIMED = 5


def choose_steps_per_execution(model: Any, feed: Any, batches: int) -> int:  # noqa: ANN401 - Keras is untyped
    """Time a few training steps and choose; the model and its optimizer are left as they were.

    Args:
        model: compiled, with steps_per_execution 1.
        feed: the training dataset.
        batches: batches an epoch.

    Returns:
        A power of two from 1 to 64, at most a quarter of an epoch.
    """
    # Otherwise Keras makes the optimizer's variables at the first step, and they would not be put back.
    model.optimizer.build(model.trainable_variables)
    before = _snapshot(model)
    seconds = _time_step(model, feed)
    _restore(model, before)
    wanted = min(SECONDS_BETWEEN_POINTS / seconds, batches / 4, MOST_STEPS)
    return int(2 ** np.floor(np.log2(max(1.0, wanted))))


def _time_step(model: Any, feed: Any) -> float:  # noqa: ANN401
    """The median seconds of a step, after one that traces the graph; stops early where steps are slow."""
    model.make_train_function()
    iterator = iter(feed.repeat())
    model.train_function(iterator)
    seconds: list[float] = []
    while len(seconds) < STEPS_TIMED and sum(seconds) < SECONDS_BETWEEN_POINTS:
        started = time.perf_counter()
        model.train_function(iterator)["loss"].numpy()
        seconds.append(time.perf_counter() - started)
    return float(np.median(seconds))


def _snapshot(model: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401
    return [(variable, variable.numpy()) for variable in [*model.variables, *model.optimizer.variables]]


def _restore(model: Any, values: list[tuple[Any, Any]]) -> None:  # noqa: ANN401
    for variable, value in values:
        variable.assign(value)
    model.reset_metrics()
