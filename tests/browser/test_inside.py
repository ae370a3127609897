"""Look inside on a run, in a real browser."""

import re
import uuid

import cv2
import keras
import numpy as np
import pytest
from playwright.sync_api import FilePayload, Page, expect

from lab.architectures.base import Architecture
from lab.architectures.grey_cnn import GreyCNN
from lab.architectures.perceptron import Perceptron
from lab.config import RunConfig
from lab.datasets.digits import Digits
from lab.datasets.subset import Subset
from lab.files import write_json
from lab.runs.event_log import EventLog
from lab.runs.status import RunStatus
from lab.runs.store import RunStore
from tests.browser.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def make_run(server: Server, architecture: Architecture) -> str:
    """A run with weights as they are made: where it looks is no matter here."""
    config = RunConfig(architecture=architecture)
    store = RunStore(server.home / "runs", server.home / "index.sqlite")
    folder = store.create(config, "inside-test", uuid.uuid4().hex)
    store.update(folder.id, RunStatus.FINISHED)
    path = folder.checkpoint_path("best")
    path.parent.mkdir()
    names = list(Digits().open().class_names)
    keras.utils.set_random_seed(0)
    config.architecture.build(config.preparation.input_shape, len(names)).save_weights(path)
    write_json(folder.labels_path, names)
    black = Subset.whole(np.zeros((1, *config.preparation.input_shape), np.uint8))
    write_json(folder.scaler_path, config.scaling.fit(black).model_dump(mode="json"))
    with EventLog(folder.events_path) as log:
        log.append("state", state=RunStatus.FINISHED, durable=True)
    return folder.id


def open_inside(page: Page, server: Server, run: str, query: str = "") -> None:
    page.goto(f"{server.url}/inside?run={run}{query}")
    expect(page.get_by_text("It says")).to_be_visible()


def test_maps_stand_over_the_image_and_the_slider_covers_all_of_them_at_once(page, server):
    run = make_run(server, GreyCNN())
    open_inside(page, server, run)
    # Four methods, each for the answer and for the class beside it.
    maps = page.locator(".cards .heat")
    expect(maps).to_have_count(8)
    page.get_by_role("slider", name="How strongly maps cover the image").fill("20")
    strengths = maps.evaluate_all("heats => heats.map(heat => getComputedStyle(heat).opacity)")
    assert set(strengths) == {"0.2"}

    page.get_by_role("radio", name=re.compile(r"\d")).nth(2).click()
    expect(page).to_have_url(re.compile("image=test-2"))
    page.get_by_text("Does it matter?").click()
    expect(page.get_by_text("Without the most lit 20% of the image")).to_be_visible()
    expect(maps).to_have_count(8)
    assert page.get_by_test_id("stException").count() == 0

    # An image of one's own is looked at as soon as it is there.
    page.get_by_role("button", name="Your own images").click()
    picture = cv2.imencode(".png", np.full((20, 30, 3), 200, np.uint8))[1].tobytes()
    page.locator("input[type=file]").set_input_files(FilePayload(name="own.png", mimeType="image/png", buffer=picture))
    expect(page).to_have_url(re.compile("image=upload-"))
    expect(page.get_by_role("radio", name="own.png")).to_be_checked()

    # The address shows somebody else the same.
    open_inside(page, server, run, "&image=test-2&checkpoint=best")
    expect(page.get_by_role("radio", checked=True).and_(page.locator("[data-key=test-2]"))).to_be_visible()


def test_a_network_without_places_is_explained_by_what_needs_none(page, server):
    open_inside(page, server, make_run(server, Perceptron()))
    expect(page.locator(".cards .heat")).to_have_count(4)
    page.get_by_role("button", name="Settings").click()
    expect(page.get_by_text("This network has no layer that knows places")).to_be_visible()


def test_a_map_is_taken_apart_and_the_address_shows_somebody_else_the_same(page, server):
    run = make_run(server, GreyCNN())
    page.goto(f"{server.url}/inside?run={run}&view=layers")
    maps = page.locator(".wall button")
    expect(maps.first).to_be_visible()
    expect(page.get_by_text("(bias)")).to_be_visible()
    # What excites it most is found without being asked for: the network is small.
    expect(page.get_by_text("test images: the part that the map")).to_be_visible()

    maps.nth(3).click()
    chosen = maps.nth(3).get_attribute("data-key")
    expect(page).to_have_url(re.compile(rf"map={chosen}\b"))
    expect(page.get_by_text(f"map {chosen} at row").first).to_be_visible()
    page.locator(".clickable").click(position={"x": 3, "y": 3})
    expect(page).to_have_url(re.compile("place=0%2C0|place=0,0"))
    expect(page.get_by_text(f"map {chosen} at row 0, column 0")).to_be_visible()
    assert page.get_by_test_id("stException").count() == 0

    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(page.get_by_text(f"map {chosen} at row 0, column 0")).to_be_visible()
    expect(page.get_by_role("radio", checked=True).and_(page.locator(f".wall [data-key='{chosen}']"))).to_be_visible()


def test_images_are_points_that_can_be_reached_by_keys_in_two_pictures(page, server):
    run = make_run(server, Perceptron())
    with page.expect_response(re.compile("/lab/features/")) as sheet:
        page.goto(f"{server.url}/inside?run={run}&view=features")
    assert sheet.value.ok
    plot = page.get_by_role("img", name="Images as points")
    expect(plot).to_be_visible()
    expect(page.get_by_text("Principal components")).to_be_visible()
    plot.press("ArrowRight")
    expect(page.locator(".plot .tip")).to_be_visible()
    plot.press("Enter")
    expect(page.get_by_text("The clicked image")).to_be_visible()
    expect(page.get_by_text("Truly")).to_be_visible()
    page.get_by_text("t-SNE", exact=True).click()
    expect(page.get_by_text("between its most similar ones")).to_be_visible()
    expect(page).to_have_url(re.compile("picture=tsne"))
    assert page.get_by_test_id("stException").count() == 0
