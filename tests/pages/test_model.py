"""The Model page's look at the network before it is trained."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.backend import get_controller
from components.navigation import MODEL
from lab.architectures.custom import Custom
from lab.architectures.googlenet import GoogLeNet
from lab.architectures.rgb_cnn import RGBCNN
from lab.layers.convolution import Conv2D
from lab.layers.dense import Dense
from lab.network import StackItem
from lab.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
VIEW = "network.view"


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAB_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("LAB_WARM_WORKERS", "0")
        load_settings.cache_clear()
        yield
    load_settings.cache_clear()
    get_controller.cache_clear()


def open_page(**changes) -> AppTest:
    """The Model page with a draft that has other settings."""
    app = AppTest.from_file(str(ROOT / "components" / "main.py"), default_timeout=150).run()
    app = app.switch_page(MODEL.script).run()
    session = app.session_state["lab"]
    session.draft = session.draft.model_copy(update=changes)
    session.draft_version += 1
    app.run()
    assert not app.exception
    return app


def details_of(app):
    """The name of the layer that is looked at, and its numbers."""
    names = [one.value.split("**")[1] for one in app.markdown if one.value.startswith("**") and "** · " in one.value]
    return names[-1], app.table[0].value


def test_a_network_shows_what_it_brought_its_paper_and_its_totals():
    app = open_page(architecture=GoogLeNet())
    assert GoogLeNet.introduced in [one.value for one in app.markdown]
    assert any(f"({GoogLeNet.paper_address})" in one.value for one in app.caption)
    metrics = {metric.label: metric.value for metric in app.metric}
    assert metrics["Parameters"].endswith(" M")
    assert metrics["Depth"] == "22"


def test_the_layer_marked_in_the_table_is_explained():
    app = open_page(architecture=GoogLeNet())
    assert details_of(app)[0] == "conv1"
    app.button_group(key=VIEW).set_value("table").run()
    table = app.dataframe[0]
    assert list(table.value["Layer"])[:2] == ["conv1", "pool1"]
    app.session_state[table.key] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    app.run()
    assert not app.exception
    assert details_of(app)[0] == "pool1"
    # The diagram goes on with the same layer.
    app.button_group(key=VIEW).set_value("diagram").run()
    assert details_of(app)[0] == "pool1"


def test_an_impossible_layer_is_explained_first_and_no_totals_are_made_up():
    layers = (StackItem(label="first", block=Conv2D()), StackItem(label="second", block=Dense()))
    app = open_page(architecture=Custom(layers=layers))
    assert details_of(app)[0] == "second"
    assert any("Put Flatten" in one.value for one in app.error)
    assert not app.metric


def test_too_small_images_are_enlarged_by_a_button():
    app = open_page(architecture=RGBCNN())
    (button,) = [one for one in app.button if one.label == "Enlarge the images to 12 pixels"]
    button.click().run()
    assert not app.exception
    assert not app.error
    assert app.session_state["lab"].draft.preparation.size == 12


def choose_architecture(app: AppTest, name: str) -> None:
    next(one for one in app.selectbox if one.label == "Architecture").set_value(name).run()


def test_layers_of_ones_own_are_there_again_after_another_network_and_larger_images():
    app = open_page(architecture=Custom())
    next(one for one in app.button if one.key == "stack-content_copy").click().run()
    layers = app.session_state["lab"].draft.architecture.layers
    assert len(layers) == len(Custom().layers) + 1
    choose_architecture(app, "rgb_cnn")
    next(one for one in app.button if one.label.startswith("Enlarge the images")).click().run()
    choose_architecture(app, "custom")
    assert not app.exception
    assert app.session_state["lab"].draft.architecture.layers == layers
