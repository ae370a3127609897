"""Training through the lab, with somebody watching, against the same in a plain Keras script."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.registry import Measurement, benchmark, report
from bench.server import ROOT, Server, serve
from bench.viewer import Viewer
from lab.architectures.mlp import MLP
from lab.architectures.resnet50 import ResNet50
from lab.architectures.rgb_cnn import RGBCNN
from lab.callbacks import Callbacks, EarlyStopping, ReduceLROnPlateau
from lab.config import RunConfig
from lab.datasets.prepared import prepare_images
from lab.datasets.shapes import Shapes
from lab.datasets.splitting import split_indices
from lab.preparation import Preparation
from lab.runs.event_log import read_events
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus

PAIRS = 3
RUN_SECONDS = 600.0


@dataclass(frozen=True)
class Side:
    """One training, by the lab or by the script.

    Attributes:
        epoch_seconds: mean time of an epoch with its validation, without the first, in which the graph is traced.
        images: how many it trained on.
        parameters: of its network.
    """

    epoch_seconds: float
    images: int
    parameters: int


@benchmark
def train_ratio_mlp() -> Measurement:
    """The MLP at its default, on as many grey images of 28×28 as Fashion-MNIST has for training."""
    config = RunConfig(
        dataset=Shapes(count=60_000, size=28),
        preparation=Preparation(size=28, color="grey"),
        architecture=MLP(),
        epochs=8,
    )
    return _compare("mlp", config)


@benchmark
def train_ratio_rgb_cnn() -> Measurement:
    """The RGB CNN at its default, on colour images of 32×32."""
    config = RunConfig(dataset=Shapes(count=3_000), preparation=Preparation(size=32), architecture=RGBCNN(), epochs=7)
    return _compare("rgb_cnn", config)


@benchmark
def run_ratio() -> Measurement:
    """The RGB CNN with the course's three callbacks, each at its defaults."""
    callbacks = Callbacks(
        reduce_lr_on_plateau=ReduceLROnPlateau(enabled=True), early_stopping=EarlyStopping(enabled=True)
    )
    config = RunConfig(
        dataset=Shapes(count=3_000),
        preparation=Preparation(size=32),
        architecture=RGBCNN(),
        callbacks=callbacks,
        epochs=7,
    )
    return _compare("rgb_cnn", config, ", with ModelCheckpoint, ReduceLROnPlateau and EarlyStopping")


@benchmark
def resnet50_step_ratio() -> Measurement:
    """ResNet50 at full size, on colour images of 64×64."""
    config = RunConfig(
        dataset=Shapes(count=400, size=64), preparation=Preparation(size=64), architecture=ResNet50(), epochs=4
    )
    return _compare("resnet50", config)


def _compare(kind: str, config: RunConfig, callbacks: str = "") -> Measurement:
    """Both in turn; the ratio of images a second, pair by pair, and its median.

    Args:
        kind: the network's name in `bench.plain`.
        config: the lab's side.
        callbacks: of the script's side, in words; empty where it has none.
    """
    ratios, speeds = [], []
    with serve() as server:
        server.wait_until_warm()
        data = _write_data(config, server.home / "data.npz")
        for pair in range(PAIRS):
            plain, lab = _train_plain(kind, config.epochs, data, bool(callbacks)), _train_lab(server, config)
            if (plain.images, plain.parameters) != (lab.images, lab.parameters):
                raise RuntimeError(f"The script and the lab trained different things: {plain}, {lab}.")
            ratios.append(plain.epoch_seconds / lab.epoch_seconds)
            speeds.append([round(side.images / side.epoch_seconds) for side in (plain, lab)])
            report(f"  pair {pair + 1}: images/s {speeds[-1][0]} in the script, {speeds[-1][1]} in the lab")
    return Measurement(
        statistics.median(ratios),
        f"the same {plain.parameters} parameters and {plain.images} images in a plain Keras script: model.fit on "
        f"float32 arrays, batch size {config.batch_size}{callbacks}",
        f"images/s over {config.epochs - 1} whole epochs after the first, validation included, [script, lab] in turn: "
        f"{speeds}; median of the ratios of each pair; a websocket client held the live page",
    )


def _write_data(config: RunConfig, path: Path) -> Path:
    """The lab's own training and validation images for the script."""
    loaded = prepare_images(config.dataset, config.preparation)
    indices = split_indices(loaded.images.labels, loaded.parts, loaded.class_names, config.split)
    chosen = np.concatenate([indices["train"], indices["validation"]])
    images = loaded.images.choose(chosen)
    np.savez(path, images=images.take(), labels=images.labels, validation=len(indices["validation"]))
    return path


def _train_plain(kind: str, epochs: int, data: Path, with_callbacks: bool) -> Side:
    command = [sys.executable, "-m", "bench.plain", kind, str(epochs), str(data)]
    if with_callbacks:
        command.append(str(data.parent))
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=RUN_SECONDS)
    if ended.returncode != 0:
        raise RuntimeError(f"The script failed:\n{ended.stderr}")
    found = json.loads(ended.stdout.splitlines()[-1])
    return Side(_mean_epoch(found["ends"]), found["images"], found["parameters"])


def _train_lab(server: Server, config: RunConfig) -> Side:
    events = train_watched(server, config)
    fit = next(event for event in events if event["kind"] == "fit")
    ends = [float(event["elapsed"]) for event in events if event["kind"] == "epoch"]
    return Side(_mean_epoch(ends), fit["train_images"], fit["parameters"])


def train_watched(server: Server, config: RunConfig) -> list[Mapping[str, Any]]:
    """Train in the lab while somebody holds the live page; the run's events."""
    folder = server.store().create(config, "bench", os.urandom(8).hex())
    began = time.monotonic()
    with Viewer(server.port, "train", f"run={folder.id}") as viewer:
        _wait_for_end(folder)
    watched = time.monotonic() - began
    report(f"  the viewer took {viewer.updates} updates, {viewer.redraws} redraws in {watched:.0f} s")
    if viewer.redraws < watched:
        raise RuntimeError("Nobody was watching: the live page was drawn less than once a second.")
    server.wait_until_warm()
    return read_events(folder.events_path)[0]


def _wait_for_end(folder: RunFolder) -> None:
    end = time.monotonic() + RUN_SECONDS
    while not folder.status()[0].ended:
        if time.monotonic() > end:
            raise RuntimeError(f"The run had not ended after {RUN_SECONDS:g} s.")
        time.sleep(0.5)
    state, message = folder.status()
    if state is not RunStatus.FINISHED:
        raise RuntimeError(f"The run is {state}: {message}")


def _mean_epoch(ends: list[float]) -> float:
    return (ends[-1] - ends[0]) / (len(ends) - 1)
