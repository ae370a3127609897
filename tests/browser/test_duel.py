"""A duel from the first click to a script that repeats one side of it."""

import contextlib
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from lab.runs.event_log import read_events
from lab.runs.history import RunHistory
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus
from tests.browser.acting import wait_for

pytestmark = pytest.mark.slow

# How many points the first chart's runs have: the solid lines, which are those of validation.
POINTS = "(document.querySelector('.lab-curves')?.data ?? []).filter(t => t.showlegend).map(t => t.x.length)"


@contextlib.contextmanager
def paused(runs: list[RunHistory]) -> Iterator[None]:
    """Two runs that wait where they are, in the middle of their training."""
    for run in runs:
        run.folder.request_pause()
    wait_for(lambda: all(run.follow().state is RunStatus.PAUSED for run in runs))
    yield
    for run in runs:
        run.folder.end_pause()


def test_two_learning_rates_race_and_the_script_of_one_runs_alone(server, page: Page, tmp_path):
    page.goto(f"{server.url}/model")
    epochs = page.get_by_role("spinbutton", name="Epochs")
    epochs.fill("40")
    epochs.press("Enter")
    expect(page.get_by_test_id("stAppViewContainer")).to_contain_text("Multiply-adds")
    page.get_by_text("Duel: what if?").click()
    expect(page.get_by_role("spinbutton", name="A", exact=True)).to_have_value("0.001")
    expect(page.get_by_role("spinbutton", name="B", exact=True)).to_have_value("0.1")
    page.get_by_role("button", name="Race").click()
    page.wait_for_url(re.compile(r"/compare\?runs="))
    expect(page.get_by_text("What changed: learning rate 0.001 → 0.1.")).to_be_visible()
    first, second = re.split(",|%2C", page.url.rpartition("runs=")[2])

    racing = [RunHistory(RunFolder(server.home / "runs" / one)) for one in (first, second)]
    # The one that starts first waits for the other, and both until the page has shown how far they are.
    with paused(racing):
        pass
    wait_for(lambda: all(len(one.follow().epochs) > 0 for one in racing))
    with paused(racing):
        page.wait_for_function(f"{POINTS}.every(count => count > 0) && {POINTS}.length == 2")
        points = page.evaluate(POINTS)
    page.wait_for_function(f"{POINTS}.every((count, place) => count > {points}[place])")

    expect(page.get_by_text("is better than")).to_be_visible()
    summary = page.get_by_test_id("stAlert").inner_text()
    assert re.search(r"#\d+ learning rate 0\.001 is better than #\d+ learning rate 0\.1", summary)
    assert "p < 0.001" in summary
    page.get_by_text("What both began with").click()
    expect(page.get_by_text("The same first weights in every layer.")).to_be_visible()

    page.goto(f"{server.url}/train?run={first}")
    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Keras script").click()
    alone = tmp_path / "alone"
    with zipfile.ZipFile(download.value.path()) as archive:
        archive.extractall(alone)
    code = (alone / "train.py").read_text().replace("epochs=100", "epochs=1")
    (alone / "train.py").write_text(code)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-P", "train.py"], cwd=alone, env=environment, capture_output=True, text=True, timeout=200
    )
    assert done.returncode == 0, done.stderr[-2000:]
    events = read_events(server.home / "runs" / first / "events.jsonl")[0]
    expected = next(event for event in events if event["kind"] == "epoch")
    printed = re.search(r"- loss: ([\d.]+)", done.stdout)
    assert printed is not None and float(printed[1]) == pytest.approx(expected["loss"], abs=1e-3)
