"""What a person waits for in the browser, timed in a real one, and what the server weighs."""

import contextlib
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
from playwright.sync_api import Page, sync_playwright

from bench.registry import Measurement, benchmark, report
from bench.server import serve
from scripts.chromium import find_chromium

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
BUTTON = "Train a small network on handwritten digits"
PAGES = ("Data", "Augment", "Scale", "Model", "Train", "Predict", "Runs", "Home")
STARTS, SWITCHES, VIEWS = 5, 50, 20

# Resolves with the milliseconds from the click to the first point: a figure beside the curves and a line in them.
CLICK_AND_WAIT_FOR_POINT = """
async (label) => {
  const button = [...document.querySelectorAll("button")].find((one) => one.innerText.includes(label));
  const start = performance.now();
  button.click();
  const drawn = () => {
    const metric = document.querySelector('[data-testid="stMetricValue"]');
    const line = document.querySelector(".lab-curves .scatterlayer .trace path.js-line, .lab-curves .point");
    return metric && metric.innerText.includes("%") && line && location.pathname.endsWith("/train");
  };
  while (!drawn()) await new Promise(requestAnimationFrame);
  return performance.now() - start;
}
"""
# Resolves with the milliseconds from the click on a page's link until that page stands there, done.
CLICK_AND_WAIT_FOR_PAGE = """
async (name) => {
  const links = [...document.querySelectorAll('[data-testid="stTopNavLink"]')];
  const link = links.find((one) => one.innerText.includes(name));
  const before = document.querySelector('[data-testid="stMainBlockContainer"] h1, h2, h3');
  const old = before && before.innerText;
  const start = performance.now();
  link.click();
  const there = () => {
    const heading = document.querySelector('[data-testid="stMainBlockContainer"] :is(h1, h2, h3)');
    const app = document.querySelector('[data-testid="stApp"]');
    const running = app.dataset.testScriptState === "running";
    return heading && heading.innerText !== old && !running && !document.querySelector('[data-stale="true"]');
  };
  while (!there()) await new Promise(requestAnimationFrame);
  return performance.now() - start;
}
"""


@contextlib.contextmanager
def _browse() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser.new_page(viewport={"width": 1280, "height": 800})
        browser.close()


def _open_home(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("button", name=BUTTON).wait_for()


@benchmark
def start_to_first_point_s() -> Measurement:
    """Click on Start → first point in the browser, with a warm worker."""
    seconds = []
    with serve() as server, _browse() as page:
        for start in range(STARTS):
            _open_home(page, server.url)
            server.wait_until_idle()
            seconds.append(page.evaluate(CLICK_AND_WAIT_FOR_POINT, BUTTON) / 1000)
            report(f"  start {start + 1}: {seconds[-1]:.2f} s")
            page.get_by_text("Test accuracy").wait_for(timeout=120_000)
    return Measurement(
        statistics.median(seconds),
        "nothing",
        f"performance.now() in Chromium on the same two cores, the demonstration's Grey CNN on 8×8 digits: "
        f"{[round(one, 2) for one in seconds]}; median",
    )


@benchmark
def server_start_s() -> Measurement:
    """Start of the process → Home stands in the browser, its button ready."""
    seconds = []
    with _browse() as page:
        for _start in range(3):
            with serve() as server:
                _open_home(page, server.url)
                seconds.append(time.perf_counter() - server.started)
                report(f"  {seconds[-1]:.2f} s")
    return Measurement(
        statistics.median(seconds), "nothing", f"three starts: {[round(one, 2) for one in seconds]}; median"
    )


@benchmark
def page_switch_p95_s() -> Measurement:
    """Click on a page's link → the page stands there, nothing running."""
    seconds = []
    with serve() as server, _browse() as page:
        _open_home(page, server.url)
        server.wait_until_idle()
        for switch in range(len(PAGES) + SWITCHES):
            milliseconds = page.evaluate(CLICK_AND_WAIT_FOR_PAGE, PAGES[switch % len(PAGES)])
            # The first visit of each page imports what it needs; a person meets that once a server.
            if switch >= len(PAGES):
                seconds.append(milliseconds / 1000)
            page.wait_for_timeout(150)
    return Measurement(
        statistics.quantiles(seconds, n=20)[-1],
        "nothing",
        f"{SWITCHES} switches by the links after one round through all pages, performance.now() in Chromium; "
        f"median {statistics.median(seconds):.2f}, largest {max(seconds):.2f}",
    )


@benchmark
def server_memory_mb() -> Measurement:
    """The Streamlit process's memory after 20 page views."""
    with serve() as server, _browse() as page:
        for view in range(VIEWS):
            page.goto(f"{server.url}/{'' if view % 8 == 7 else PAGES[view % 8].lower()}")
            page.get_by_role("heading").first.wait_for()
            page.wait_for_timeout(500)
        memory = psutil.Process(server.process.pid).memory_info().rss / 2**20
        maps = Path(f"/proc/{server.process.pid}/maps")
        has_tensorflow = maps.exists() and "tensorflow" in maps.read_text()
    assert not has_tensorflow, "the server has loaded TensorFlow"
    return Measurement(memory, "nothing", f"resident set after {VIEWS} views; no file of TensorFlow is mapped")
