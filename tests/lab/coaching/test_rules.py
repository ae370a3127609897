"""The coach on recorded runs: silent on the healthy, right about the sick, at every epoch on the way."""

import json
from pathlib import Path

import pytest

from lab.coaching.advice import Progress
from lab.coaching.rules import coach
from lab.config import RunConfig
from lab.validation import validate

RECORDED = json.loads(Path(__file__).with_name("recorded.json").read_text())
HEALTHY = [name for name in RECORDED if name.startswith("healthy")]


def progress(name: str, epochs: int | None = None, **more: bool) -> Progress:
    run = RECORDED[name]
    columns = {key: values[:epochs] for key, values in run["epochs"].items()}
    ended = epochs is None or epochs == len(run["epochs"]["loss"])
    return Progress(validate(RunConfig, run["config"]), 10, **columns, **{"ended": ended, **more})


def rules(name: str, epochs: int | None = None) -> set[str]:
    return {advice.rule for advice in coach(progress(name, epochs))}


@pytest.mark.parametrize("name", HEALTHY)
def test_a_healthy_run_is_left_in_peace_from_its_first_epoch_to_its_last(name):
    for epochs in range(len(RECORDED[name]["epochs"]["loss"]) + 1):
        assert rules(name, epochs) == set(), f"epoch {epochs}"


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("diverging", "diverging"),
        ("rate_too_large", "restless"),
        ("rate_too_low", "too_slow"),
        ("overfitting", "overfitting"),
        ("underfitting", "underfitting"),
        ("too_short", "underfitting"),
        ("dropout", "easier_validation"),
    ],
)
def test_each_sickness_is_named_with_its_numbers_and_a_cure_that_can_be_trained(name, rule):
    assert rules(name) == {rule}
    advice = coach(progress(name))[0]
    assert any(figure.isdigit() for figure in advice.evidence)
    assert advice.title and advice.lesson
    if rule != "easier_validation":
        assert advice.cure is not None and advice.cure_label
        advice.cure.check()
        assert advice.cure != progress(name).config


def test_a_loss_that_is_no_number_asks_for_a_tenth_of_the_learning_rate():
    run = progress("rate_too_large", 2, not_finite=True, ended=True)
    advice = coach(run)[0]
    assert advice.rule == "not_finite"
    assert advice.cure is not None
    assert advice.cure.optimizer.learning_rate == pytest.approx(0.01)


def test_the_epoch_since_when_is_that_of_the_lowest_validation_loss():
    run = progress("overfitting")
    advice = coach(run)[0]
    assert str(min(range(run.epochs), key=run.val_loss.__getitem__) + 1) in advice.title


def test_nothing_is_said_before_there_is_anything():
    assert coach(progress("overfitting", 0)) == []
