"""A pipeline built from nothing, trained with, and taken home as code."""

import json
import re
import subprocess
import sys

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from lab.config import RunConfig
from lab.datasets.shapes import Shapes
from tests.browser.acting import choose

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def first_pictures(page: Page, place: int) -> list[str]:
    """The pictures of a grid, as they stand in the page."""
    return page.locator(".grid").nth(place).locator("img").evaluate_all("all => all.map(one => one.src)")


def test_a_pipeline_from_nothing_to_a_run_and_to_code_that_makes_the_same_images(server, page, tmp_path):
    page.goto(f"{server.url}/data")
    choose(page, "Data set", "Generated shapes")
    expect(page.get_by_text("32×32").first).to_be_visible()
    page.get_by_role("link", name="Augment", exact=True).click()
    page.get_by_role("radio", name="What training gets").click()
    choose(page, "Augmentation", "A pipeline of your own")
    expect(page.get_by_text("No step yet")).to_be_visible()
    before = first_pictures(page, 0)

    choose(page, "Add a step", "★ HorizontalFlip")
    expect(page.get_by_text("HorizontalFlip").first).to_be_visible()
    choose(page, "Add a step", "▣ One of")
    choose(page, "Add to this group", "★ ColorJitter")
    choose(page, "Add to this group", "★ RandomBrightnessContrast")
    expect(page.get_by_text("Step by step")).to_be_visible()
    choose(page, "Add a step", "★ Resize")
    expect(page.get_by_text("Resize").first).to_be_visible()
    expect(page.locator(".grid").nth(1).locator("img")).to_have_count(17)
    assert first_pictures(page, 1)[1:] != before[1:]

    page.get_by_text("Take it home as code").click()
    code = page.get_by_test_id("stCode").inner_text()
    assert "A.OneOf(" in code

    page.get_by_role("link", name="Model", exact=True).click()
    epochs = page.get_by_role("spinbutton", name="Epochs")
    epochs.fill("2")
    epochs.press("Enter")
    expect(page.get_by_test_id("stAppViewContainer")).to_contain_text("Multiply-adds")
    page.get_by_role("button", name="Start training").click()
    page.wait_for_url(re.compile(r"/train\?run="))
    run_id = page.url.rpartition("run=")[2]
    metric = page.get_by_test_id("stMetric").filter(has_text="Test accuracy").get_by_test_id("stMetricValue")
    expect(metric).to_contain_text("%")

    config = RunConfig.model_validate(json.loads((server.home / "runs" / run_id / "config.json").read_text()))
    images = Shapes().open().images[:20]
    np.save(tmp_path / "images.npy", images)
    (tmp_path / "script.py").write_text(
        f"{code}\nimport numpy as np\nimages = np.load('images.npy')\n"
        "np.save('changed.npy', np.stack([pipeline(image=image)['image'] for image in images]))\n",
        encoding="utf-8",
    )
    subprocess.run([sys.executable, "script.py"], cwd=tmp_path, check=True, timeout=120)
    built = config.augmentation.build(config.seed)
    expected = np.stack([built(image=image)["image"] for image in images])
    np.testing.assert_array_equal(np.load(tmp_path / "changed.npy"), expected)
    assert (expected != images).any()
