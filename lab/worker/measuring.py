"""How fast training is on this machine, by real steps."""

import time

import keras
import numpy as np

from lab.architectures.rgb_cnn import RGBCNN
from lab.config import RunConfig
from lab.cost.machine import Machine
from lab.cost.size import measure_network
from lab.datasets.subset import Subset
from lab.optimizers.sgd import SGD
from lab.preparation import Preparation
from lab.scaling import Scaler
from lab.worker.feed import make_feed

STEPS = 2
# A known network that takes a noticeable part of a second.
PROBE = RunConfig(architecture=RGBCNN(), preparation=Preparation(size=32, color="rgb"), optimizer=SGD(), batch_size=32)
PROBE_CLASSES, PROBE_REPEATS = 10, 3


def time_steps(config: RunConfig, num_classes: int, repeats: int = 1) -> float:
    """Train two steps on noise, after one that traces the graph.

    Args:
        config: its network, optimizer, batch size and image size.
        num_classes: how many classes.
        repeats: how often; the fastest counts.

    Returns:
        Seconds of one step.
    """
    model = config.architecture.build(config.preparation.input_shape, num_classes)
    # Of two phases the last takes the most.
    config.architecture.begin_phase(model, config.architecture.phases(config.epochs)[-1])
    model.compile(config.optimizer.build(), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    shape = (config.batch_size, *config.preparation.input_shape)
    noise = Subset.whole(np.random.default_rng(0).integers(0, 256, shape, np.uint8), np.arange(shape[0]) % num_classes)
    channels = shape[-1]
    scaler = Scaler(scale=(1 / 255,) * channels, offset=(0.0,) * channels)
    steps = iter(make_feed(noise, scaler, config.batch_size, shuffle_seed=0).repeat())
    model.make_train_function()
    model.train_function(steps)["loss"].numpy()
    seconds = min(_time(model.train_function, steps) for _repeat in range(repeats))
    keras.backend.clear_session()
    return seconds


def measure_slowness() -> float:
    """Seconds here for a second of the model of time, on a known network."""
    size = measure_network(PROBE.architecture.list_layers(PROBE.preparation.input_shape, PROBE_CLASSES))  # type: ignore[attr-defined]
    return time_steps(PROBE, PROBE_CLASSES, PROBE_REPEATS) / Machine().estimate_step(size, PROBE.batch_size)


def _time(train: object, steps: object) -> float:
    started = time.perf_counter()
    for _step in range(STEPS):
        result = train(steps)  # type: ignore[operator]
    result["loss"].numpy()
    return (time.perf_counter() - started) / STEPS
