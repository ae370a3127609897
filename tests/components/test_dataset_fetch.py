import os

import pytest
from streamlit.testing.v1 import AppTest

from lab.datasets.fetching import dataset_fetch
from lab.fetching import FetchProgress
from lab.settings import load_settings


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("LAB_HOME", str(tmp_path))
    load_settings.cache_clear()
    yield
    load_settings.cache_clear()


def show() -> None:
    import streamlit as st

    from components.dataset_fetch import draw_fetch
    from lab.datasets.digits import Digits
    from lab.datasets.keras_sets import MNIST

    st.session_state["waits"] = [draw_fetch(Digits()), draw_fetch(MNIST())]


def test_a_set_that_is_not_there_can_be_fetched_and_a_bundled_one_is_shown():
    app = AppTest.from_function(show, default_timeout=150).run()
    assert app.session_state["waits"] == [False, True]
    assert "MNIST is not on this machine yet." in app.info[0].value
    assert app.button[0].label == "Fetch it"


def test_why_a_fetch_failed_is_said_and_it_can_be_tried_again():
    dataset_fetch("mnist").write_progress(FetchProgress("failed", message="There is no network."), os.getpid())
    app = AppTest.from_function(show, default_timeout=150).run()
    assert app.error[0].value == "There is no network."
    assert app.button[0].label == "Fetch it"


def test_a_fetch_under_way_shows_how_far_it_is():
    dataset_fetch("mnist").write_progress(FetchProgress("running", 5_000_000, 10_000_000), os.getpid())
    app = AppTest.from_function(show, default_timeout=150).run()
    assert not app.exception
    assert not app.button
