"""Networks: are they the real ones, and how long until their layers stand in the page."""

import functools
import statistics
from collections.abc import Callable

from playwright.sync_api import Page

from bench.browser import WAIT_FOR_PAGE, browse
from bench.registry import Measurement, benchmark, report
from bench.server import serve
from lab.architectures.base import StackedArchitecture
from lab.architectures.grey_cnn import GreyCNN
from lab.architectures.mlp import MLP
from lab.architectures.resnet50 import ResNet50
from lab.architectures.vgg16 import VGG16
from lab.layers.base import Shape

TIMES = 10
SETTLE_MILLISECONDS = 1500
# The layers that stand in the page: those of the diagram, and the number of parameters above it.
LAYERS = """
window.layers = () => {
  const hosts = [...document.querySelectorAll("*")].filter((one) => one.shadowRoot?.querySelector("g.box"));
  const boxes = hosts.map((one) => one.shadowRoot.querySelectorAll("g.box").length).join();
  const parameters = document.querySelector('[data-testid="stMetricValue"]')?.innerText;
  return `${boxes} ${parameters}`;
};
"""
# Begins to look for other layers; the clock starts when the mouse is really pressed.
PREPARE = """
() => {
  const before = window.layers();
  let pressed = null;
  document.addEventListener("pointerdown", () => { pressed = performance.now(); }, { capture: true, once: true });
  window.changed = lab.until(() => pressed !== null && window.layers() !== before)
    .then(() => (performance.now() - pressed) / 1000);
}
"""


@benchmark
def layer_table_small_s() -> Measurement:
    """A layer copied in the editor until the new network's layers and parameters stand in the page."""
    seconds = _measure()["small"]
    return Measurement(
        statistics.median(seconds),
        "nothing",
        f"the six layers of a small network, a layer copied by a click, {TIMES} times in Chromium, performance.now() "
        f"from the click until diagram and parameters have changed: {seconds}; median",
    )


@benchmark
def layer_table_resnet50_s() -> Measurement:
    """ResNet50 chosen for the first time."""
    seconds = _measure()["first"]
    return Measurement(
        max(seconds), "nothing", f"ResNet50 at 64×64, chosen first on a fresh server, its 179 layers drawn: {seconds}"
    )


@benchmark
def layer_table_cached_s() -> Measurement:
    """ResNet50 chosen again."""
    seconds = _measure()["again"]
    return Measurement(
        statistics.median(seconds), "nothing", f"the same, chosen again after another network: {seconds}; median"
    )


@functools.cache
def _measure() -> dict[str, list[float]]:
    """All three on one server."""
    found: dict[str, list[float]] = {"small": [], "first": [], "again": []}
    with serve() as server, browse() as page:
        page.add_init_script(LAYERS)
        page.goto(f"{server.url}/model")
        page.evaluate(WAIT_FOR_PAGE)
        server.wait_until_warm()
        found["first"].append(_choose(page, "ResNet50"))
        for _time in range(TIMES):
            _choose(page, "Grey CNN")
            found["again"].append(_choose(page, "ResNet50"))
        _choose(page, "Build your own")
        for _time in range(TIMES):
            button = page.locator(".st-key-stack-content_copy button").first
            found["small"].append(_time_click(page, lambda button=button: button.click()))  # type: ignore[misc]
    for name, seconds in found.items():
        report(f"  {name}: {seconds}")
    return found


def _choose(page: Page, title: str) -> float:
    box = page.get_by_role("combobox", name="Architecture")
    box.click()
    box.fill(title)
    option = page.get_by_role("option", name=title, exact=True)
    option.wait_for()
    return _time_click(page, lambda: option.click())


def _time_click(page: Page, click: Callable[[], None]) -> float:
    page.evaluate(PREPARE)
    click()
    seconds = round(float(page.evaluate("() => window.changed")), 3)
    page.wait_for_timeout(SETTLE_MILLISECONDS)
    page.evaluate(WAIT_FOR_PAGE)
    return seconds


@benchmark
def parameter_mismatches() -> Measurement:
    """Numbers of parameters: by the lab's arithmetic, and of the same networks written out in Keras."""
    import keras

    from bench.plain import build

    applications = keras.applications
    pairs = {
        "MLP": (_count(MLP(), (28, 28, 1), 10), build("mlp", (28, 28, 1), 10)),
        "Grey CNN": (_count(GreyCNN(), (28, 28, 1), 10), build("grey_cnn", (28, 28, 1), 10)),
        "VGG16": (_count(VGG16(head="paper"), (224, 224, 3), 1000), applications.VGG16(weights=None)),
        "ResNet50": (_count(ResNet50(head="paper"), (224, 224, 3), 1000), applications.ResNet50(weights=None)),
    }
    counts = {name: [ours, theirs.count_params()] for name, (ours, theirs) in pairs.items()}
    return Measurement(
        sum(ours != theirs for ours, theirs in counts.values()),
        "MLP and Grey CNN written out in Keras; keras.applications.VGG16 and ResNet50 with their 1,000 classes",
        f"parameters, [lab, Keras]: {counts}",
    )


def _count(architecture: StackedArchitecture, input_shape: Shape, num_classes: int) -> int:
    return sum(row.parameters for row in architecture.list_layers(input_shape, num_classes))
