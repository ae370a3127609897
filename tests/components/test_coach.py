"""The coach on a run's page."""

from components.navigation import TRAIN
from lab.config import RunConfig
from lab.runs.control import ask_for
from lab.runs.status import RunStatus
from tests.components.conftest import address, button, open_page


def test_a_run_that_diverges_is_told_so_with_its_numbers_and_cured_by_a_click(lab):
    folder = lab.add(RunConfig(epochs=5), losses=(2.0, 1.0, 2.0, 4.0, 8.0), state=RunStatus.STOPPED)
    app = open_page(TRAIN.script, run=folder.id)
    advice = next(one.value for one in app.markdown if ":material/sports:" in one.value)
    assert "The training runs away from its goal" in advice
    assert "8.000 after 1.000" in advice
    next(one for one in app.button if one.label == "Try learning rate 0.0001").click().run()
    assert not app.exception
    new = lab.store.records()[0]
    assert new.state is RunStatus.QUEUED
    assert lab.store.folder(new.id).read_config().optimizer.learning_rate == 0.0001
    assert address(app, "run") == new.id


def test_a_healthy_run_and_one_that_has_not_begun_are_left_in_peace(lab):
    begun = lab.store.create(RunConfig(), "ann", "token")
    for folder in (lab.add(losses=(2.0, 1.0, 0.8, 0.7, 0.6)), begun):
        app = open_page(TRAIN.script, run=folder.id)
        assert not [one for one in app.markdown if ":material/sports:" in one.value]


def test_a_learning_rate_that_was_changed_on_the_way_is_the_one_that_is_judged(lab):
    folder = lab.add(RunConfig(epochs=5), losses=(2.3, 2.29, 2.28, 2.27, 2.26))
    ask_for(folder, learning_rate=0.0003)
    app = open_page(TRAIN.script, run=folder.id)
    advice = next(one.value for one in app.markdown if ":material/sports:" in one.value)
    assert "The learning rate 0.0003 is probably too low." in advice
    assert button(app, "Try learning rate 0.003")
