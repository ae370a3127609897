import pytest
from streamlit.testing.v1 import AppTest

from components.backend import get_controller
from lab.settings import load_settings


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("LAB_HOME", str(tmp_path))
    monkeypatch.setenv("LAB_WARM_WORKERS", "0")
    load_settings.cache_clear()
    get_controller.cache_clear()
    yield
    get_controller.cache_clear()
    load_settings.cache_clear()


def page(architecture: str, size: int = 32, color: str = "rgb", free: float = 1e12, batch_size: int = 32) -> AppTest:
    def script(architecture: str, size: int, color: str, free: float, batch_size: int) -> None:
        import streamlit as st

        import components.cost as cost
        from components import session
        from components.network_check import draw_network_check
        from lab.config import RunConfig

        cost.find_free_memory = lambda: int(free)
        if "given" not in st.query_params:
            st.query_params["given"] = "yes"
            values = {"architecture": {"name": architecture}, "preparation": {"size": size, "color": color}}
            session.set_draft(RunConfig.model_validate({**values, "batch_size": batch_size}))
        draft = session.get_draft()
        if draw_network_check(draft):
            st.metric("allowed", str(cost.draw_cost(draft)))
        st.metric("size", draft.preparation.size)
        st.metric("batch", draft.batch_size)

    arguments = (architecture, size, color, free, batch_size)
    return AppTest.from_function(script, args=arguments, default_timeout=150).run()


def metric(app: AppTest, label: str) -> str | None:
    return next((one.value for one in app.metric if one.label == label), None)


def test_what_it_costs_is_said_before_it_begins():
    app = page("rgb_cnn")
    assert not app.exception
    assert "epochs" in app.markdown[0].value
    assert "of memory" in app.markdown[0].value
    assert metric(app, "allowed") == "True"


def test_what_does_not_fit_is_refused_with_a_batch_size_that_does():
    app = page("vgg16", free=9e8, batch_size=512)
    assert "GB are free" in app.error[0].value
    assert metric(app, "allowed") == "False"
    app.button[-1].click().run()
    assert not app.error
    assert int(metric(app, "batch")) < 512
    assert metric(app, "allowed") == "True"


def test_it_can_be_started_all_the_same_by_who_says_so():
    app = page("vgg16", free=9e8, batch_size=512)
    app.checkbox[0].check().run()
    assert metric(app, "allowed") == "True"


def test_a_training_of_hours_is_confirmed():
    app = page("resnet50", size=512, batch_size=16)
    assert "This takes about" in app.warning[0].value
    assert metric(app, "allowed") == "False"
    app.checkbox[0].check().run()
    assert metric(app, "allowed") == "True"


def test_images_that_are_too_small_are_enlarged_by_a_click():
    app = page("vgg16", size=16)
    assert "at least 32" in app.error[0].value
    app.button[0].click().run()
    assert not app.error
    assert metric(app, "size") == "32"
