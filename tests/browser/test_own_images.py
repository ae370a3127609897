"""From a zip of photographs to a prediction, as a person does it."""

import io
import json
import re
import zipfile

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOSTILE_NAME = "<img src=x onerror=alert(1)>.jpg"


def photograph(generator: np.random.Generator, *, is_sky: bool) -> bytes:
    """Blue above for a sky, green below for a meadow; 96×72 pixels of JPEG."""
    soft = generator.integers(0, 90, (6, 8, 3)).astype(np.uint8)
    image = cv2.resize(soft, (96, 72), interpolation=cv2.INTER_CUBIC)
    color = (40, 90, 230) if is_sky else (40, 190, 60)
    image = cv2.addWeighted(image, 0.6, np.full_like(image, color), 0.5, 0)
    return cv2.imencode(".jpg", np.ascontiguousarray(image[..., ::-1]), [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()


@pytest.fixture
def archive(tmp_path):
    """Forty skies and forty meadows, under Italian names, with a twin and what is no image among them."""
    generator = np.random.default_rng(0)
    files = {f"album/cielo/{number}.jpg": photograph(generator, is_sky=True) for number in range(40)}
    files |= {f"album/prato/{number}.jpg": photograph(generator, is_sky=False) for number in range(40)}
    files["album/cielo/twin.jpg"] = files["album/cielo/0.jpg"]
    files[f"album/cielo/{HOSTILE_NAME}"] = photograph(generator, is_sky=True)
    files["album/prato/notes.jpg"] = b"not a photograph"
    path = tmp_path / "album.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return path


def metric(page: Page, label: str):
    return page.get_by_test_id("stMetric").filter(has_text=label).get_by_test_id("stMetricValue")


def open_view(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click()


def test_a_zip_of_photographs_becomes_a_network_that_knows_them(server, page, archive, tmp_path):
    page.on("dialog", lambda dialog: pytest.fail("a file name was executed"))
    page.goto(f"{server.url}/data")
    page.get_by_role("button", name="Bring in your own images").click()
    page.locator("input[type=file]").first.set_input_files(str(archive))
    page.get_by_role("button", name="Bring them in").click()

    # The report, since one file was left out.
    expect(metric(page, "Files")).to_have_text("83")
    expect(metric(page, "Imported")).to_have_text("82")
    expect(metric(page, "Left out")).to_have_text("1")

    open_view(page, "Clean")
    page.get_by_role("textbox", name="Translation").fill('{"cielo": "sky", "prato": "meadow"}')
    page.get_by_role("textbox", name="Translation").press("Control+Enter")
    page.get_by_role("button", name="Fill in the table").click()
    expect(page.get_by_text("Will change:")).to_contain_text("cielo → sky")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_text("Will change:")).to_have_count(0)

    page.get_by_role("radio", name="Equal · 1").click()
    tiles = page.locator("button.tile")
    expect(tiles).to_have_count(2)
    expect(page.locator("button.tile[aria-pressed=true]")).to_have_count(1)
    page.get_by_role("button", name="Leave out one image").click()
    page.get_by_role("radio", name="Left out · 1").click()
    expect(tiles).to_have_count(1)
    page.get_by_role("radio", name="All", exact=True).click()
    expect(page.locator("button.tile").filter(has_text=HOSTILE_NAME)).to_have_count(1)
    # By keyboard too, and with Shift a row.
    tiles.nth(2).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Leave out one image")).to_be_enabled()
    tiles.nth(5).click(modifiers=["Shift"])
    expect(page.get_by_role("button", name="Leave out 4 images")).to_be_enabled()

    open_view(page, "Split")
    expect(metric(page, "Training")).to_have_text("51")
    expect(metric(page, "Validation")).to_have_text("13")
    expect(metric(page, "Test")).to_have_text("17")
    with page.expect_download() as download:
        page.get_by_role("button", name="Table as CSV").click()
    rows = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert rows[0] == "path,class,part"
    assert len(rows) == 82
    address = page.get_by_role("link", name="Images as folders (zip)").get_attribute("href")
    packed = page.request.get(f"{server.url}{address}" if address.startswith("/") else address)
    names = zipfile.ZipFile(io.BytesIO(packed.body())).namelist()
    assert len(names) == 81
    assert {name.rsplit("/", 1)[0] for name in names} == {
        f"{part}/{name}" for part in ("train", "validation", "test") for name in ("meadow", "sky")
    }

    page.get_by_role("link", name="Model", exact=True).click()
    epochs = page.get_by_role("spinbutton", name="Epochs")
    epochs.fill("8")
    epochs.press("Enter")
    expect(page.get_by_test_id("stAppViewContainer")).to_contain_text("Multiply-adds")
    page.get_by_role("button", name="Start training").click()
    page.wait_for_url(re.compile(r"/train\?run="))
    run_id = page.url.rpartition("run=")[2]
    expect(metric(page, "Test accuracy")).to_contain_text("%")
    assert float(metric(page, "Test accuracy").inner_text().rstrip("%")) >= 90
    config = json.loads((server.home / "runs" / run_id / "config.json").read_text())
    assert len(config["dataset"]["version_id"]) == 16

    sky = tmp_path / "sky.jpg"
    sky.write_bytes(photograph(np.random.default_rng(99), is_sky=True))
    page.get_by_role("link", name="Predict with it").click()
    page.get_by_role("radio", name="Upload").click()
    page.locator("input[type=file]").set_input_files(str(sky))
    expect(page.get_by_role("heading", name=re.compile(r"^sky · \d"))).to_be_visible()
    assert page.get_by_test_id("stException").count() == 0


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"../../evil.jpg": b""}, "leads out of the archive"),
        ({"cat/1.jpg": b"text", "dog/1.jpg": b"text"}, "at least two folders are needed"),
    ],
)
def test_an_archive_that_is_refused_says_why_and_changes_nothing(server, page, tmp_path, members, sentence):
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in members.items():
            packed.writestr(name, data)

    def library() -> list[str]:
        root = server.home / "datasets"
        return sorted(str(one) for one in root.rglob("*")) if root.exists() else []

    page.goto(f"{server.url}/data?add=1")
    expect(page.get_by_text("Bring in your own images").first).to_be_visible()
    before = library()
    page.locator("input[type=file]").first.set_input_files(str(path))
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_text(sentence)).to_be_visible()
    assert library() == before
