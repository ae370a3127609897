"""A kernel edited by hand."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAITS_FOR = """
(wanted) => {
  const found = new URLSearchParams(location.search);
  return Object.entries(wanted).every(([name, value]) => found.get(name) === value);
}
"""


def test_a_weight_typed_into_its_cell_makes_a_kernel_of_ones_own(server, page):
    page.goto(f"{server.url}/concepts?concept=convolution&image=digit&kernel=sharpen")
    middle = page.get_by_role("spinbutton", name="Weight 5")
    expect(middle).to_have_value("5")
    sum_before = page.locator(".concept .sum").inner_text()
    middle.fill("2.5")
    # Settings are written into the address one after another.
    page.wait_for_function(WAITS_FOR, arg={"kernel": "own", "weights": "0,-1,0,-1,2.5,-1,0,-1,0"})
    expect(page.locator(".concept .sum")).not_to_have_text(sum_before)
    expect(page.locator(".concept .sum")).to_contain_text("2.5·")
    expect(page.get_by_role("spinbutton", name="Weight 5")).to_have_value("2.5")
