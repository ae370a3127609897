"""Starting a run."""

from components import session
from components.navigation import HOME
from tests.components.conftest import go_to, open_page

DEMONSTRATION = "Train a small network on handwritten digits"


def start(app) -> None:
    next(one for one in app.button if one.label == DEMONSTRATION).click().run()
    assert not app.exception


def test_a_double_click_makes_one_run_and_a_later_click_another(lab, monkeypatch):
    # However long this machine takes between the two.
    monkeypatch.setattr(session, "DOUBLE_CLICK_SECONDS", 600)
    app = open_page(HOME.script)
    start(app)
    go_to(app, HOME.script)
    start(app)
    assert len(lab.store.records()) == 1
    monkeypatch.setattr(session, "DOUBLE_CLICK_SECONDS", 0)
    go_to(app, HOME.script)
    start(app)
    assert len(lab.store.records()) == 2
