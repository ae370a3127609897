"""The duel as one sets it up."""

from components import session
from components.navigation import COMPARE, MODEL
from lab.comparing import list_differences
from lab.runs.status import RunStatus
from tests.components.conftest import address, button, go_to, open_page


def test_the_race_queues_two_runs_that_differ_in_one_setting_and_shows_them(lab):
    app = open_page(COMPARE.script)
    values = {one.label: one.value for one in app.number_input}
    assert (values["A"], values["B"]) == (0.001, 0.1)
    button(app, "Race").click().run()
    assert not app.exception
    second, first = lab.store.records()
    assert (first.state, second.state) == (RunStatus.QUEUED, RunStatus.QUEUED)
    configs = [lab.store.folder(record.id).read_config() for record in (first, second)]
    assert [one.path for one in list_differences(configs)] == ["optimizer.learning_rate"]
    assert address(app, "runs") == f"{first.id},{second.id}"
    assert "What changed: **learning rate 0.001 → 0.1**." in [one.value for one in app.markdown]


def test_two_sides_that_are_the_same_are_refused(lab):
    app = open_page(COMPARE.script)
    next(one for one in app.number_input if one.label == "B").set_value(0.001)
    button(app, "Race").click().run()
    assert "Both sides are the same" in app.error[0].value
    assert lab.store.records() == []


def test_a_value_that_is_not_allowed_is_refused_at_its_name(lab):
    app = open_page(COMPARE.script)
    next(one for one in app.number_input if one.label == "B").set_value(-1.0)
    button(app, "Race").click().run()
    assert "`learning_rate`" in app.error[0].value and "Received: -1" in app.error[0].value
    assert lab.store.records() == []


def test_switches_and_choices_race_too(lab):
    app = open_page(COMPARE.script)
    box = next(one for one in app.selectbox if one.label == "What differs")
    for label in ("Optimizer", "Batch size"):
        chosen = next(one for one in box.options if one == label)
        box.set_value(next(one for one in box.options if one == chosen)).run()
        assert not app.exception
        box = next(one for one in app.selectbox if one.label == "What differs")
        assert box.value.label == label


def test_a_double_click_makes_one_duel(lab, monkeypatch):
    # However long this machine takes between the two.
    monkeypatch.setattr(session, "DOUBLE_CLICK_SECONDS", 600)
    app = open_page(COMPARE.script)
    button(app, "Race").click().run()
    first = address(app, "runs")
    go_to(app, MODEL.script)
    button(app, "Race").click().run()
    assert not app.exception
    assert address(app, "runs") == first
    assert len(lab.store.records()) == 2
