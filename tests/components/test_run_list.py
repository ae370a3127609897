"""The page Runs: order, groups, and marks that stay wherever one goes."""

from components.navigation import COMPARE, HOME, RUNS
from lab.architectures.perceptron import Perceptron
from lab.config import RunConfig
from lab.runs.status import RunStatus
from tests.components.conftest import address, button, go_to, open_page

DENSE = RunConfig(architecture=Perceptron())
DENSE_NAME, MLP_NAME = "Single-layer perceptron", "Multi-layer perceptron"


def right(count: int) -> list[bool]:
    return [place < count for place in range(10)]


def table(app):
    """The table in which runs are marked: the last one; the one of the groups comes before it."""
    return app.dataframe[-1]


def numbers(app) -> list[int]:
    return [int(name.split("#")[1].split(" ")[0]) for name in table(app).value["Run"]]


def mark(app, *rows: int):
    app.session_state[table(app).key] = {"selection": {"rows": list(rows), "columns": [], "cells": []}}
    return app.run()


def marked_on_compare(app) -> list[str]:
    return next(one for one in app.multiselect if one.label == "Runs").value


def test_runs_marked_on_one_page_are_marked_on_every_other(lab):
    first, second, third = (lab.add(name=name) for name in ("one", "two", "three"))
    app = open_page(RUNS.script)
    assert numbers(app) == [3, 2, 1]
    mark(app, 0, 2)
    assert address(app, "runs") == f"{first.id},{third.id}"
    go_to(app, COMPARE.script)
    assert marked_on_compare(app) == [first.id, third.id]
    go_to(app, HOME.script)
    boxes = {box.label: box.value for box in app.checkbox}
    assert boxes == {"Mark #3 · three": True, "Mark #2 · two": False, "Mark #1 · one": True}
    # Another mark at home is one in the table.
    next(box for box in app.checkbox if box.label == "Mark #2 · two").check().run()
    go_to(app, RUNS.script)
    assert [one.disabled for one in app.button if one.label == "Compare"] == [False]
    assert address(app, "runs") == f"{first.id},{second.id},{third.id}"
    # And what is taken away on Compare is no longer marked.
    go_to(app, COMPARE.script)
    next(one for one in app.multiselect if one.label == "Runs").unselect(second.id).run()
    go_to(app, RUNS.script)
    assert address(app, "runs") == f"{first.id},{third.id}"


def test_marks_stay_in_another_order_in_groups_and_when_a_run_comes_in(lab):
    good = lab.add(right=right(9), name="good")
    lab.add(DENSE, right=right(5), name="poor")
    app = open_page(RUNS.script)
    mark(app, 1)
    assert address(app, "runs") == good.id
    app.selectbox(key="runs-order").set_value("test_accuracy").run()
    assert numbers(app) == [1, 2]
    app.selectbox(key="runs-groups").set_value("architecture").run()
    lab.add(name="new")
    app.run()
    assert address(app, "runs") == good.id
    assert not button(app, "Open").disabled


def test_groups_have_their_best_run_and_a_star_at_it(lab):
    lab.add(right=right(7))
    lab.add(right=right(9), name="winner")
    lab.add(DENSE, losses=(3.0, 2.0), state=RunStatus.STOPPED)
    app = open_page(RUNS.script)
    app.selectbox(key="runs-groups").set_value("architecture").run()
    groups = app.dataframe[0].value
    assert list(groups["Network"]) == [DENSE_NAME, MLP_NAME]
    assert list(groups["Runs"]) == [1, 2]
    assert groups["Best run"][1] == "#2 · winner"
    assert groups["Test accuracy"][1] == 0.9
    assert list(table(app).value["Network"]) == [DENSE_NAME, MLP_NAME, MLP_NAME]
    assert [name.startswith("★") for name in table(app).value["Run"]] == [True, True, False]
    app.selectbox(key="runs-groups").set_value("state").run()
    assert sorted(app.dataframe[0].value["State"]) == ["finished", "stopped"]


def test_runs_are_grouped_by_their_tags(lab):
    lab.add(tags=("lesson", "rate"))
    lab.add()
    app = open_page(RUNS.script)
    app.selectbox(key="runs-groups").set_value("tags").run()
    assert list(table(app).value["Tags"]) == ["no tags", "lesson, rate"]


def test_what_is_marked_stays_in_sight_though_one_looks_for_something_else(lab):
    lab.add(name="hay")
    needle, away = lab.add(name="needle"), lab.add(name="away", archived=True)
    app = open_page(RUNS.script, runs=f"{needle.id},{away.id}")
    assert numbers(app) == [3, 2, 1]
    app.text_input(key="find-runs").set_value("hay").run()
    assert numbers(app) == [3, 2, 1]
    assert "1 of 2 runs" in app.caption[0].value
    mark(app)
    assert numbers(app) == [1]
    assert not address(app, "runs")


def test_an_address_that_names_a_run_that_is_gone_says_so(lab):
    there = lab.add()
    app = open_page(COMPARE.script, runs=f"{there.id},20200101-000000-abcdef")
    assert "There is no run 20200101-000000-abcdef" in app.warning[0].value
    assert marked_on_compare(app) == [there.id]
