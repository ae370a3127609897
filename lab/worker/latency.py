"""How long a model takes to answer, on this machine."""

import os
import platform
import statistics
import time
from pathlib import Path
from typing import Any

import numpy as np

from lab.judging.latency import BATCH_SIZE, Latency
from lab.scaling import Scaler

# The first calls trace the graph and take memory for the first time.
WARM_UP_CALLS = 3
LEAST_CALLS, MOST_CALLS = 5, 100
# A large network is asked less often, so that nobody waits for long.
SECONDS_EACH = 3.0


def measure_latency(model: Any, scaler: Scaler) -> Latency:  # noqa: ANN401 - Keras is untyped
    """Ask again and again, one image at a time and many; scaling is part of the answer.

    Args:
        model: takes (batch, height, width, channels).
        scaler: what its images are scaled with.
    """
    one, batch = (_time_call(model, scaler, count) for count in (1, BATCH_SIZE))
    return Latency(one, batch / BATCH_SIZE, _name_processor(), _count_cores())


def _time_call(model: Any, scaler: Scaler, count: int) -> float:  # noqa: ANN401
    """The median, in seconds, of an answer to so many images."""
    images = np.random.default_rng(0).integers(0, 256, (count, *model.input_shape[1:]), np.uint8)
    for _call in range(WARM_UP_CALLS):
        model.predict_on_batch(scaler.transform(images))
    seconds: list[float] = []
    while len(seconds) < LEAST_CALLS or (sum(seconds) < SECONDS_EACH and len(seconds) < MOST_CALLS):
        began = time.perf_counter()
        model.predict_on_batch(scaler.transform(images))
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def _name_processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return next(iter(names), "") or platform.processor() or platform.machine()


def _count_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
