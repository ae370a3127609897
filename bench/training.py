"""Training through the lab, with somebody watching, against the same in a plain Keras script."""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from bench.registry import Measurement, benchmark, report
from bench.server import ROOT, Server, serve
from bench.viewer import Viewer
from lab.architectures.mlp import MLP
from lab.architectures.rgb_cnn import RGBCNN
from lab.config import RunConfig
from lab.datasets.load import load_images
from lab.datasets.shapes import Shapes
from lab.datasets.splitting import split_indices
from lab.preparation import Preparation
from lab.runs.event_log import read_events

PAIRS = 3


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


def _compare(kind: str, config: RunConfig) -> Measurement:
    """Both in turn; the ratio of images a second, pair by pair, and its median."""
    with serve() as server:
        server.wait_until_idle()
        data = _write_data(config, server.home / "data.npz")
        ratios, seconds = [], []
        for pair in range(PAIRS):
            plain, lab = _train_plain(kind, config.epochs, data), _train_lab(server, config)
            report(f"  pair {pair + 1}: an epoch takes {plain:.2f} s in the script, {lab:.2f} s in the lab")
            ratios.append(plain / lab)
            seconds.append((round(plain, 3), round(lab, 3)))
    return Measurement(
        statistics.median(ratios),
        "the same model and data in a plain Keras script: model.fit on float32 arrays, batch size 32",
        f"mean seconds an epoch after the first, validation included, (script, lab) in turn: {seconds}; "
        "median of the ratios; a websocket client held the live page",
    )


def _write_data(config: RunConfig, path: Path) -> Path:
    """The lab's own training and validation images for the script."""
    loaded = load_images(config.dataset.open(), config.preparation)
    indices = split_indices(loaded.labels, loaded.parts, loaded.class_names, config.split)
    chosen = np.concatenate([indices["train"], indices["validation"]])
    np.savez(path, images=loaded.images[chosen], labels=loaded.labels[chosen], validation=len(indices["validation"]))
    return path


def _train_plain(kind: str, epochs: int, data: Path) -> float:
    command = [sys.executable, "-m", "bench.plain", kind, str(epochs), str(data)]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    printed = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, text=True
    ).stdout
    return _mean_epoch(json.loads(printed.splitlines()[-1]))


def _train_lab(server: Server, config: RunConfig) -> float:
    folder = server.store().create(config, "bench", os.urandom(8).hex())
    with Viewer(server.port, "train", f"run={folder.id}") as viewer:
        while not folder.status()[0].ended:
            time.sleep(0.5)
    state, message = folder.status()
    events = read_events(folder.events_path)[0]
    assert state == "finished", message
    report(f"  the viewer took {viewer.updates} updates")
    assert viewer.updates > 20, "nobody was watching"
    server.wait_until_idle()
    return _mean_epoch([float(event["elapsed"]) for event in events if event["kind"] == "epoch"])


def _mean_epoch(ends: list[float]) -> float:
    """Seconds an epoch, without the first, in which the graph is traced."""
    return (ends[-1] - ends[0]) / (len(ends) - 1)
