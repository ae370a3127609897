import pytest

from lab.architectures.custom import Custom
from lab.config import RunConfig
from lab.optimizers.sgd import SGD
from lab.runs.status import RunStatus
from lab.tracking.translation import LONGEST_VALUE, list_parameters, list_points, name_status


def test_settings_are_parameters_by_their_path():
    parameters = list_parameters(RunConfig(optimizer=SGD(learning_rate=0.05, nesterov=True)).model_dump(mode="json"))
    assert parameters["optimizer"] == "sgd"
    assert parameters["optimizer.learning_rate"] == "0.05"
    assert parameters["optimizer.nesterov"] == "true"
    assert parameters["epochs"] == str(RunConfig().epochs)


def test_a_network_of_many_layers_stays_within_what_mlflow_takes():
    config = RunConfig().model_dump(mode="json")
    config["architecture"] = {"name": Custom().name, "blocks": [{"layer": "dense", "units": 10}] * 1000}
    assert max(map(len, list_parameters(config).values())) == LONGEST_VALUE


def test_an_epoch_is_a_point_of_each_metric_that_was_finite():
    event = {"kind": "epoch", "time": 9.5, "epoch": 3, "loss": 0.25, "val_loss": None, "accuracy": 1}
    assert [(point.name, point.value, point.epoch, point.time) for point in list_points(event)] == [
        ("loss", 0.25, 3, 9.5),
        ("accuracy", 1.0, 3, 9.5),
    ]
    assert list_points({"kind": "batch", "time": 9.5, "epoch": 3, "loss": 0.25}) == []


@pytest.mark.parametrize("state", [state for state in RunStatus if state.ended])
def test_every_end_has_a_word_that_mlflow_knows(state):
    assert name_status(state) in ("FINISHED", "FAILED", "KILLED")
    assert (name_status(state) == "FINISHED") == (state is RunStatus.FINISHED)
