"""Runs laid over one another."""

import numpy as np
import pytest

from components.comparison_curves import ComparedRun, comparison_figure
from components.comparison_verdict import read_test_result
from components.navigation import COMPARE
from lab.config import RunConfig
from lab.optimizers.adam import Adam
from lab.runs.history import RunHistory
from lab.runs.status import RunStatus
from tests.components.conftest import open_page

FAST = RunConfig(optimizer=Adam(learning_rate=0.01))


def compare(*folders):
    return open_page(COMPARE.script, runs=",".join(folder.id for folder in folders))


def said(app) -> str:
    return app.info[0].value


def test_what_changed_and_who_was_ahead_and_who_is_better(lab):
    images = 100
    slow = lab.add(losses=(2.0, 1.5, 1.0), right=[place % 2 == 0 for place in range(images)])
    fast = lab.add(FAST, losses=(1.0, 0.9, 0.8), right=[place % 10 != 0 for place in range(images)])
    app = compare(slow, fast)
    assert "What changed: **learning rate 0.001 → 0.01**." in [one.value for one in app.markdown]
    assert "**#2 learning rate 0.01** has been ahead from epoch 1 on" in said(app)
    assert "**#2 learning rate 0.01 is better** than #1 learning rate 0.001" in said(app)
    assert "90.0% against 50.0% of 100 images" in said(app)
    figures, settings = (one.value for one in app.dataframe)
    assert list(figures["Best validation loss"]) == ["1.000", "0.800"]
    assert figures["Test accuracy"][0].startswith("50.0% (40.")
    assert settings.values.tolist() == [["Learning rate", "0.001", "0.01"]]


def test_a_difference_that_may_be_chance_is_called_so(lab):
    one = lab.add(right=[place != 0 for place in range(50)])
    other = lab.add(FAST, right=[place > 1 for place in range(50)])
    assert "can be called better: the difference may be chance" in said(compare(one, other))


def test_a_run_that_failed_says_why_beside_the_others(lab):
    whole, failed = lab.add(), lab.add(FAST, state=RunStatus.FAILED, losses=(2.0,))
    failed.append_state(RunStatus.FAILED, "The loss became NaN at step 3.")
    assert "The loss became NaN at step 3." in said(compare(whole, failed))


def test_runs_without_a_difference_say_so(lab):
    app = compare(lab.add(), lab.add())
    assert "Nothing was changed." in [one.value for one in app.markdown]


@pytest.mark.parametrize(("count", "curves_a_run"), [(2, 3), (3, 2)])
def test_each_run_has_its_colour_and_only_few_show_their_batches(lab, count, curves_a_run):
    runs = [ComparedRun(f"run {number}", RunHistory(lab.add()).follow()) for number in range(count)]
    figure = comparison_figure(runs, "loss", log_y=True)
    assert len(figure["traces"]) == count * curves_a_run
    in_legend = [trace for trace in figure["traces"] if trace["showlegend"]]
    assert [trace["name"] for trace in in_legend] == ["run 0", "run 1", "run 2"][:count]
    assert len({trace["line"]["color"] for trace in in_legend}) == count
    assert list(in_legend[0]["y"]) == [2.0, 1.0]
    assert figure["layout"]["yaxis"]["type"] == "log"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"accuracy": 1}'])
def test_a_damaged_test_is_none_and_takes_no_page_along(lab, content):
    damaged, whole = lab.add(right=[True] * 10), lab.add(FAST, right=[True] * 10)
    damaged.evaluation_path.write_text(content)
    assert read_test_result(damaged) is None
    assert np.all(read_test_result(whole).right)
