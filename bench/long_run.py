"""A run that goes on until it is stopped or its server is closed."""

import os
import time

from bench.server import Server
from lab.architectures.rgb_cnn import RGBCNN
from lab.config import RunConfig
from lab.datasets.shapes import Shapes
from lab.preparation import Preparation
from lab.runs.history import RunHistory
from lab.runs.run_folder import RunFolder

SIDE = 64
WAIT_SECONDS = 120.0
LONG = RunConfig(
    architecture=RGBCNN(),
    dataset=Shapes(count=2_000, size=SIDE),
    preparation=Preparation(size=SIDE),
    epochs=1_000,
)


def start_long_run(server: Server, config: RunConfig = LONG) -> RunFolder:
    """Start it and wait until it is in its second epoch.

    Args:
        server: which trains it.
        config: of a run that takes long.

    Raises:
        RuntimeError: it does not get there.
    """
    folder = server.store().create(config, "bench", os.urandom(8).hex())
    end = time.monotonic() + WAIT_SECONDS
    while not len(RunHistory(folder).follow().epochs):
        if time.monotonic() > end:
            raise RuntimeError("The run did not start.")
        time.sleep(0.1)
    return folder
