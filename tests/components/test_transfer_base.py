"""What the Model page says of a transfer before it can begin."""

import os

import pytest
from streamlit.testing.v1 import AppTest

from lab.architectures.custom import Custom
from lab.config import RunConfig
from lab.fetch_weights import weights_fetch
from lab.fetching import FetchProgress
from lab.files import write_json
from lab.runs.status import RunStatus
from lab.runs.store import RunStore
from lab.settings import load_settings


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    from components.backend import get_controller

    monkeypatch.setenv("LAB_HOME", str(tmp_path))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    load_settings.cache_clear()
    get_controller.cache_clear()
    yield tmp_path
    load_settings.cache_clear()
    get_controller.cache_clear()


def show(architecture: dict[str, object]) -> AppTest:
    def script(architecture: dict[str, object]) -> None:
        import streamlit as st

        from components import session
        from components.transfer_base import complete_transfer, draw_readiness
        from lab.config import RunConfig

        draft = RunConfig.model_validate({**session.get_draft().model_dump(), "architecture": architecture})
        draft = draft.model_copy(update={"architecture": complete_transfer(draft.architecture)})
        st.session_state["ready"] = draw_readiness(draft)
        st.session_state["architecture"] = draft.architecture

    return AppTest.from_function(script, args=(architecture,), default_timeout=150).run()


def add_run(accuracy: float | None = 0.875) -> str:
    store = RunStore(load_settings().runs_directory, load_settings().index_path)
    folder = store.create(RunConfig(architecture=Custom()), "ann", os.urandom(4).hex())
    checkpoint = folder.checkpoint_path("best")
    checkpoint.parent.mkdir()
    checkpoint.write_bytes(b"")
    write_json(folder.labels_path, ["one"])
    folder.append_state(RunStatus.FINISHED)
    store.update(folder.id, RunStatus.FINISHED, accuracy)
    return folder.id


def test_weights_that_are_not_there_can_be_fetched_and_their_size_is_said():
    app = show({"name": "transfer", "base": "vgg16"})
    assert not app.exception
    assert app.session_state["ready"] is False
    assert app.info[0].value == "The ImageNet weights of VGG16 are not on this machine yet (59 MB)."
    assert app.button[0].label == "Fetch it"


def test_why_a_fetch_failed_is_said():
    weights_fetch("vgg16").write_progress(FetchProgress("failed", message="There is no network."), os.getpid())
    app = show({"name": "transfer", "base": "vgg16"})
    assert app.error[0].value == "There is no network."
    assert not app.info
    assert app.button[0].label == "Fetch it"


def test_random_weights_need_nothing():
    app = show({"name": "transfer", "base": "vgg16", "weights": "random"})
    assert app.session_state["ready"] is True
    assert not app.info


def test_a_file_that_is_something_else_is_named(home):
    path = weights_fetch("vgg16").result
    path.parent.mkdir(parents=True)
    path.write_bytes(b"something else")
    app = show({"name": "transfer", "base": "vgg16"})
    assert app.session_state["ready"] is False
    assert app.error[0].value.startswith(f"{path} is not what Keras published (14 bytes instead of 58,889,256)")
    assert not app.button


def test_a_run_is_offered_with_what_it_is_and_what_it_reached():
    first, second = add_run(), add_run(None)
    app = show({"name": "transfer_from_run"})
    assert not app.exception
    assert app.session_state["ready"] is True
    assert app.session_state["architecture"].run == second
    options = app.selectbox[0].options
    assert [one.endswith(end) for one, end in zip(options, ("–", "87.5%"), strict=True)] == [True, True]
    assert "Build your own" in options[0]
    app.selectbox[0].select_index(1).run()
    assert app.session_state["architecture"].run == first
    assert len(app.session_state["architecture"].base) == 3


def test_without_a_run_to_take_over_it_says_what_to_do():
    app = show({"name": "transfer_from_run"})
    assert not app.exception
    assert app.session_state["ready"] is False
    assert "Train a network with convolutions first" in app.info[0].value
