"""What can be asked of a run while it trains and after its end."""

from components.navigation import TRAIN
from lab.config import RunConfig
from lab.runs.control import read_control
from lab.runs.status import RunStatus
from lab.schedules.step import Step
from tests.components.conftest import button, open_page


def open_run(folder):
    return open_page(TRAIN.script, run=folder.id)


def labels(app) -> list[str]:
    return [one.label for one in app.button]


def test_a_run_is_paused_goes_on_and_is_stopped(lab):
    folder = lab.add(state=RunStatus.RUNNING)
    app = open_run(folder)
    button(app, "Pause").click().run()
    assert folder.pause_requested()
    assert "Pause" not in labels(app)
    button(app, "Resume").click().run()
    assert not folder.pause_requested()
    button(app, "Stop").click().run()
    assert folder.stop_requested()
    assert button(app, "Stopping …").disabled
    assert "Pause" not in labels(app)


def test_a_run_that_waits_can_only_be_stopped(lab):
    app = open_run(lab.store.create(RunConfig(), "ann", "token"))
    assert "Stop" in labels(app) and "Pause" not in labels(app)
    assert app.info[0].value == "Waiting: number 1 in the queue."


def test_another_learning_rate_and_more_epochs_are_asked_for_while_it_trains(lab):
    folder = lab.add(RunConfig(epochs=20), state=RunStatus.RUNNING)
    app = open_run(folder)
    assert "Take this learning rate" not in labels(app), "it is the one it has"
    next(one for one in app.number_input if one.label == "Learning rate").set_value(0.01).run()
    button(app, "Take this learning rate").click().run()
    next(one for one in app.number_input if one.label == "Epochs in all").set_value(50).run()
    button(app, "Train so long").click().run()
    control = read_control(folder)
    assert (control.learning_rate, control.epochs) == (0.01, 50)
    assert app.toast


def test_a_value_that_is_not_allowed_is_refused_in_a_sentence(lab):
    folder = lab.add(state=RunStatus.RUNNING)
    app = open_run(folder)
    next(one for one in app.number_input if one.label == "Epochs in all").set_value(0).run()
    button(app, "Train so long").click().run()
    assert "`epochs` must be" in app.error[0].value and "Received: 0" in app.error[0].value
    assert read_control(folder).epochs is None


def test_a_schedule_keeps_its_hands_on_the_learning_rate(lab):
    folder = lab.add(RunConfig(schedule=Step()), state=RunStatus.RUNNING)
    app = open_run(folder)
    assert "The schedule decides on the learning rate." in [one.value for one in app.caption]
    assert not [one for one in app.number_input if one.label == "Learning rate"]


def test_a_run_that_was_interrupted_is_queued_once_more_and_a_finished_one_for_more_epochs(lab):
    interrupted, finished = lab.add(state=RunStatus.INTERRUPTED), lab.add()
    app = open_run(interrupted)
    button(app, "Resume").click().run()
    assert lab.store.record(interrupted.id).state is RunStatus.QUEUED
    app = open_run(finished)
    assert "Resume" not in labels(app)
    next(one for one in app.number_input if one.label == "Epochs in all").set_value(25).run()
    button(app, "Go on").click().run()
    assert lab.store.record(finished.id).state is RunStatus.QUEUED
    assert read_control(finished).epochs == 25
