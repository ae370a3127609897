"""What a person waits for in the browser, timed in a real one, and what the server weighs."""

import statistics

import psutil

from bench.browser import (
    CLICK_AND_WAIT_FOR_PAGE,
    CLICK_AND_WAIT_FOR_POINT,
    START_BUTTON,
    WAIT_FOR_PAGE,
    browse,
    open_home,
)
from bench.registry import Measurement, benchmark, report
from bench.server import serve

PAGES = ("Data", "Augment", "Scale", "Model", "Train", "Predict", "Runs", "Home")
FIRST_POINTS, SERVER_STARTS, SWITCHES, VIEWS = 5, 3, 50, 20
SECONDS_BETWEEN_SWITCHES = 0.15


@benchmark
def start_to_first_point_s() -> Measurement:
    """Click on Start → first point in the browser, with a warm worker."""
    seconds = []
    with serve() as server, browse() as page:
        for start in range(FIRST_POINTS):
            open_home(page, server.url)
            server.wait_until_warm()
            seconds.append(page.evaluate(CLICK_AND_WAIT_FOR_POINT, START_BUTTON))
            report(f"  start {start + 1}: {seconds[-1]:.2f} s")
            page.get_by_text("Test accuracy").wait_for(timeout=120_000)
    return Measurement(
        statistics.median(seconds),
        "nothing",
        f"performance.now() in Chromium on the same machine, the demonstration's Grey CNN on 8×8 digits, each start "
        f"after the last run has ended and a worker is warm again: {_round(seconds)}; median",
    )


@benchmark
def server_start_s() -> Measurement:
    """Start of the process → Home stands in the browser, its button ready."""
    seconds = []
    with browse() as page:
        for _start in range(SERVER_STARTS):
            with serve() as server:
                seconds.append(open_home(page, server.url) - server.started)
                report(f"  {seconds[-1]:.2f} s")
    return Measurement(
        statistics.median(seconds),
        "nothing",
        f"the browser's clock when the button can be pressed, less the moment of starting the process: "
        f"{_round(seconds)}; median",
    )


@benchmark
def page_switch_p95_s() -> Measurement:
    """Click on a page's link → the page stands there, nothing running."""
    seconds = []
    with serve() as server, browse() as page:
        open_home(page, server.url)
        server.wait_until_warm()
        for switch in range(len(PAGES) + SWITCHES):
            taken = page.evaluate(CLICK_AND_WAIT_FOR_PAGE, PAGES[switch % len(PAGES)])
            # The first visit of each page imports what it needs; a person meets that once a server.
            if switch >= len(PAGES):
                seconds.append(taken)
            page.wait_for_timeout(1000 * SECONDS_BETWEEN_SWITCHES)
    return Measurement(
        statistics.quantiles(seconds, n=20)[-1],
        "nothing",
        f"{len(seconds)} switches by the links after one round through all pages, performance.now() in Chromium; "
        f"median {statistics.median(seconds):.2f}, largest {max(seconds):.2f}",
    )


@benchmark
def server_memory_mb() -> Measurement:
    """The Streamlit process's memory after 20 page views, and whether it has TensorFlow in it."""
    with serve() as server, browse() as page:
        for view in range(VIEWS):
            name = PAGES[view % len(PAGES)]
            page.goto(f"{server.url}/{'' if name == 'Home' else name.lower()}")
            page.evaluate(WAIT_FOR_PAGE)
        process = psutil.Process(server.process.pid)
        has_tensorflow = _has_mapped(process, "tensorflow")
        memory = process.memory_info().rss / 2**20
    loaded = {True: "TensorFlow is loaded", False: "no file of TensorFlow is mapped", None: "its files can't be seen"}
    how = f"resident set of the server's process alone after {VIEWS} views; {loaded[has_tensorflow]}"
    return Measurement(memory, "nothing", how, condition=has_tensorflow is not True)


def _has_mapped(process: psutil.Process, word: str) -> bool | None:
    """Whether a file whose path has this word is mapped into a process; None where the system doesn't tell."""
    if not hasattr(process, "memory_maps"):
        return None
    return any(word in mapped.path.lower() for mapped in process.memory_maps())


def _round(seconds: list[float]) -> list[float]:
    return [round(one, 2) for one in seconds]
