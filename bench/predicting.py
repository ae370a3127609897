"""A photograph uploaded on the Predict page until the likeliest classes can be seen, in a real browser."""

import statistics
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
from playwright.sync_api import FilePayload

from bench.browser import WAIT_FOR_PAGE, browse
from bench.registry import Measurement, benchmark, report
from bench.server import ROOT, serve

UPLOADS, UPLOADS_BEFORE = 20, 3
WIDTH, HEIGHT = 1280, 960
# Begins to look for the answer; the clock starts when the file has been chosen.
PREPARE = """
() => {
  const input = document.querySelector('input[type="file"]');
  let chosen = null;
  input.addEventListener("change", () => { chosen = performance.now(); }, { capture: true, once: true });
  const isAnswered = () => {
    const headings = [...document.querySelectorAll('[data-testid="stMainBlockContainer"] h3')];
    const chart = document.querySelector('[data-testid="stEChartsChart"] :is(canvas, svg)');
    return headings.some((one) => /\\d%/.test(one.innerText)) && lab.isVisible(chart);
  };
  window.answered = lab.until(() => chosen !== null && isAnswered()).then(() => (performance.now() - chosen) / 1000);
}
"""


@benchmark
def predict_small_p95_s() -> Measurement:
    """Upload → top-5 on the screen, RGB CNN."""
    return _measure("rgb_cnn", 32)


@benchmark
def predict_resnet50_p95_s() -> Measurement:
    """Upload → top-5 on the screen, ResNet50 at 224."""
    return _measure("resnet50", 224)


def _measure(architecture: str, size: int) -> Measurement:
    seconds = []
    with serve(lambda home: _make_run(home, architecture, size)) as server, browse() as page:
        address = f"{server.url}/predict?source=upload&run={server.store().records()[0].id}"
        page.goto(address)
        server.wait_until_warm()
        for number in range(UPLOADS_BEFORE + UPLOADS):
            page.goto(address)
            page.evaluate(WAIT_FOR_PAGE)
            page.locator("input[type=file]").wait_for(state="attached")
            page.evaluate(PREPARE)
            file = FilePayload(name=f"{number}.jpg", mimeType="image/jpeg", buffer=_make_photograph(number))
            page.locator("input[type=file]").set_input_files(file)
            taken = page.evaluate("() => window.answered")
            # The first ones load the network and the page's chart; a person meets that once.
            if number >= UPLOADS_BEFORE:
                seconds.append(taken)
    report(f"  {[round(one, 2) for one in seconds]}")
    return Measurement(
        statistics.quantiles(seconds, n=20)[-1],
        "nothing",
        f"{UPLOADS} JPEGs of {WIDTH}×{HEIGHT} one after another on a page of their own, performance.now() in Chromium "
        f"from the choice of the file until heading and bars are in the page, after {UPLOADS_BEFORE} that warm up; "
        f"median {statistics.median(seconds):.2f}, largest {max(seconds):.2f}",
    )


def _make_run(home: Path, architecture: str, size: int) -> None:
    # In a process of its own: it imports TensorFlow.
    command = [sys.executable, "-m", "bench.untrained_side", str(home), architecture, str(size)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def _make_photograph(seed: int) -> bytes:
    """A soft picture with grain, as large in bytes as a photograph of its size."""
    generator = np.random.default_rng(seed)
    soft = cv2.resize(generator.integers(0, 256, (9, 12, 3), np.uint8), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    grainy = np.clip(soft + generator.normal(0, 6, soft.shape), 0, 255).astype(np.uint8)
    return bytes(cv2.imencode(".jpg", grainy, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes())
