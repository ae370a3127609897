"""What the model service takes to explain an answer."""

import contextlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.registry import Measurement, benchmark
from bench.server import ROOT
from lab.explaining import ask_maps
from lab.explanations.grad_cam import GradCAM
from lab.model_service import ModelService
from lab.runs.run_folder import RunFolder
from lab.trained import TrainedNetwork

TIMES, TIMES_BEFORE = 10, 2
SIZE = 224


@benchmark
def gradcam_resnet50_s() -> Measurement:
    """Grad-CAM of two classes on ResNet50 at 224, warm."""
    seconds = []
    with serve_network("resnet50", SIZE) as (service, network):
        for number in range(TIMES_BEFORE + TIMES):
            image = np.random.default_rng(number).integers(0, 256, (SIZE, SIZE, 3), np.uint8)
            began = time.perf_counter()
            ask_maps(service, network, GradCAM(), image, [0, 1])
            seconds.append(time.perf_counter() - began)
    warm = seconds[TIMES_BEFORE:]
    return Measurement(
        statistics.median(warm),
        "nothing",
        f"from the request until the maps of two classes are there, in the server's process, another image each time: "
        f"median of {TIMES} after {TIMES_BEFORE} that load the network; largest {max(warm):.2f}",
    )


@contextlib.contextmanager
def serve_network(architecture: str, size: int) -> Iterator[tuple[ModelService, TrainedNetwork]]:
    """A model service and a run for it to ask, whose weights are as they are made."""
    with tempfile.TemporaryDirectory(prefix="lab-bench-") as home:
        command = [sys.executable, "-m", "bench.untrained_side", home, architecture, str(size)]
        made = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        service = ModelService()
        try:
            yield service, TrainedNetwork.read(RunFolder(Path(home) / "runs" / made.stdout.split()[-1]), "best")
        finally:
            service.close()
