"""Samples that move through batches, a step at a time."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_steps_are_counted_as_they_are_taken(server, page):
    page.goto(f"{server.url}/concepts?concept=steps&batch_size=500&epochs=2")
    figures = page.locator(".concept .figures")
    page.get_by_role("button", name="Start again").click()
    for epoch, step, done in ((1, 1, 0), (1, 2, 1), (2, 1, 2), (2, 2, 3)):
        expect(figures).to_contain_text(f"Epoch {epoch} / 2")
        expect(figures).to_contain_text(f"Step {step} / 2")
        expect(figures).to_contain_text(f"Changes of the weights {done} / 4")
        page.get_by_role("button", name="One step", exact=True).click()
    expect(figures).to_contain_text("Changes of the weights 4 / 4")
