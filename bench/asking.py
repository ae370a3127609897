"""Asking the model service."""

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import psutil

from bench.registry import Measurement, benchmark, report
from bench.server import ROOT
from lab.architectures.base import Architecture
from lab.architectures.resnet50 import ResNet50
from lab.architectures.rgb_cnn import RGBCNN
from lab.architectures.transfer import Transfer
from lab.architectures.vgg16 import VGG16
from lab.config import RunConfig
from lab.datasets.shapes import Shapes
from lab.datasets.subset import Subset
from lab.files import write_json
from lab.model_service import ModelService
from lab.preparation import Preparation
from lab.runs.run_folder import RunFolder
from lab.settings import load_settings
from lab.trained import TrainedNetwork

IMAGES, PAIRS = 1_000, 5
MODELS = 50
LABELS = [f"class {number}" for number in range(10)]
# From two million weights to fifteen, from a few layers to two hundred.
KINDS: tuple[Architecture, ...] = (
    RGBCNN(),
    ResNet50(),
    Transfer(base="mobilenet_v2", weights="random"),
    VGG16(),
    Transfer(base="efficientnet_v2_b0", weights="random"),
)


@benchmark
def predict_many_ratio() -> Measurement:
    """1,000 colour images of 64×64 by the RGB CNN: through the lab, and by Keras on the scaled array."""
    config = RunConfig(
        dataset=Shapes(count=IMAGES, size=64), preparation=Preparation(size=64), architecture=RGBCNN(), epochs=1
    )
    images = np.random.default_rng(0).integers(0, 256, (IMAGES, *config.preparation.input_shape), np.uint8)
    pairs = []
    with _made_networks([config], images) as (networks, side), _served() as service:
        scaled = networks[0].folder.parent / "scaled.npy"
        np.save(scaled, networks[0].scaler.transform(images))
        service.predict(networks[0], images)
        for pair in range(PAIRS):
            keras = float(_tell(side, str(scaled)))
            began = time.perf_counter()
            service.predict(networks[0], images)
            pairs.append((keras, time.perf_counter() - began))
            report(f"  pair {pair + 1}: {pairs[-1][0]:.2f} s by Keras, {pairs[-1][1]:.2f} s through the lab")
    return Measurement(
        statistics.median(keras / lab for keras, lab in pairs),
        "model.predict on the float32 array that is scaled already, at the better of the batch sizes 32 and 128",
        f"seconds for {IMAGES} images of 64×64×3, [Keras, lab] in turn: "
        f"{[[round(one, 2) for one in pair] for pair in pairs]}; median of the ratios of each pair; the lab's side is "
        "the server's whole call, from the prepared bytes to the probabilities",
    )


@benchmark
def service_memory_fraction() -> Measurement:
    """What the service takes after 50 different models, of the limit that it is given by default."""
    config = RunConfig(dataset=Shapes(count=100, size=64), preparation=Preparation(size=64), epochs=1)
    configs = [config.model_copy(update={"architecture": KINDS[number % len(KINDS)]}) for number in range(MODELS)]
    images = np.random.default_rng(0).integers(0, 256, (64, *config.preparation.input_shape), np.uint8)
    held: list[float] = []
    with _made_networks(configs, images) as (networks, side), _served() as service:
        side.kill()
        process = psutil.Process(service.pid)
        with _watched_peak(process) as peak:
            for number, network in enumerate(networks):
                service.predict(network, images)
                held.append(process.memory_info().rss / 1e6)
                report(f"  {number + 1}: {network.config.architecture.name}, {held[-1]:.0f} MB")
    limit = load_settings().service_megabytes
    return Measurement(
        held[-1] / limit,
        f"the limit of {limit:,} MB",
        f"resident memory after {MODELS} runs of {len(KINDS)} architectures in turn, 64 images of 64×64 each: "
        f"{held[-1]:.0f} MB; the most after any of them {max(held):.0f} MB; the most while one was loaded or asked, "
        f"looked at every 20 ms, {max(peak):.0f} MB",
    )


@benchmark
def quick_beside_slow_s() -> Measurement:
    """One image of one user's, while another user's request for 8,000 by ResNet50 is worked on."""
    config = RunConfig(dataset=Shapes(count=100, size=64), preparation=Preparation(size=64), epochs=1)
    configs = [config.model_copy(update={"architecture": one}) for one in (ResNet50(), RGBCNN())]
    images = np.random.default_rng(0).integers(0, 256, (8_000, *config.preparation.input_shape), np.uint8)
    seconds: list[float] = []
    with _made_networks(configs, images) as (networks, side), _served() as service:
        side.kill()
        for network in networks:
            service.predict(network, images[:8])
        end = threading.Event()
        slow = threading.Thread(target=_ask_until, args=(service, networks[0], images, end))
        slow.start()
        for _time in range(20):
            time.sleep(0.5)
            began = time.perf_counter()
            service.predict(networks[1], images[:1])
            seconds.append(time.perf_counter() - began)
            if not slow.is_alive():
                raise RuntimeError("The slow request was over too soon.")
        end.set()
        slow.join()
    return Measurement(
        max(seconds),
        "nothing: the bound is what the issue names",
        f"the longest of {len(seconds)} predictions of one image by the RGB CNN, asked twice a second while ResNet50 "
        f"predicted 8,000 images of 64×64; the median {statistics.median(seconds):.2f} s",
    )


def _ask_until(service: ModelService, network: TrainedNetwork, images: np.ndarray, end: threading.Event) -> None:
    with contextlib.suppress(Exception):
        service.ask("predict", cancel=end, network=network, images=images)


@contextlib.contextmanager
def _served() -> Iterator[ModelService]:
    service = ModelService()
    try:
        service.measure_slowness()
        yield service
    finally:
        service.close()


@contextlib.contextmanager
def _made_networks(
    configs: Sequence[RunConfig], images: np.ndarray
) -> Iterator[tuple[list[TrainedNetwork], "subprocess.Popen[str]"]]:
    """Run folders with random weights, and the process that has the last one's network."""
    with tempfile.TemporaryDirectory(prefix="lab-bench-") as home:
        folders = []
        for number, config in enumerate(configs):
            folder = RunFolder(Path(home) / f"run-{number}")
            folder.create(config)
            write_json(folder.labels_path, LABELS)
            scaler = config.scaling.fit(Subset.whole(images[:100]))
            write_json(folder.scaler_path, scaler.model_dump(mode="json"))
            folders.append(folder)
        command = [sys.executable, "-m", "bench.network_side", *(str(folder.path) for folder in folders)]
        environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
        side = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        with side:
            try:
                if side.stdout is None or side.stdout.readline() != "ready\n":
                    raise RuntimeError("The networks could not be made.")
                yield [TrainedNetwork.read(folder, "best") for folder in folders], side
            finally:
                side.kill()


def _tell(side: "subprocess.Popen[str]", line: str) -> str:
    assert side.stdin is not None and side.stdout is not None
    side.stdin.write(line + "\n")
    side.stdin.flush()
    return side.stdout.readline()


@contextlib.contextmanager
def _watched_peak(process: psutil.Process) -> Iterator[list[float]]:
    """Megabytes, the most so far."""
    peak, end = [0.0], threading.Event()

    def look() -> None:
        while not end.wait(0.02):
            peak[0] = max(peak[0], process.memory_info().rss / 1e6)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        end.set()
        thread.join()
