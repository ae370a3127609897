"""The Data page as one uses it."""

from streamlit.testing.v1 import AppTest

from components.navigation import DATA, MODEL
from tests.components.conftest import go_to, open_page


def count_images(app: AppTest) -> str:
    return next(one.value for one in app.metric if one.label == "Images")


def is_split_open(app: AppTest) -> bool:
    return next(one.proto.expanded for one in app.expander if one.label == "Split")


def test_settings_that_leave_the_size_of_the_images_alone_are_kept(lab):
    app = open_page(DATA.script)
    next(one for one in app.selectbox if one.label == "Data set").set_value("shapes").run()
    next(one for one in app.number_input if one.label == "Images").set_value(700).run()
    assert count_images(app) == "700"
    go_to(app, MODEL.script)
    go_to(app, DATA.script)
    assert count_images(app) == "700"


def test_the_settings_of_the_split_open_with_its_view_and_close_with_it(lab):
    app = open_page(DATA.script)
    assert not is_split_open(app)
    for view in ("split", "look"):
        app.button_group(key="data-view-0").set_value(view).run()
        assert not app.exception
        assert is_split_open(app) == (view == "split")
    assert is_split_open(open_page(DATA.script, view="split"))
