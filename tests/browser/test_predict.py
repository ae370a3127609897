"""A digits network is shown an upload, a photograph, a drawing and a whole archive, in a real browser."""

import csv
import io
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from lab.architectures.grey_cnn import GreyCNN
from lab.config import RunConfig
from lab.datasets.digits import Digits
from lab.datasets.splitting import split_indices
from lab.runs.status import RunStatus
from lab.runs.store import RunStore
from tests.browser.conftest import FLAGS, PATIENCE_SECONDS, Server, open_context

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CONFIG = RunConfig(architecture=GreyCNN(), epochs=15)
DIGITS = Digits().open()
TEST = split_indices(DIGITS.labels, DIGITS.parts, DIGITS.class_names, CONFIG.split, DIGITS.groups)["test"]


def find_digit(label: int) -> np.ndarray:
    """A training image of a class, large, as a file would show it."""
    chosen = np.setdiff1d(np.flatnonzero(DIGITS.labels == label), TEST)[3]
    return cv2.resize(DIGITS.read(int(chosen)), (480, 480), interpolation=cv2.INTER_CUBIC)


@pytest.fixture(scope="module")
def run_id(server) -> str:
    """A network trained on digits; the server that is up takes it from the queue."""
    store = RunStore(server.home / "runs", server.home / "index.sqlite")
    folder = store.create(CONFIG, "predict-test", "predict-test")
    end = time.monotonic() + PATIENCE_SECONDS
    while not folder.status()[0].ended and time.monotonic() < end:
        time.sleep(0.2)
    assert folder.status()[0] is RunStatus.FINISHED
    return folder.id


@pytest.fixture(scope="module")
def camera_page(browser, chromium_path, tmp_path_factory) -> Iterator[Page]:
    """A page whose camera looks at an eight."""
    film = tmp_path_factory.mktemp("camera") / "eight.y4m"
    write_film(film, find_digit(8))
    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    chromium = browser.browser_type.launch(
        executable_path=chromium_path, args=[*FLAGS, *flags, f"--use-file-for-fake-video-capture={film}"]
    )
    yield open_context(chromium).new_page()
    chromium.close()


def write_film(path: Path, square: np.ndarray) -> None:
    """An uncompressed film of one picture, 640×480, the square in the middle."""
    luma = np.full((480, 640), 16, np.uint8)
    luma[:, 80:560] = 16 + (square.astype(np.uint16) * 219 // 255).astype(np.uint8)
    grey = bytes([128]) * (2 * 240 * 320)
    frame = b"FRAME\n" + luma.tobytes() + grey
    path.write_bytes(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420\n" + 10 * frame)


def open_predict(page: Page, server: Server, run_id: str, source: str) -> None:
    page.goto(f"{server.url}/predict?run={run_id}&source={source}")


def expect_answer(page: Page, digit: int) -> None:
    expect(page.get_by_role("heading", name=re.compile(rf"^{digit} · \d"))).to_be_visible()
    assert page.get_by_test_id("stException").count() == 0


def pack_digits(count: int) -> bytes:
    """Test images as an archive with a folder for each class, and beside them what is no image."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for index in TEST[:count]:
            data = cv2.imencode(".png", DIGITS.read(int(index)))[1].tobytes()
            archive.writestr(f"{DIGITS.labels[index]}/{index}.png", data)
    return buffer.getvalue()


def upload(page: Page, *files: tuple[str, bytes]) -> None:
    payload = [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in files]
    page.locator("input[type=file]").set_input_files(payload)


def test_test_images_are_there_at_once_and_a_click_looks_closer(server, page, run_id):
    open_predict(page, server, run_id, "test")
    expect(page.get_by_role("heading", name=re.compile(r"^\d · \d"))).to_be_visible()
    tile = page.locator("button.tile").nth(5)
    name = tile.locator(".name").inner_text()
    tile.click()
    expect(page.get_by_test_id("stImageCaption").filter(has_text=name)).to_be_visible()
    page.wait_for_url(re.compile(r"image=\d"))
    page.reload()
    expect(page.get_by_test_id("stImageCaption").filter(has_text=name)).to_be_visible()


def test_two_checkpoints_answer_side_by_side_and_only_where_they_differ(server, page, run_id):
    page.goto(f"{server.url}/predict?run={run_id}&with={run_id}&with-checkpoint=last&count=200&averaging=shifts")
    expect(page.get_by_text(re.compile("are right"))).to_have_count(2)
    differ = page.get_by_text(re.compile(r"They differ in \d+ of 200 images"))
    count = int(re.search(r"\d+", differ.inner_text()).group())
    page.get_by_text("Only where they differ").click()
    if count:
        expect(page.locator("button.tile")).to_have_count(min(count, 24))
    else:
        expect(page.get_by_text("No image is left by this filter.")).to_be_visible()


def test_an_upload_is_recognised_and_what_the_network_saw_is_shown(server, page, run_id):
    open_predict(page, server, run_id, "upload")
    upload(page, ("three.png", cv2.imencode(".png", find_digit(3))[1].tobytes()), ("letter.png", b"a letter"))
    expect_answer(page, 3)
    expect(page.get_by_text("letter.png is not an image.")).to_be_visible()
    expect(page.get_by_text("To 8×8: each new pixel is the mean of those beneath.")).to_be_visible()
    page.get_by_text("Robustness", exact=True).click()
    expect(page.get_by_text("At 0°:")).to_be_visible()


def test_a_photograph_is_recognised(server, camera_page, run_id):
    open_predict(camera_page, server, run_id, "camera")
    camera_page.wait_for_function("() => document.querySelector('video')?.readyState >= 2")
    camera_page.get_by_role("button", name="Take Photo").click()
    expect_answer(camera_page, 8)


def test_a_drawing_is_recognised_and_can_be_wiped_away(server, page, run_id):
    open_predict(page, server, run_id, "draw")
    canvas = page.locator("canvas[aria-label='Draw here']")
    canvas.wait_for()
    expect(page.locator("[data-test-script-state=notRunning]").first).to_be_visible()
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    for angle in np.linspace(0, 2 * np.pi, 30):
        page.mouse.move(box["x"] + 140 + 60 * np.sin(angle), box["y"] + 140 - 95 * np.cos(angle))
        page.mouse.down()
    page.mouse.up()
    expect_answer(page, 0)
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("heading", name=re.compile(r"^\d · \d"))).to_have_count(0)


def test_a_zip_of_two_hundred_gives_a_table_of_two_hundred(server, page, run_id):
    open_predict(page, server, run_id, "upload")
    upload(page, ("digits.zip", pack_digits(200)))
    expect(page.get_by_text(re.compile(r"of 200 are right"))).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV of all answers").click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    assert len(rows) == 200
    assert sum(row["predicted"] == row["true"] for row in rows) >= 180
    assert all(row["predicted"] in DIGITS.class_names and 0 < float(row["probability"]) <= 1 for row in rows)
