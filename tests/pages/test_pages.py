"""Every page loads, alive, without a run and with one."""

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from components.navigation import PAGES, TRAIN
from lab.config import RunConfig
from lab.files import write_json
from lab.runs.event_log import EventLog
from lab.runs.status import RunStatus
from lab.runs.store import RunStore
from lab.settings import load_settings
from tests.lab.runs.looking import write_handful, write_look

ROOT = Path(__file__).resolve().parents[2]
TITLE = "A batch as the network gets it"
LOOKING = "Look while it trains"
SCRIPTS = [page.script for page in PAGES]


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAB_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("LAB_WARM_WORKERS", "0")
        load_settings.cache_clear()
        yield
    load_settings.cache_clear()


def open_page(script: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "components" / "main.py"), default_timeout=150).run()
    return app.switch_page(script).run()


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_page_loads_without_an_error(script):
    app = open_page(script)
    assert not app.exception
    assert not app.error
    assert app.title or app.subheader


def test_the_train_page_shows_how_far_the_images_are_prepared():
    store = RunStore(load_settings().runs_directory, load_settings().index_path)
    folder = store.create(RunConfig(), "ann", "token")
    store.update(folder.id, RunStatus.RUNNING)
    with folder.hold(), EventLog(folder.events_path) as log:
        log.append("state", state=RunStatus.RUNNING)
        log.append("phase", phase="data")
        log.append("progress", done=1200, total=3000, elapsed=20.0, durable=True)
        app = open_page(TRAIN.script)
        progress = app.get("progress")[0].proto
        log.append("state", state=RunStatus.STOPPED, durable=True)
    assert not app.exception
    assert progress.text == "Preparing the images: 1,200 of 3,000 · 30 s left"
    assert progress.value == 40


def test_a_run_s_page_shows_the_first_batch_as_soon_as_there_is_one(monkeypatch):
    shown = []
    monkeypatch.setattr("components.first_batch.draw_image_grid", lambda tiles, *_, **__: shown.append(tiles))
    store = RunStore(load_settings().runs_directory, load_settings().index_path)
    folder = store.create(RunConfig(), "ann", "another")
    store.update(folder.id, RunStatus.RUNNING)
    with folder.hold(), EventLog(folder.events_path) as log:
        log.append("state", state=RunStatus.RUNNING, durable=True)
        app = open_page(TRAIN.script)
        assert TITLE not in [expander.label for expander in app.expander]
        write_json(folder.labels_path, ["circle", "square"])
        np.savez(folder.first_batch_path, images=np.zeros((2, 8, 8, 3), np.uint8), labels=np.array([1, 0]))
        app.run()
        log.append("state", state=RunStatus.STOPPED, durable=True)
    assert not app.exception
    assert TITLE in [expander.label for expander in app.expander]
    assert [tile.caption for tile in shown[-1]] == ["square", "circle"]


def test_a_run_s_page_looks_into_the_network_while_it_trains_and_says_what_is_damaged():
    store = RunStore(load_settings().runs_directory, load_settings().index_path)
    folder = store.create(RunConfig(histograms=True), "ann", "insight")
    store.update(folder.id, RunStatus.RUNNING)
    with folder.hold(), EventLog(folder.events_path) as log:
        log.append("state", state=RunStatus.RUNNING, durable=True)
        assert LOOKING not in [header.value for header in open_page(TRAIN.script).subheader]
        write_handful(folder)
        for epoch in range(3):
            write_look(folder, epoch)
            log.append("epoch", epoch=epoch, loss=1.0, accuracy=0.5, val_loss=1.0, val_accuracy=0.5, durable=True)
        folder.look_path(1).write_bytes(b"cut")
        app = open_page(TRAIN.script)
        log.append("state", state=RunStatus.STOPPED, durable=True)
    assert not app.exception and not app.error
    assert LOOKING in [header.value for header in app.subheader]
    assert any("epoch-0001.npz" in warning.value for warning in app.warning)
    (layer,) = [box for box in app.selectbox if box.label == "Layer"]
    assert layer.options == ["conv", "output"]
