"""The race of optimizers as a person plays it."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_race_is_played_by_steps_with_its_numbers_and_from_another_start(server, page):
    page.goto(f"{server.url}/concepts?concept=gradient_descent&surface=bowl&optimizer=SGD&learning_rate=0.1")
    arithmetic = page.locator(".concept .arithmetic")
    expect(arithmetic).to_contain_text("120 · SGD")
    page.get_by_role("button", name="Back to the start").click()
    page.get_by_role("button", name="One step").click()
    # The bowl's slopes at its start: 1·(−1.7) and 2.5·1.6.
    expect(arithmetic).to_contain_text("w₁ = −1.7 − 0.1·(−1.7) = −1.53")
    expect(arithmetic).to_contain_text("w₂ = 1.6 − 0.1·4 = 1.2")
    page.get_by_role("button", name="▶ Race").click()
    expect(page.locator(".concept[data-step='120']")).to_be_attached()
    page.locator(".concept .plane canvas").click(position={"x": 300, "y": 100})
    page.wait_for_url(re.compile("start=1"))
    # The last of 120 steps from there, each of which leaves nine tenths.
    expect(arithmetic).to_contain_text("w₁ = 3.59e−6")
    page.get_by_role("button", name="Back to the start").click()
    page.get_by_role("button", name="One step").click()
    expect(arithmetic).to_contain_text("w₁ = 1 − 0.1·1 = 0.9")
