"""One run and those who watch it: how fresh their curves are, and what they cost the server."""

import contextlib
import functools
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psutil
from playwright.sync_api import Page

from bench.browser import WAIT_FOR_PAGE, browse
from bench.long_run import SIDE, start_long_run
from bench.registry import Measurement, benchmark, report
from bench.server import Server, serve
from bench.viewer import Viewer
from lab.runs.event_log import read_events
from lab.runs.run_folder import RunFolder

WATCH_SECONDS, SETTLE_SECONDS = 30.0, 5.0
SESSIONS = 30
# Notes, once a frame, when the loss curve has come to another batch: [seconds since 1970, its place in epochs].
NOTE_POINTS = """
() => {
  window.points = [];
  const look = () => {
    const place = document.querySelector(".lab-curves")?.data?.[0]?.x.at(-1);
    if (place !== undefined && place !== window.points.at(-1)?.[1]) {
      window.points.push([(performance.timeOrigin + performance.now()) / 1000, place]);
    }
    requestAnimationFrame(look);
  };
  look();
}
"""


@dataclass(frozen=True)
class Watched:
    """What was seen while a run was watched.

    Attributes:
        latencies: of each point, seconds from the batch's end to the browser.
        server_cores: what the server's process used of a core.
        session_bytes: what each session added to the server's resident memory.
    """

    latencies: list[float]
    server_cores: float
    session_bytes: float


@benchmark
def point_latency_p95_s() -> Measurement:
    """A batch's end in the worker → its point in the one browser that watches."""
    return _describe_latencies(_watch(1).latencies, "one Chromium watching")


@benchmark
def point_latency_30_p95_s() -> Measurement:
    """The same with a class watching."""
    return _describe_latencies(
        _watch(SESSIONS).latencies, f"{SESSIONS} sessions watching: a Chromium and {SESSIONS - 1} websocket clients"
    )


@benchmark
def server_cpu_30_cores() -> Measurement:
    """What the server needs while a class watches."""
    return Measurement(
        _watch(SESSIONS).server_cores,
        "nothing",
        f"processor time of the server's process over {WATCH_SECONDS:g} s, a Chromium and {SESSIONS - 1} websocket "
        "clients watching one run",
    )


@benchmark
def session_memory_mb() -> Measurement:
    """What each session of a class adds to the server."""
    return Measurement(
        _watch(SESSIONS).session_bytes / 2**20,
        "nothing",
        f"resident memory of the server's process after {WATCH_SECONDS:g} s with {SESSIONS} sessions, less that with "
        f"one, by {SESSIONS - 1}",
    )


def _describe_latencies(latencies: Sequence[float], watchers: str) -> Measurement:
    return Measurement(
        statistics.quantiles(latencies, n=20)[-1],
        "nothing",
        f"{len(latencies)} points of an RGB CNN at {SIDE}×{SIDE}, from the time in the worker's event to the frame in "
        "which Chromium has it in the curve, by the clock of the machine that both are on; "
        f"{watchers}; median {statistics.median(latencies):.2f}, largest {max(latencies):.2f}",
    )


@functools.cache
def _watch(sessions: int) -> Watched:
    with serve() as server, browse() as page:
        server.wait_until_warm()
        folder = start_long_run(server)
        page.goto(f"{server.url}/train?run={folder.id}")
        page.evaluate(WAIT_FOR_PAGE)
        process = psutil.Process(server.process.pid)
        time.sleep(SETTLE_SECONDS)
        memory = process.memory_info().rss
        with _viewers(server, folder, sessions - 1):
            time.sleep(SETTLE_SECONDS)
            latencies, cores = _watch_points(page, folder, process)
            grown = process.memory_info().rss - memory
    watched = Watched(latencies, cores, grown / max(1, sessions - 1))
    report(f"  {sessions} watching: {watched.server_cores:.2f} cores, {watched.session_bytes / 2**20:.1f} MB a session")
    return watched


@contextlib.contextmanager
def _viewers(server: Server, folder: RunFolder, count: int) -> Iterator[None]:
    """So many websocket clients hold the run's page for the length of the block."""
    with contextlib.ExitStack() as stack:
        viewers = [stack.enter_context(Viewer(server.port, "train", f"run={folder.id}")) for _one in range(count)]
        began = time.monotonic()
        yield
        watched = time.monotonic() - began
        if any(viewer.redraws < watched / 2 for viewer in viewers):
            raise RuntimeError("Somebody was not watching: the live page was drawn less than every two seconds.")


def _watch_points(page: Page, folder: RunFolder, server: psutil.Process) -> tuple[list[float], float]:
    """The latency of each point that came in a while, and what the server used of a core meanwhile."""
    page.evaluate(NOTE_POINTS)
    began, before = time.monotonic(), sum(server.cpu_times()[:2])
    page.wait_for_timeout(1000 * WATCH_SECONDS)
    cores = (sum(server.cpu_times()[:2]) - before) / (time.monotonic() - began)
    # The first is what stood there before.
    shown: list[tuple[float, float]] = page.evaluate("() => window.points")[1:]
    return _latencies(folder, shown), cores


def _latencies(folder: RunFolder, shown: Sequence[tuple[float, float]]) -> list[float]:
    """For each batch between the first and the last that were shown: when it was in the browser, less when it ended."""
    events = read_events(folder.events_path)[0]
    batches = next(event["batches"] for event in events if event["kind"] == "fit")
    found = []
    for event in events:
        place = event.get("step", 0) / batches
        if event["kind"] == "batch" and shown[0][1] < place <= shown[-1][1]:
            found.append(next(moment for moment, last in shown if last >= place) - event["time"])
    return found
