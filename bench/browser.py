"""A real browser that looks at the lab, and what is timed inside it."""

import contextlib
from collections.abc import Iterator

from playwright.sync_api import Page, sync_playwright

from scripts.chromium import find_chromium

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
START_BUTTON = "Train a small network on handwritten digits"

# Available to every script below: looks once a frame, so that a time ends when what was waited for can be seen.
HELPERS = """
window.lab = {
  until: (there, seconds = 60) => new Promise((resolve, reject) => {
    const end = performance.now() + 1000 * seconds;
    const look = () => {
      if (there()) resolve();
      else if (performance.now() > end) reject(new Error(`not within ${seconds} s: ${there}`));
      else requestAnimationFrame(look);
    };
    look();
  }),
  isVisible: (element) => Boolean(element && element.getClientRects().length),
  isDone: () => document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === "notRunning"
    && !document.querySelector('[data-stale="true"]'),
  heading: () => document.querySelector('[data-testid="stMainBlockContainer"] :is(h1, h2, h3)'),
  button: (label) => [...document.querySelectorAll("button")].find((one) => one.innerText.includes(label)),
};
"""
# Resolves with the moment, in seconds since 1970, at which a button can be pressed.
WAIT_FOR_BUTTON = """
async (label) => {
  const ready = () => { const button = lab.button(label); return lab.isVisible(button) && !button.disabled; };
  await lab.until(ready);
  return (performance.timeOrigin + performance.now()) / 1000;
}
"""
WAIT_FOR_PAGE = "() => lab.until(() => lab.isVisible(lab.heading()) && lab.isDone())"
# Resolves with the seconds from the click to the first point: the figure above the curves and a mark in them.
CLICK_AND_WAIT_FOR_POINT = """
async (label) => {
  const start = performance.now();
  lab.button(label).click();
  await lab.until(() => {
    const metrics = [...document.querySelectorAll('[data-testid="stMetric"]')];
    const figure = metrics.find((one) => one.innerText.includes("Training accuracy"));
    const mark = document.querySelector(".lab-curves .scatterlayer .trace :is(path.js-line, path.point)");
    return /\\d\\s*%/.test(figure?.innerText ?? "") && mark && location.pathname.endsWith("/train");
  });
  return (performance.now() - start) / 1000;
}
"""
# Resolves with the seconds from the click on a page's link until that page stands there, nothing running.
CLICK_AND_WAIT_FOR_PAGE = """
async (name) => {
  const links = [...document.querySelectorAll(':is([data-testid="stTopNavLink"], [data-testid="stSidebarNavLink"])')];
  const old = lab.heading()?.innerText;
  const start = performance.now();
  links.find((one) => one.innerText.split(/\\s+/).includes(name)).click();
  await lab.until(() => lab.isVisible(lab.heading()) && lab.heading().innerText !== old && lab.isDone());
  return (performance.now() - start) / 1000;
}
"""


@contextlib.contextmanager
def browse() -> Iterator[Page]:
    """A page of headless Chromium, 1280×800, for the length of the block."""
    # Looked for first: it may start a Playwright of its own.
    path = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.add_init_script(HELPERS)
            yield page
        finally:
            browser.close()


def open_home(page: Page, url: str) -> float:
    """Open Home.

    Args:
        page: the browser's.
        url: the server's.

    Returns:
        When its button could be pressed, seconds since 1970.
    """
    page.goto(url)
    return float(page.evaluate(WAIT_FOR_BUTTON, START_BUTTON))
