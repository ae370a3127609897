"""What a person does in a page."""

import time
from collections.abc import Callable

from playwright.sync_api import Page, TimeoutError, expect

from tests.browser.conftest import PATIENCE_SECONDS


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something is true that no page shows."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def press_stop(page: Page) -> None:
    """Stop the run that the page shows; Streamlit's own Stop, for a page that is being drawn, stands in the header."""
    page.get_by_test_id("stMain").get_by_role("button", name="Stop", exact=True).click()


def choose(page: Page, label: str, option: str, nth: int = 0) -> None:
    """Take an option of a select box by typing a part of it, once the page has come to rest."""
    for _attempt in range(5):
        expect(page.locator("[data-test-script-state=notRunning]").first).to_be_visible()
        box = page.get_by_role("combobox", name=label).nth(nth)
        box.click()
        box.fill(option.split(" ")[-1] if option.startswith(("★", "▣")) else option)
        try:
            page.get_by_role("option", name=option, exact=True).first.click(timeout=5_000)
        except TimeoutError:
            # The page was drawn anew below the open list.
            page.keyboard.press("Escape")
        else:
            return
    raise AssertionError(f"{option} could not be chosen in {label}")
