"""A run with a missing or altered file says so; nothing else is the worse for it."""

import pytest

from components.navigation import COMPARE, RUNS, TRAIN
from tests.components.conftest import open_page

DAMAGE = {"missing": None, "empty": b"", "cut": b"{", "altered": b"[1, 2, 3]", "another's": b'["cat", "dog"]'}


def shown(app) -> str:
    return " ".join(one.value for one in (*app.error, *app.warning))


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("name", ["config.json", "labels.json", "evaluation.json", "predictions.npz", "events.jsonl"])
def test_that_run_alone_says_which_file_is_damaged(lab, name, damage):
    good, bad = lab.add(name="good", right=[True] * 10), lab.add(name="bad", right=[True] * 10)
    path = bad.path / name
    if DAMAGE[damage] is None:
        path.unlink()
    else:
        path.write_bytes(DAMAGE[damage])
    app = open_page(TRAIN.script, run=bad.id)
    # Without the results of its test a run is a run that was not tested.
    if not (damage == "missing" and name in ("evaluation.json", "predictions.npz")):
        assert f"damaged: {name}" in shown(app)
    assert not shown(open_page(TRAIN.script, run=good.id))
    app = open_page(RUNS.script)
    assert not shown(app)
    assert len(app.dataframe[0].value) == 2
    assert not shown(open_page(COMPARE.script, runs=good.id))
