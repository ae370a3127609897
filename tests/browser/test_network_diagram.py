"""The diagram of a network: zoom, pan, keys and clicks."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import choose

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def place_of(page: Page) -> str:
    """Where the diagram's scene stands, and how large."""
    return page.locator(".diagram svg > g").evaluate("one => one.getAttribute('transform')")


def scale_of(page: Page) -> float:
    return float(place_of(page).partition("scale(")[2].rstrip(")"))


def box(page: Page, name: str):
    return page.locator(f".diagram .box[data-name='{name}']")


@pytest.fixture
def diagram(server, page):
    page.set_viewport_size({"width": 1280, "height": 1600})
    page.goto(f"{server.url}/model")
    choose(page, "Architecture", "GoogLeNet")
    expect(box(page, "inception_5b")).to_be_visible()
    return page.locator(".diagram svg")


def test_zoom_and_place_stay_through_clicks_settings_and_the_other_view(page, diagram):
    whole = place_of(page)
    page.get_by_role("button", name="Zoom in").click()
    corner = diagram.bounding_box()
    page.mouse.move(corner["x"] + 100, corner["y"] + 300)
    page.mouse.wheel(0, -240)
    page.mouse.down()
    page.mouse.move(corner["x"] + 160, corner["y"] + 350, steps=4)
    page.mouse.up()
    zoomed = place_of(page)
    assert zoomed != whole
    box(page, "inception_3a_5x5").click()
    expect(page.get_by_text("inception_3a_5x5 · Conv2D 5×5")).to_be_visible()
    epochs = page.get_by_role("spinbutton", name="Epochs")
    epochs.fill("3")
    epochs.press("Enter")
    expect(page.locator("[data-test-script-state=notRunning]").first).to_be_visible()
    page.get_by_role("radio", name="Table").click()
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    expect(page.get_by_text("inception_3a_5x5 · Conv2D 5×5")).to_be_visible()
    page.get_by_role("radio", name="Diagram").click()
    expect(box(page, "inception_3a_5x5")).to_have_attribute("aria-pressed", "true")
    assert place_of(page) == zoomed
    page.get_by_role("button", name="Show all of it").click()
    assert place_of(page) == whole


def test_the_keyboard_goes_from_layer_to_layer(page, diagram):
    box(page, "conv1").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("conv2_reduce · Conv2D 1×1")).to_be_visible()
    before = scale_of(page)
    page.keyboard.press("+")
    assert scale_of(page) > before
    page.keyboard.press("End")
    expect(box(page, "output")).to_be_focused()
    expect(box(page, "output")).to_be_in_viewport()


def test_on_a_telephone_it_fits_and_can_be_tapped(page, diagram):
    page.set_viewport_size({"width": 390, "height": 844})
    choose(page, "Architecture", "Grey CNN")
    expect(box(page, "inception_5b")).to_have_count(0)
    target = box(page, "output")
    target.scroll_into_view_if_needed()
    expect(target).to_be_in_viewport()
    corner, picture = target.bounding_box(), diagram.bounding_box()
    assert picture["x"] >= 0 and picture["x"] + picture["width"] <= 390
    assert corner["width"] > 60
    target.click()
    expect(page.get_by_text("output · Dense")).to_be_visible()
