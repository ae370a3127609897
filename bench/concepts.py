"""The concepts in a real browser: how soon a picture is there, how soon it follows a control, how fast it learns."""

import statistics
from urllib.parse import urlencode

from playwright.sync_api import Page

from bench.browser import WAIT_FOR_PAGE, browse
from bench.registry import Measurement, benchmark, report
from bench.server import serve
from lab.concepts import CONCEPTS

MOVES, ROUNDS, TRAIN_SECONDS = 12, 4, 6.0

# Looks through shadow roots; a picture's content as a text, its canvases as a number over all their pixels.
HELPERS = """
() => {
  const deep = (root, selector) => [...root.querySelectorAll(selector),
    ...[...root.querySelectorAll("*")].flatMap((one) => (one.shadowRoot ? deep(one.shadowRoot, selector) : []))];
  const read = (canvas) => {
    if (!canvas.width || !canvas.height) return 0;
    const pixels = new Uint32Array(
      canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    let sum = 0;
    for (let place = 0; place < pixels.length; place++) sum = (Math.imul(sum, 31) + pixels[place]) | 0;
    return sum;
  };
  const place = () => document.querySelector(".st-key-concept-picture");
  lab.find = (selector) => deep(place() ?? document, selector)[0];
  lab.picture = () => {
    const root = place();
    const drawn = deep(root, "canvas, svg:not([data-testid] svg)").map((one) =>
      one.tagName === "CANVAS" ? read(one) : one.outerHTML);
    return JSON.stringify([drawn, deep(root, ".concept").map((one) => one.innerText)]);
  };
  lab.isDrawn = () => {
    const root = place();
    return Boolean(root) && deep(root, "canvas, svg, img").some((one) => one.getBoundingClientRect().width > 60);
  };
  lab.watch = () => {
    const before = lab.picture();
    window.watched = new Promise((resolve, reject) => document.addEventListener("keydown", () => {
      const start = performance.now();
      lab.until(() => lab.picture() !== before, 10).then(() => resolve((performance.now() - start) / 1000), reject);
    }, { capture: true, once: true }));
  };
}
"""
FIRST_PICTURE = """
async (title) => {
  const find = () => [...document.querySelectorAll('[data-testid="stPageLink-NavLink"]')]
    .find((one) => one.innerText.trim().endsWith(title));
  await lab.until(() => find() && lab.isDone());
  const start = performance.now();
  find().click();
  await lab.until(() => lab.isDrawn());
  return (performance.now() - start) / 1000;
}
"""
TRAINED = "() => { const { frames, steps } = lab.find('.concept').dataset; return [Number(frames), Number(steps)]; }"


def _open(page: Page, url: str, query: dict[str, str] | None = None) -> None:
    page.goto(f"{url}/concepts?{urlencode(query or {})}")
    page.evaluate(WAIT_FOR_PAGE)
    page.evaluate(HELPERS)


@benchmark
def concept_p95_s() -> Measurement:
    """A key moves a control → the picture is another one."""
    seconds: dict[str, float] = {}
    with serve() as server, browse() as page:
        _open(page, server.url)
        server.wait_until_warm()
        for name in CONCEPTS:
            _open(page, server.url, {"concept": name})
            page.evaluate("() => lab.until(() => lab.isDrawn())")
            seconds[name] = _p95([_move(page) for _move_number in range(MOVES)])
            report(f"  {name}: {seconds[name]:.2f} s")
    return Measurement(
        max(seconds.values()),
        "nothing",
        f"performance.now() in Chromium from the key on a concept's first slider to another picture in its canvases, "
        f"{MOVES} moves each; p95 by concept {_round(seconds)}; the slowest counts",
    )


def _move(page: Page) -> float:
    slider = page.locator(".st-key-concept-controls").get_by_role("slider").first
    slider.focus()
    page.wait_for_timeout(300)
    page.evaluate("() => lab.watch()")
    at_end = slider.input_value() == slider.get_attribute("max")
    page.keyboard.press("ArrowLeft" if at_end else "ArrowRight")
    return float(page.evaluate("() => window.watched"))


@benchmark
def concept_first_picture_p95_s() -> Measurement:
    """A click on a concept in the overview → its picture is drawn."""
    seconds: dict[str, float] = {}
    with serve() as server, browse() as page:
        _open(page, server.url)
        server.wait_until_warm()
        for name, cls in zip(CONCEPTS, CONCEPTS.classes(), strict=True):
            taken = []
            for number in range(ROUNDS + 1):
                _open(page, server.url)
                taken.append(float(page.evaluate(FIRST_PICTURE, cls.title)))
                if number == 0:
                    # The first one of a server imports what the picture needs; a person meets that once.
                    taken.clear()
            seconds[name] = _p95(taken)
            report(f"  {name}: {seconds[name]:.2f} s")
    return Measurement(
        max(seconds.values()),
        "nothing",
        f"performance.now() in Chromium from the click to a drawn picture, {ROUNDS} each after the first; p95 by "
        f"concept {_round(seconds)}; the slowest counts",
    )


@benchmark
def playground_frames_per_s() -> Measurement:
    """Pictures of the playground each second while two hidden layers of eight train."""
    query = {"concept": "playground", "data": "spirals", "layers": "2", "units": "8"}
    with serve() as server, browse() as page:
        _open(page, server.url, query)
        server.wait_until_warm()
        page.evaluate("() => lab.until(() => lab.isDrawn())")
        page.locator(".concept button.play").click()
        page.wait_for_timeout(1000)
        before = page.evaluate(TRAINED)
        page.wait_for_timeout(1000 * TRAIN_SECONDS)
        after = page.evaluate(TRAINED)
    frames, steps = (after[part] - before[part] for part in (0, 1))
    return Measurement(
        frames / TRAIN_SECONDS,
        "nothing",
        f"frames with all units' pictures, the border and the curves over {TRAIN_SECONDS:g} s in Chromium without a "
        f"graphics card; {steps / max(1, frames):.1f} steps each",
        condition=steps >= 5 * frames > 0,
    )


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20, method="inclusive")[-1]


def _round(seconds: dict[str, float]) -> dict[str, float]:
    return {name: round(one, 2) for name, one in seconds.items()}
