"""What a training is said to cost, against what it then costs."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bench.registry import Measurement, benchmark, report
from bench.server import ROOT
from lab.architectures.base import StackedArchitecture
from lab.architectures.grey_cnn import GreyCNN
from lab.architectures.mlp import MLP
from lab.architectures.resnet50 import ResNet50
from lab.architectures.rgb_cnn import RGBCNN
from lab.architectures.tuned_cnn import TunedCNN
from lab.config import RunConfig
from lab.cost.estimate import Estimate, estimate_cost
from lab.cost.machine import Machine
from lab.cost.size import NetworkSize, measure_network
from lab.cost.speeds import find_slowness
from lab.datasets.shapes import Shapes
from lab.preparation import Preparation
from lab.runs.event_log import read_events
from lab.runs.run_folder import RunFolder

NUM_CLASSES = 6
RUN_SECONDS = 600.0
MOST_BELOW = 0.15
# Network, image size, colour, images; the first as Fashion-MNIST has them.
NETWORKS: tuple[tuple[StackedArchitecture, int, str, int], ...] = (
    (MLP(), 28, "grey", 60_000),
    (GreyCNN(), 28, "grey", 3_000),
    (RGBCNN(), 32, "rgb", 2_000),
    (TunedCNN(width=0.5), 48, "rgb", 1_000),
    (ResNet50(width=0.25), 64, "rgb", 1_000),
)


@dataclass(frozen=True)
class Trained:
    """A training that was estimated before.

    Attributes:
        name: of the network.
        estimate: of it.
        epoch_seconds: of its second epoch, validation included.
        peak_bytes: the worker's peak above what it held when idle.
    """

    name: str
    estimate: Estimate
    epoch_seconds: float
    peak_bytes: int


@benchmark
def estimate_epoch_error() -> Measurement:
    """Epoch times of five networks, each estimated after one epoch of it in other batches."""
    errors = {one.name: one.estimate.epoch_seconds / one.epoch_seconds - 1 for one in _train_all()}
    seconds = {one.name: [round(one.estimate.epoch_seconds, 2), round(one.epoch_seconds, 2)] for one in _train_all()}
    return Measurement(
        max(map(abs, errors.values())),
        "the second epoch of the real run, validation included",
        f"each network trained for one epoch in batches of 32, then estimated and trained in batches of 64; "
        f"[estimated, real] s: {seconds}; the largest relative error counts",
    )


@benchmark
def estimate_memory_error() -> Measurement:
    """Peak memory of the same five trainings."""
    errors = {one.name: one.estimate.memory_bytes / one.peak_bytes - 1 for one in _train_all()}
    mega = {one.name: [round(one.estimate.memory_bytes / 1e6), round(one.peak_bytes / 1e6)] for one in _train_all()}
    return Measurement(
        max(map(abs, errors.values())),
        "the worker's peak of resident memory above what it held when idle",
        f"batches of 64, the worker's peak from Linux (VmHWM, reset before the run); [estimated, real] MB: {mega}; "
        f"the largest relative error counts, and none may be below by more than {MOST_BELOW:.0%}",
        condition=min(errors.values()) >= -MOST_BELOW,
    )


@lru_cache(maxsize=1)
def _train_all() -> tuple[Trained, ...]:
    return tuple(_train_one(*network) for network in NETWORKS)


def _train_one(architecture: StackedArchitecture, size: int, color: str, count: int) -> Trained:
    preparation = Preparation.model_validate({"size": size, "color": color})
    first = RunConfig(
        dataset=Shapes(count=count, size=size), preparation=preparation, architecture=architecture, epochs=1
    )
    config = first.model_copy(update={"epochs": 2, "batch_size": 64})
    with tempfile.TemporaryDirectory(prefix="lab-bench-") as home:
        folder, _idle, _peak = _run(first, Path(home) / "runs" / "first")
        slowness = find_slowness(config, [folder], _measure)
        folder, idle, peak = _run(config, Path(home) / "runs" / "second")
        events = read_events(folder.events_path)[0]
    fit = next(event for event in events if event["kind"] == "fit")
    counts = (fit["train_images"], fit["validation_images"], fit["test_images"])
    machine = Machine(slowness=slowness or 1.0, measured=True)
    estimate = estimate_cost(
        config, _measure(config, NUM_CLASSES), counts, machine, "runs", 2**40, config.dataset.open().held_bytes()
    )
    ends = [float(event["elapsed"]) for event in events if event["kind"] == "epoch"]
    trained = Trained(architecture.name, estimate, ends[1] - ends[0], peak - idle)
    report(f"  {trained}")
    return trained


def _measure(config: RunConfig, num_classes: int) -> NetworkSize:
    assert isinstance(config.architecture, StackedArchitecture)
    return measure_network(config.architecture.list_layers(config.preparation.input_shape, num_classes))


def _run(config: RunConfig, path: Path) -> tuple[RunFolder, int, int]:
    """Train in a process of its own; bytes that it held when idle, and at its peak."""
    folder = RunFolder(path)
    folder.create(config)
    command = [sys.executable, "-m", "bench.peak_side", str(path)]
    environment = {**os.environ, "LAB_HOME": str(path.parent.parent), "TF_CPP_MIN_LOG_LEVEL": "3"}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=RUN_SECONDS)
    if ended.returncode != 0:
        raise RuntimeError(f"The worker failed:\n{ended.stderr}")
    found = json.loads(ended.stdout.splitlines()[-1])
    return folder, found["idle"], found["peak"]
