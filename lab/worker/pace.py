"""How many steps TensorFlow takes at a time: enough to lose little time in Python, few enough to watch."""

import math
import time
from typing import Any

import numpy as np

# Points shall come several times a second, and the reader looks about twice a second.
SECONDS_BETWEEN_POINTS = 0.1
MOST_STEPS = 64
# Tracing the graph takes most of a second, so a first guess that turns out this far off is kept.
TOLERANCE = 4
# For the first guess alone: what a step costs at least, and what a laptop's core does.
GUESSED_OVERHEAD_SECONDS = 0.001
GUESSED_OPERATIONS_PER_SECOND = 3e10


def choose_steps_per_execution(model: Any, feed: Any, batch_size: int, batches: int) -> None:  # noqa: ANN401
    """Time some training steps and set the model's `steps_per_execution`; its variables are left as they were.

    Args:
        model: compiled.
        feed: a training dataset that nobody else reads.
        batch_size: images a batch.
        batches: batches an epoch; there are at least four points in each where it has four.
    """
    _build_state(model)
    before = _snapshot(model)
    steps = _steps_for(_guess_seconds(model, batch_size), batches)
    measured = _steps_for(_time_step(model, feed, steps), batches)
    if not steps / TOLERANCE <= measured <= steps * TOLERANCE:
        _time_step(model, feed, measured)
    _restore(model, before)


def _build_state(model: Any) -> None:  # noqa: ANN401
    """Make the variables of optimizer and metrics now.

    Keras would make them at the first step: the optimizer's could not be put back, and the metrics' would have the step
    traced twice.
    """
    model.optimizer.build(model.trainable_variables)
    model.compute_metrics(None, np.zeros(1, np.int64), np.zeros((1, *model.output_shape[1:]), np.float32))


def _steps_for(seconds: float, batches: int) -> int:
    """A power of two."""
    wanted = min(SECONDS_BETWEEN_POINTS / seconds, batches / 4, MOST_STEPS)
    return int(2 ** math.floor(math.log2(max(1.0, wanted))))


def _guess_seconds(model: Any, batch_size: int) -> float:  # noqa: ANN401
    """A step's seconds from its multiplications: forward once, backward twice, two operations each."""
    multiplications: int = sum(
        math.prod(layer.kernel.shape) * math.prod(layer.output.shape[1:-1])
        for layer in model.layers
        if getattr(layer, "kernel", None) is not None
    )
    return GUESSED_OVERHEAD_SECONDS + 6.0 * multiplications * batch_size / GUESSED_OPERATIONS_PER_SECOND


def _time_step(model: Any, feed: Any, steps: int) -> float:  # noqa: ANN401
    """Trace the training function for so many steps at a time, and time one step of it in seconds."""
    model.steps_per_execution = steps
    model.make_train_function(force=True)
    iterator = iter(feed.repeat())
    model.train_function(iterator)["loss"].numpy()
    started = time.perf_counter()
    model.train_function(iterator)["loss"].numpy()
    return (time.perf_counter() - started) / steps


def _snapshot(model: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401
    return [(variable, variable.numpy()) for variable in [*model.variables, *model.optimizer.variables]]


def _restore(model: Any, values: list[tuple[Any, Any]]) -> None:  # noqa: ANN401
    for variable, value in values:
        variable.assign(value)
    model.reset_metrics()
