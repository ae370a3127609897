"""The whole job as a person does it, in a real browser."""

import json
import re

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from lab.datasets.digits import Digits
from lab.runs.event_log import read_events
from tests.browser.acting import press_stop, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DEMONSTRATION = "Train a small network on handwritten digits"
PERCENT = re.compile(r"\d%")


def metric(page: Page, label: str):
    return page.get_by_test_id("stMetric").filter(has_text=label).get_by_test_id("stMetricValue")


def start_demonstration(page: Page, url: str) -> str:
    """Press the button on Home; gives the run's id."""
    page.goto(url)
    page.get_by_role("button", name=DEMONSTRATION).click()
    page.wait_for_url(re.compile(r"/train\?run="))
    return page.url.rpartition("run=")[2]


RANGE = "document.querySelector('.lab-curves').layout.xaxis.range"
POINTS = "document.querySelector('.lab-curves').data[1].x.length"


def zoom_in(page: Page) -> None:
    """Drag a rectangle over the first chart."""
    box = page.locator(".lab-curves .nsewdrag").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 50, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + 250, box["y"] + 200, steps=8)
    page.mouse.up()
    page.wait_for_function(f"{RANGE}[0] > 0")


def events_of(server, run_id: str) -> list:
    return read_events(server.home / "runs" / run_id / "events.jsonl")[0]


def count_epochs(events: list) -> int:
    return sum(event["kind"] == "epoch" for event in events)


def start_long_run(page: Page, url: str) -> str:
    """Set many epochs on the Model page and start."""
    page.goto(f"{url}/model")
    epochs = page.get_by_role("spinbutton", name="Epochs")
    epochs.fill("600")
    epochs.press("Enter")
    expect(page.get_by_test_id("stAppViewContainer")).to_contain_text("Multiply-adds")
    page.get_by_role("button", name="Start training").click()
    page.wait_for_url(re.compile(r"/train\?run="))
    return page.url.rpartition("run=")[2]


def test_train_reload_and_predict(server, page, tmp_path):
    run_id = start_demonstration(page, server.url)
    accuracy = metric(page, "Training accuracy")
    expect(accuracy).to_contain_text(PERCENT)
    assert not any(event.get("state") == "finished" for event in events_of(server, run_id)), "points came too late"
    expect(page.locator(".lab-curves .js-line").first).to_be_attached()
    page.reload()
    expect(metric(page, "Training accuracy")).to_contain_text(PERCENT)
    expect(metric(page, "Test accuracy")).to_contain_text(PERCENT)
    shown = float(metric(page, "Test accuracy").inner_text().rstrip("%"))
    evaluation = json.loads((server.home / "runs" / run_id / "evaluation.json").read_text())
    assert shown == pytest.approx(100 * evaluation["accuracy"], abs=0.06)
    assert shown >= 95

    # The first cell of the matrix: zeros taken for zeros.
    assert page.get_by_text("The first 24 of").count() == 0
    matrix = page.get_by_test_id("stEChartsChart").first
    box = matrix.bounding_box()
    assert box is not None
    matrix.click(position={"x": 0.11 * box["width"], "y": 30})
    expect(page.get_by_text("The first 24 of")).to_be_visible()
    page.get_by_text("Judge other weights, or on other images").click()
    page.get_by_role("button", name="Judge", exact=True).click()
    expect(page.get_by_text("of 360 images; with a confidence")).to_be_visible()
    page.get_by_text("How long it takes for an image").click()
    page.get_by_role("button", name="Measure", exact=True).click()
    expect(metric(page, "An image among 32")).to_contain_text("ms")

    digits = Digits().open()
    index = int(np.flatnonzero(digits.labels == 3)[5])
    picture = tmp_path / "three.png"
    cv2.imwrite(str(picture), cv2.resize(digits.read(index), (200, 200), interpolation=cv2.INTER_CUBIC))
    broken = tmp_path / "broken.png"
    broken.write_text("not an image")
    page.get_by_role("link", name="Predict with it").click()
    page.get_by_role("radio", name="Upload").click()
    page.locator("input[type=file]").set_input_files([str(picture), str(broken)])
    expect(page.get_by_role("heading", name=re.compile(r"^3 · \d"))).to_be_visible()
    expect(page.get_by_text("broken.png").first).to_be_visible()
    expect(page.get_by_text("One file was left out")).to_be_visible()
    assert page.get_by_test_id("stException").count() == 0


def test_zoom_stays_while_points_arrive_and_stop_stops(server, page):
    run_id = start_long_run(page, server.url)
    expect(metric(page, "Validation accuracy")).to_contain_text(PERCENT)
    zoom_in(page)
    zoomed, points = page.evaluate(RANGE), page.evaluate(POINTS)
    page.wait_for_function(f"{POINTS} > {points + 5}")
    assert page.evaluate(RANGE) == zoomed
    press_stop(page)
    expect(page.get_by_text("The curves and the best checkpoint are kept")).to_be_visible()
    assert events_of(server, run_id)[-1]["state"] == "stopped"
    expect(page.get_by_role("link", name="Predict with it")).to_be_visible()


def test_a_killed_server_comes_back_to_a_run_that_went_on(start_server, page):
    server = start_server()
    run_id = start_long_run(page, server.url)
    expect(metric(page, "Validation accuracy")).to_contain_text(PERCENT)
    server.kill()
    epochs_before = count_epochs(events_of(server, run_id))
    server.start()
    page.goto(f"{server.url}/train?run={run_id}")
    expect(metric(page, "Validation accuracy")).to_contain_text(PERCENT)
    wait_for(lambda: count_epochs(events_of(server, run_id)) > epochs_before)
    press_stop(page)
    expect(page.get_by_text("The curves and the best checkpoint are kept")).to_be_visible()
    epochs = [event["epoch"] for event in events_of(server, run_id) if event["kind"] == "epoch"]
    assert len(epochs) > epochs_before
    assert epochs == list(range(1, len(epochs) + 1))
