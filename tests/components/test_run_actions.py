"""What can be done with the marked runs."""

import pytest

from components.navigation import RUNS
from lab.runs.status import RunStatus
from tests.components.conftest import address, button, open_page


def open_with(*folders):
    return open_page(RUNS.script, runs=",".join(folder.id for folder in folders))


def names(lab) -> dict[int, str]:
    return {record.number: record.name for record in lab.store.records()}


def test_a_deletion_can_be_taken_back(lab):
    kept, deleted = lab.add(name="kept"), lab.add(name="deleted")
    app = open_with(deleted)
    button(app, "Delete").click().run()
    assert names(lab) == {1: "kept"}
    assert address(app, "runs") is None and not app.warning
    assert kept.path.exists() and not deleted.path.exists()
    button(app, "Take back the deletion of 1 run").click().run()
    assert not app.exception
    assert names(lab) == {1: "kept", 2: "deleted"}
    assert not [one for one in app.button if one.label.startswith("Take back")]


def test_a_run_that_trains_cannot_be_deleted(lab):
    app = open_with(lab.add(state=RunStatus.RUNNING))
    assert button(app, "Delete").disabled
    assert button(app, "Delete").help == "Stop a run before deleting it."


def test_two_to_ten_runs_can_be_compared_and_one_opened(lab):
    folders = [lab.add() for _number in range(11)]
    for count, opens, compares in ((0, False, False), (1, True, False), (2, False, True), (11, False, False)):
        app = open_with(*folders[:count])
        assert (not button(app, "Open").disabled, not button(app, "Compare").disabled) == (opens, compares)


def test_a_run_is_described(lab):
    folder = lab.add()
    app = open_with(folder)
    next(one for one in app.text_input if one.label == "Name").set_value("first try")
    next(one for one in app.text_input if one.label == "Tags").set_value("rate, , lesson")
    app.text_area[0].set_value("too fast")
    button(app, "Keep").click().run()
    about = lab.store.record(folder.id).about
    assert (about.name, about.tags, about.note) == ("first try", ("rate", "lesson"), "too fast")


def test_several_runs_get_tags_and_keep_their_names(lab):
    one, other = lab.add(name="one", tags=("old",)), lab.add(name="other")
    app = open_with(one, other)
    next(field for field in app.text_input if field.label == "Add tags").set_value("new")
    next(box for box in app.checkbox if box.label == "Archived").check()
    button(app, "Keep").click().run()
    abouts = [lab.store.record(folder.id).about for folder in (one, other)]
    assert [(about.name, about.tags, about.archived) for about in abouts] == [
        ("one", ("old", "new"), True),
        ("other", ("new",), True),
    ]


@pytest.mark.parametrize(("label", "field", "most"), [("Name", "name", 80), ("Tags", "tags", 30)])
def test_what_is_too_long_is_refused_in_a_sentence(lab, label, field, most):
    folder = lab.add(name="kept")
    app = open_with(folder)
    next(one for one in app.text_input if one.label == label).set_value("x" * (most + 1))
    button(app, "Keep").click().run()
    assert not app.exception
    assert app.error[0].value.startswith(f"`{field}` must have at most {most} characters. Received: xxx")
    about = lab.store.record(folder.id).about
    assert (about.name, about.tags) == ("kept", ())


def test_where_no_run_is_left_the_deletion_can_still_be_taken_back_and_nothing_else_is_offered(lab):
    app = open_with(lab.add(name="only"))
    button(app, "Delete").click().run()
    assert not [one for one in app.button if one.label in ("Open", "Compare", "Delete")]
    button(app, "Take back the deletion of 1 run").click().run()
    assert names(lab) == {1: "only"}
