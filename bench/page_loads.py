"""Somebody opens pages while a run trains: what that takes from the training, and how long a page takes."""

import functools
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil
from playwright.sync_api import Page

from bench.browser import WAIT_FOR_PAGE, browse
from bench.long_run import start_long_run
from bench.registry import Measurement, benchmark, report
from bench.server import Server, serve
from bench.viewer import Viewer
from lab.architectures.rgb_cnn import RGBCNN
from lab.config import RunConfig, Split
from lab.datasets.shapes import Shapes
from lab.preparation import Preparation
from lab.runs.event_log import read_events
from lab.runs.run_folder import RunFolder

ROUNDS = 5
PAGES = ("", "data", "augment", "scale", "model", "train", "predict", "runs", "compare", "")
# Long epochs and little validation, so that the time of one round is a time of training.
CONFIG = RunConfig(
    dataset=Shapes(count=20_000),
    preparation=Preparation(size=32),
    split=Split(validation_split=0.01, test_split=0.01),
    architecture=RGBCNN(),
    epochs=1_000,
)
# In seconds from the start of the navigation, as the browser counts.
TIME_PAGE = f"async () => {{ await ({WAIT_FOR_PAGE})(); return performance.now() / 1000; }}"


@dataclass
class Loads:
    """What was found.

    Attributes:
        alone: images/s of the training in each round, nobody opening pages.
        beside: the same while Chromium opens ten.
        apart: the same while a websocket client opens them at Chromium's pace: what a browser elsewhere takes.
        seconds: of each page in Chromium.
        browser_seconds: processor time of Chromium for each page.
    """

    alone: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)
    apart: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    browser_seconds: list[float] = field(default_factory=list)


@benchmark
def page_load_training_ratio() -> Measurement:
    """Images a second of the training while a second client opens pages, against the training alone."""
    found = _measure()
    return Measurement(
        _compare(found.beside, found.alone),
        "the same run while nobody opens pages",
        f"RGB CNN at 32×32, a websocket client holding its live page; the second client, Chromium on the same machine, "
        f"opens {len(PAGES)} pages by their addresses without a pause; images/s alone {_round(found.alone)}, beside it "
        f"{_round(found.beside)}; median of the ratios of {ROUNDS} rounds. Chromium itself uses "
        f"{statistics.median(found.browser_seconds):.2f} s of a core for a page; where it is elsewhere (a websocket "
        f"client opening them at the same pace) the ratio is {_compare(found.apart, found.alone):.3f}",
    )


@benchmark
def page_load_while_training_p95_s() -> Measurement:
    """Start of the navigation → the page stands there, nothing running, while a run trains."""
    seconds = _measure().seconds
    return Measurement(
        statistics.quantiles(seconds, n=20)[-1],
        "nothing",
        f"{len(seconds)} pages opened by their addresses while an RGB CNN trains, after one round through all, "
        f"performance.now() in Chromium on the same machine; median {statistics.median(seconds):.2f}, largest "
        f"{max(seconds):.2f}",
    )


@functools.cache
def _measure() -> Loads:
    found = Loads()
    with serve() as server, browse() as page:
        _open_in_browser(page, server)
        server.wait_until_warm()
        folder = start_long_run(server, CONFIG)
        with Viewer(server.port, "train", f"run={folder.id}"):
            # The first visit of each page, and of those that show a run, imports what it needs: once a server.
            _open_in_browser(page, server)
            for number in range(ROUNDS):
                _measure_round(page, server, folder, found)
                speeds = (found.alone[-1], found.beside[-1], found.apart[-1])
                report(f"  round {number + 1}: images/s {_round(speeds)} alone, beside, apart")
    return found


def _measure_round(page: Page, server: Server, folder: RunFolder, found: Loads) -> None:
    before = _browser_seconds()
    found.beside.append(_speed_while(folder, lambda: found.seconds.extend(_open_in_browser(page, server))))
    found.browser_seconds.append((_browser_seconds() - before) / len(PAGES))
    page.goto("about:blank")
    paces = found.seconds[-len(PAGES) :]
    found.apart.append(_speed_while(folder, lambda: _open_as_client(server, paces)))
    found.alone.append(_speed_while(folder, lambda: time.sleep(sum(paces))))


def _open_in_browser(page: Page, server: Server) -> list[float]:
    """Open each page; the seconds that each took."""
    seconds = []
    for name in PAGES:
        page.goto(f"{server.url}/{name}", wait_until="commit")
        seconds.append(float(page.evaluate(TIME_PAGE)))
    return seconds


def _open_as_client(server: Server, paces: list[float]) -> None:
    """Open each page, and hold it as long as the browser needed for it."""
    for name, seconds in zip(PAGES, paces, strict=True):
        began = time.monotonic()
        with Viewer(server.port, name, ""):
            time.sleep(max(0.0, seconds - (time.monotonic() - began)))


def _speed_while(folder: RunFolder, action: Callable[[], object]) -> float:
    """Images a second of the training in the time that something takes."""
    began = time.time()
    action()
    batches = [event for event in read_events(folder.events_path)[0] if event["kind"] == "batch"]
    first, last = next(event for event in batches if event["time"] >= began), batches[-1]
    return float(CONFIG.batch_size * (last["step"] - first["step"]) / (last["time"] - first["time"]))


def _browser_seconds() -> float:
    """Processor time of all processes of Chromium that this one has started."""
    processes = psutil.Process().children(recursive=True)
    return sum(sum(one.cpu_times()[:2]) for one in processes if "chrom" in one.name())


def _compare(speeds: list[float], alone: list[float]) -> float:
    return statistics.median(one / other for one, other in zip(speeds, alone, strict=True))


def _round(speeds: list[float] | tuple[float, ...]) -> list[int]:
    return [round(one) for one in speeds]
