import pytest
from streamlit.testing.v1 import AppTest

from components import backend
from components.model_choice import find_models
from lab.config import RunConfig
from lab.settings import load_settings


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAB_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("LAB_WARM_WORKERS", "0")
        load_settings.cache_clear()
        backend.get_controller.cache_clear()
        yield
    load_settings.cache_clear()


@pytest.fixture(scope="module")
def runs(home) -> list[str]:
    """Three runs; the second has no weights."""
    ids = []
    for number, checkpoints in enumerate([("best", "last", "epoch-3"), (), ("last",)]):
        folder = backend.get_controller().store.create(RunConfig(), "ann", str(number))
        for name in checkpoints:
            path = folder.path / "checkpoints" / f"{name}.weights.h5"
            path.parent.mkdir(exist_ok=True)
            path.touch()
        ids.append(folder.id)
    return ids


def draw() -> None:
    import streamlit as st

    from components.model_choice import choose_model, find_models

    st.write(" ".join(choose_model(find_models())))


def open_choice(**query: str) -> AppTest:
    app = AppTest.from_function(draw, default_timeout=150)
    app.query_params.update(query)
    return app.run()


def test_runs_with_weights_can_be_chosen_the_newest_first(runs):
    assert list(find_models()) == [runs[2], runs[0]]
    assert open_choice().markdown[0].value == f"{runs[2]} last"


def test_the_address_chooses_and_then_says_what_is_chosen(runs):
    app = open_choice(run=runs[0], checkpoint="epoch-3")
    assert app.markdown[0].value == f"{runs[0]} epoch-3"
    app.selectbox[1].set_value("last").run()
    assert app.markdown[0].value == f"{runs[0]} last"
    assert app.query_params["checkpoint"] in ("last", ["last"])
    app.selectbox[0].set_value(runs[2]).run()
    assert app.markdown[0].value == f"{runs[2]} last"


def test_what_the_address_asks_for_and_is_not_there_is_passed_over(runs):
    assert open_choice(run="gone", checkpoint="none").markdown[0].value == f"{runs[2]} last"
