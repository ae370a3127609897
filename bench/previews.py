"""The laboratories: a slider moved until a new grid stands in the browser; histograms."""

import functools
import statistics
import time

import numpy as np

from bench.browser import WAIT_FOR_PAGE, browse
from bench.registry import Measurement, benchmark, report
from bench.server import serve
from lab.datasets.subset import Subset
from lab.scaling import SCALINGS
from lab.scaling.histogram import count_levels, make_histogram

MOVES = 40
TIMES = 5
SECONDS_BETWEEN_MOVES = 0.3
PAGE = "/augment?view=explore&transform=Rotate"

# Notes when the browser last sent something to the server, and when the last answer came.
WATCH_SOCKET = """
window.socketTimes = { sent: 0, received: 0 };
const Plain = window.WebSocket;
window.WebSocket = class extends Plain {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", () => { window.socketTimes.received = performance.now(); });
  }
  send(data) { window.socketTimes.sent = performance.now(); super.send(data); }
};
"""
GRID = """
window.previews = () => {
  const hosts = [...document.querySelectorAll("*")].filter((one) => one.shadowRoot?.querySelector(".grid"));
  return hosts.flatMap((one) => [...one.shadowRoot.querySelectorAll(".grid img")]).map((one) => one.src);
};
"""
# Begins to look for a new grid; the clock starts when a key is really pressed.
PREPARE = """
() => {
  const before = window.previews().slice(1).join();
  let pressed = null;
  document.addEventListener("keydown", () => { pressed = performance.now(); }, { capture: true, once: true });
  const isNew = () => { const now = window.previews(); return now.length === 17 && now.slice(1).join() !== before; };
  window.drawn = lab.until(() => pressed !== null && isNew()).then(() => (performance.now() - pressed) / 1000);
}
"""
# Resolves with the seconds until the new grid, and of these at the server.
WAIT = """
async () => {
  const drawn = await window.drawn;
  await lab.until(lab.isDone);
  return [drawn, (window.socketTimes.received - window.socketTimes.sent) / 1000];
}
"""
SLIDER = 'input[type="range"][aria-label="Limit — end"]'


@benchmark
def preview_p95_s() -> Measurement:
    """A slider moved until the new grid is drawn."""
    seconds = [drawn for drawn, _server in _measure_moves()]
    return Measurement(
        statistics.quantiles(seconds, n=20)[-1],
        "nothing",
        f"{MOVES} moves of Rotate's limit by key in Chromium, sixteen results of a photograph of 224×224, "
        f"performance.now() from the key to the new pictures in the page; median {statistics.median(seconds):.3f}, "
        f"largest {max(seconds):.3f}",
    )


@benchmark
def preview_server_p95_s() -> Measurement:
    """Of that, the server."""
    seconds = [server for _drawn, server in _measure_moves()]
    return Measurement(
        statistics.quantiles(seconds, n=20)[-1],
        "nothing",
        f"the same moves: from the browser's message to the last answer of the script, by the browser's clock; median "
        f"{statistics.median(seconds):.3f}, largest {max(seconds):.3f}",
    )


@functools.cache
def _measure_moves() -> list[tuple[float, float]]:
    """Both benchmarks look at the same moves."""
    moves = []
    with serve() as server, browse() as page:
        page.add_init_script(WATCH_SOCKET)
        page.add_init_script(GRID)
        page.goto(f"{server.url}{PAGE}")
        page.evaluate(WAIT_FOR_PAGE)
        server.wait_until_warm()
        page.get_by_role("radio", name="Photographs").click()
        page.wait_for_timeout(3000)
        page.evaluate(WAIT_FOR_PAGE)
        for move in range(MOVES):
            page.locator(SLIDER).focus()
            page.evaluate(PREPARE)
            page.keyboard.press("ArrowLeft" if move % 2 else "ArrowRight")
            moves.append(tuple(page.evaluate(WAIT)))
            page.wait_for_timeout(1000 * SECONDS_BETWEEN_MOVES)
    report(f"  the server took {statistics.median(server for _drawn, server in moves):.3f} s in the median")
    return moves


@benchmark
def histogram_s() -> Measurement:
    """Histograms of 10,000 images, every scaling."""
    images = np.random.default_rng(0).integers(0, 256, (10_000, 32, 32, 3), np.uint8)
    seconds = []
    for _time in range(TIMES):
        began = time.perf_counter()
        levels = count_levels(images)
        for cls in SCALINGS.classes():
            make_histogram(levels, cls().fit(Subset.whole(images)), 100)
        seconds.append(time.perf_counter() - began)
    return Measurement(
        statistics.median(seconds),
        "nothing",
        f"counts of 10,000 colour images of 32×32, and from them the histograms of {len(SCALINGS)} scalings with 100 "
        f"bins, fitting included: {[round(one, 3) for one in seconds]}; median; the page keeps the counts",
    )
