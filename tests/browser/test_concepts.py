"""Every concept as a person plays with it: a control, the picture, the lab, the language."""

import re
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Page, expect

from lab.concepts import CONCEPTS
from lab.concepts.address import read_query
from lab.config import RunConfig
from lab.config_link import decode_config
from lab.texts import read_concept_text

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def wait_for_rest(page: Page) -> None:
    expect(page.locator("[data-test-script-state=notRunning]").first).to_be_visible()


def find(config: RunConfig, path: str) -> object:
    for part in path.split("."):
        config = getattr(config, part)
    return config


def first_words(text: str) -> str:
    """The beginning of a text, as far as it is one plain line."""
    return re.split(r"[*`_$\n]", text)[0].strip()


@pytest.mark.parametrize("name", list(CONCEPTS))
def test_a_concept_moves_leads_into_the_lab_and_changes_its_language(server, page, name):
    cls = CONCEPTS[name]
    page.goto(f"{server.url}/concepts?concept={name}")
    picture = page.locator(".st-key-concept-picture")
    slider = page.locator(".st-key-concept-controls").get_by_role("slider").first
    expect(slider).to_be_visible()
    wait_for_rest(page)
    expect(picture).to_be_visible()
    page.wait_for_timeout(500)
    before, value = picture.screenshot(), slider.input_value()
    address = page.url
    slider.press("ArrowRight")
    expect(slider).not_to_have_value(value)
    page.wait_for_function("address => location.href !== address", arg=address)
    wait_for_rest(page)
    for _attempt in range(20):
        if picture.screenshot() != before:
            break
        page.wait_for_timeout(200)
    assert picture.screenshot() != before
    moved = page.url

    page.get_by_label("Language").select_option("ko")
    expect(page.get_by_text(first_words(read_concept_text(name, "ko").explanation)).first).to_be_visible()
    assert page.url.startswith(moved)
    assert "lang=ko" in page.url
    page.get_by_label(re.compile("Language|언어")).select_option("en")
    expect(page.get_by_text(first_words(read_concept_text(name, "en").explanation)).first).to_be_visible()

    page.locator(".st-key-concept-to-lab button").click()
    page.wait_for_url(re.compile(rf"/{cls.lab_page}\b"))
    wait_for_rest(page)
    page.get_by_role("link", name="Model", exact=True).click()
    page.get_by_role("button", name="Link").click()
    link = page.get_by_test_id("stCode").filter(has_text="config=")
    expect(link).to_be_visible()
    found = decode_config(link.inner_text().strip().rpartition("config=")[2])
    concept = read_query(cls, dict(parse_qsl(moved.partition("?")[2])))
    assert concept != cls()
    assert find(found, cls.setting) == find(concept.fill_in(RunConfig()), cls.setting)
    assert page.get_by_test_id("stException").count() == 0


@pytest.mark.parametrize("name", ["neuron", "playground"])
def test_on_a_phone_the_picture_comes_first_and_stays_in_view_with_its_controls(server, page, name):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server.url}/concepts?concept={name}")
    controls = page.locator(".st-key-concept-controls")
    picture = page.locator(".st-key-concept-picture").locator(".concept canvas, .concept svg").first
    expect(picture).to_be_visible()
    wait_for_rest(page)
    assert picture.bounding_box()["y"] < controls.bounding_box()["y"]
    for slider in (controls.get_by_test_id("stSlider").first, controls.get_by_test_id("stSlider").last):
        slider.scroll_into_view_if_needed()
        expect(slider).to_be_in_viewport()
        # Above the controls, which scroll by themselves, and below the page's head.
        seen, ground = picture.bounding_box(), controls.locator("xpath=ancestor::*[@data-testid='stColumn']")
        assert seen["y"] < ground.bounding_box()["y"] - 60 < 844 and seen["y"] + seen["height"] > 120


HAS_TRAINED = """
(steps) => [...document.querySelectorAll("*")].map((one) => one.shadowRoot?.querySelector(".concept"))
  .some((one) => one && Number(one.dataset.steps) >= steps)
"""


def figure(page: Page, kind: str) -> str:
    """A figure beside the picture, as far as it is a number."""
    return page.locator(f".figures .{kind} b").inner_text().split()[0].rstrip("%")


def train_for(page: Page, steps: int) -> None:
    page.get_by_role("button", name="▶ Train").click()
    page.wait_for_function(HAS_TRAINED, arg=steps)
    page.get_by_role("button", name="Pause").click()


def test_xor_is_beyond_one_neuron_and_learned_by_a_hidden_layer(server, page):
    page.goto(f"{server.url}/concepts?concept=playground&layers=0&noise=0")
    train_for(page, 600)
    assert float(figure(page, "train")) <= 75
    page.get_by_role("button", name="XOR with one hidden layer").click()
    expect(page.locator(".concept[data-steps='0']")).to_be_attached()
    train_for(page, 600)
    assert float(figure(page, "train")) > 99
    assert float(figure(page, "test")) > 95


def test_what_a_neuron_has_learned_stands_at_its_sliders_and_in_the_address(server, page):
    page.goto(f"{server.url}/concepts?concept=neuron&weight_1=-1&weight_2=0&bias=2")
    expect(page.locator(".figures .accuracy")).not_to_have_text("100.0%")
    page.get_by_role("button", name="▶ Train").click()
    expect(page.locator(".figures .accuracy")).to_have_text("100.0%")
    page.get_by_role("button", name="Pause").click()
    page.wait_for_function("() => !location.search.includes('weight_1=-1&')")
    weight = dict(parse_qsl(page.url.partition("?")[2]))["weight_1"]
    slider = page.get_by_role("slider", name="Weight w₁")
    expect(slider).to_have_value(weight)
    assert float(weight) > 0
    # A slider moved by hand goes on from there.
    slider.press("ArrowRight")
    page.wait_for_function("before => !location.search.includes(`weight_1=${before}&`)", arg=weight)
    expect(page.locator(".figures")).to_contain_text(f"{float(weight) + 0.05:.2f}·x₁")
