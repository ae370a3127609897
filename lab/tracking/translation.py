"""A run in MLflow's words: parameters, metrics by step, a status."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lab.comparing import flatten_config
from lab.runs.event_log import Event
from lab.runs.status import RunStatus

METRICS = ("loss", "accuracy", "val_loss", "val_accuracy", "learning_rate", "images_per_second", "seconds")
TEST_FIGURES = ("accuracy", "loss")
# MLflow has no word of its own for a run that somebody stopped, or that something killed.
STATUSES = {RunStatus.FINISHED: "FINISHED", RunStatus.FAILED: "FAILED"}
KILLED = "KILLED"
# What MLflow takes: https://mlflow.org/docs/latest/rest-api.html, "Request limits".
LONGEST_VALUE = 6000


@dataclass(frozen=True)
class Point:
    """A value of a metric.

    Attributes:
        name: of the metric.
        value: finite.
        epoch: from 1; MLflow's step.
        time: seconds since 1970.
    """

    name: str
    value: float
    epoch: int
    time: float


def list_parameters(config: Mapping[str, Any]) -> dict[str, str]:
    """The settings of a config by dotted path, such as `optimizer.learning_rate`.

    Args:
        config: as JSON holds it.
    """
    return {path: _write(leaf.value)[:LONGEST_VALUE] for path, leaf in flatten_config(config).items()}


def list_points(event: Event) -> list[Point]:
    """What an event of the log says of an epoch; nothing where it is no "epoch" event or a value was not finite."""
    if event["kind"] != "epoch":
        return []
    values = {name: event.get(name) for name in METRICS}
    return [
        Point(name, float(value), int(event["epoch"]), float(event["time"]))
        for name, value in values.items()
        if value is not None
    ]


def list_test_figures(evaluation: Mapping[str, Any], epoch: int, time: float) -> list[Point]:
    """What the test said.

    Args:
        evaluation: as `evaluation.json` holds it.
        epoch: the last one.
        time: seconds since 1970.
    """
    return [Point(f"test_{name}", float(evaluation[name]), epoch, time) for name in TEST_FIGURES]


def name_status(state: RunStatus) -> str:
    """MLflow's word for the end of a run."""
    return STATUSES.get(state, KILLED)


def _write(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
