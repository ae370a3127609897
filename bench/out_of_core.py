"""Training on more images than the process may hold."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.registry import Measurement, benchmark, report
from bench.server import ROOT
from lab.architectures.perceptron import Perceptron
from lab.config import RunConfig
from lab.datasets.shapes import Shapes
from lab.preparation import Preparation
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus

LIMIT = 2_000_000_000
SIZE = 512
RUN_SECONDS, LOOK_SECONDS, IDLE_SECONDS = 300.0, 0.02, 8.0
# What Linux limits with RLIMIT_DATA, and the part of it that is in memory: both in /proc/PID/status.
ALLOCATED, RESIDENT = "VmData", "RssAnon"


@benchmark
def out_of_core_peak_fraction() -> Measurement:
    """A worker that Linux refuses more memory than half of its data set, while it prepares, trains and tests."""
    image_bytes = SIZE * SIZE * 3
    count = 2 * LIMIT // image_bytes + 1
    config = RunConfig(
        dataset=Shapes(count=count, size=12, num_classes=2),
        preparation=Preparation(size=SIZE),
        architecture=Perceptron(),
        batch_size=8,
        epochs=2,
    )
    with tempfile.TemporaryDirectory(prefix="lab-bench-") as home:
        idle = _watch(_start_worker(Path(home)), until_idle=True)
        folder = RunFolder(Path(home).resolve() / "runs" / "run")
        folder.create(config)
        peak = _watch(_start_worker(Path(home), folder.path))
        state, message = folder.status()
    if state is not RunStatus.FINISHED:
        raise RuntimeError(f"The run is {state}: {message}")
    mega = {name: [round(one[name] / 1e6) for one in (idle, peak)] for name in (ALLOCATED, RESIDENT)}
    return Measurement(
        peak[ALLOCATED] / LIMIT,
        f"a limit of {LIMIT / 1e6:,.0f} MB on what the worker may allocate (RLIMIT_DATA: private writable memory; "
        f"mapped files don't count), enforced by Linux: an allocation beyond it fails",
        f"the worker prepared {count} images of {SIZE} px, {count * image_bytes / 1e6:,.0f} MB on disk, trained a "
        f"perceptron on them for {config.epochs} epochs in batches of {config.batch_size} with validation, and tested; "
        f"its memory looked at every {1000 * LOOK_SECONDS:.0f} ms; MB, [idle with TensorFlow imported, at the peak]: "
        f"allocated {mega[ALLOCATED]}, of that touched {mega[RESIDENT]}",
    )


def _start_worker(home: Path, *arguments: Path) -> "subprocess.Popen[bytes]":
    """A worker under the limit; without a run folder it waits for one on its standard input."""
    import resource

    return subprocess.Popen(
        [sys.executable, "-m", "lab.worker", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "LAB_HOME": str(home), "TF_CPP_MIN_LOG_LEVEL": "3"},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (LIMIT, LIMIT)),
    )


def _watch(worker: "subprocess.Popen[bytes]", *, until_idle: bool = False) -> dict[str, int]:
    """The largest that a worker gets in bytes, until it ends or has nothing more to do."""
    peak = {ALLOCATED: 0, RESIDENT: 0}
    end = time.monotonic() + RUN_SECONDS
    grew = time.monotonic()
    try:
        while worker.poll() is None:
            if time.monotonic() > end:
                raise RuntimeError(f"The worker had not ended after {RUN_SECONDS:g} s.")
            now = _read_memory(worker.pid)
            if now[ALLOCATED] > peak[ALLOCATED]:
                grew = time.monotonic()
            peak = {name: max(peak[name], now[name]) for name in peak}
            if until_idle and time.monotonic() - grew > IDLE_SECONDS:
                break
            time.sleep(LOOK_SECONDS)
    finally:
        worker.kill()
        worker.communicate()
    report(f"  {' idle' if until_idle else 'training'}: {peak}")
    return peak


def _read_memory(pid: int) -> dict[str, int]:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        lines = []
    found = {name: value for name, _colon, value in (line.partition(":") for line in lines)}
    return {name: int(found.get(name, "0 kB").split()[0]) * 1024 for name in (ALLOCATED, RESIDENT)}
