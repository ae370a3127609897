"""Stop, Pause, and what it costs to write down what happens."""

import tempfile
import time
from pathlib import Path

from bench.long_run import SIDE, WAIT_SECONDS, start_long_run
from bench.registry import Measurement, benchmark, report
from bench.server import serve
from lab.runs.event_log import EventLog
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus

TIMES = 3
EVENTS = 20_000
LOOK_SECONDS = 0.01


@benchmark
def stop_s() -> Measurement:
    """Stop → the worker has said so and let the run go."""
    seconds = []
    with serve() as server:
        for _time in range(TIMES):
            folder = start_long_run(server)
            folder.request_stop()
            seconds.append(_wait(folder, RunStatus.STOPPED, until_idle=True))
            report(f"  {seconds[-1]:.2f} s")
    how = f"from the flag to a free run folder, RGB CNN at {SIDE}×{SIDE}: {_round(seconds)}; largest"
    return Measurement(max(seconds), "nothing", how)


@benchmark
def pause_s() -> Measurement:
    """Pause → paused."""
    seconds = []
    with serve() as server:
        folder = start_long_run(server)
        for _time in range(TIMES):
            folder.request_pause()
            seconds.append(_wait(folder, RunStatus.PAUSED))
            folder.end_pause()
            _wait(folder, RunStatus.RUNNING)
            report(f"  {seconds[-1]:.2f} s")
        folder.request_stop()
        _wait(folder, RunStatus.STOPPED)
    how = f"from the flag to the state in the log, RGB CNN at {SIDE}×{SIDE}: {_round(seconds)}; largest"
    return Measurement(max(seconds), "nothing", how)


@benchmark
def event_log_ms() -> Measurement:
    """What one batch's event costs."""
    with tempfile.TemporaryDirectory() as directory, EventLog(Path(directory) / "events.jsonl") as log:
        began = time.perf_counter()
        for step in range(EVENTS):
            log.append("batch", step=step, epoch=1, batch=step, loss=0.123456, accuracy=0.5, learning_rate=0.001,
                       images_per_second=1000.0, elapsed=1.0)  # fmt: skip
        log.flush()
        milliseconds = 1000 * (time.perf_counter() - began) / EVENTS
    return Measurement(milliseconds, "nothing", f"mean of {EVENTS:,} events as a batch writes them")


def _wait(folder: RunFolder, state: RunStatus, *, until_idle: bool = False) -> float:
    began = time.monotonic()
    while folder.status()[0] is not state or (until_idle and folder.is_held()):
        if time.monotonic() - began > WAIT_SECONDS:
            raise RuntimeError(f"the run was not {state}")
        time.sleep(LOOK_SECONDS)
    return time.monotonic() - began


def _round(seconds: list[float]) -> list[float]:
    return [round(one, 2) for one in seconds]
