"""The coach on recorded runs: silent on the healthy, right about the sick, at every epoch on the way."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lab.architectures.custom import Custom
from lab.architectures.grey_cnn import GreyCNN
from lab.architectures.mlp import MLP
from lab.coaching.advice import LAST_LOOKS, Progress, read_progress
from lab.coaching.cures import revive
from lab.coaching.rules import coach
from lab.config import RunConfig
from lab.runs.event_log import EventLog
from lab.runs.history import RunHistory
from lab.runs.run_folder import RunFolder
from lab.schedules.cosine import Cosine
from lab.validation import validate
from tests.lab.runs.looking import write_handful, write_look

RECORDED = json.loads(Path(__file__).with_name("recorded.json").read_text())
HEALTHY = [name for name in RECORDED if name.startswith("healthy")]


def progress(name: str, epochs: int | None = None, **more: bool) -> Progress:
    run = RECORDED[name]
    columns = {key: values[:epochs] for key, values in run["epochs"].items()}
    dead = {layer: shares[:epochs][-LAST_LOOKS:] for layer, shares in run.get("dead_shares", {}).items()}
    ended = epochs is None or epochs == len(run["epochs"]["loss"])
    return Progress(validate(RunConfig, run["config"]), 10, **columns, **{"ended": ended, "dead_shares": dead, **more})


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
        ("plateau", "plateau"),
        ("dead_units", "dead_units"),
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


def test_a_curve_that_a_schedule_lets_end_flat_is_no_plateau():
    run = progress("plateau")
    assert coach(replace(run, config=run.config.model_copy(update={"schedule": Cosine()}))) == []


def test_a_plateau_under_reduce_lr_on_plateau_asks_for_a_lower_rate():
    run = progress("plateau")
    lowering = replace(run, config=coach(run)[0].cure)
    (advice,) = coach(lowering)
    assert advice.cure.optimizer.learning_rate < run.config.optimizer.learning_rate


def test_dead_units_are_named_with_their_layer_and_share_and_one_look_is_not_enough():
    run = progress("dead_units")
    (advice,) = coach(run)
    assert "conv_2" in advice.title and "100%" in advice.evidence
    once = {layer: shares[-1:] for layer, shares in run.dead_shares.items()}
    assert "dead_units" not in {advice.rule for advice in coach(replace(run, dead_shares=once))}


def test_units_that_a_good_network_does_not_need_are_left_in_peace():
    run = progress("healthy_mlp_seen")
    unused = {layer: [0.9] * LAST_LOOKS for layer in run.dead_shares}
    assert coach(replace(run, dead_shares=unused)) == []


def test_activations_are_made_leaky_where_they_can_be_chosen():
    mlp, _label = revive(RunConfig(architecture=MLP()))
    assert {layer.activation for layer in mlp.architecture.hidden_layers} == {"leaky_relu"}
    custom, _label = revive(RunConfig(architecture=Custom()))
    blocks = [item.block for item in custom.architecture.layers]
    assert [block.activation for block in blocks if hasattr(block, "activation")] == ["leaky_relu"] * 3
    slower, _label = revive(RunConfig(architecture=GreyCNN()))
    assert slower.optimizer.learning_rate == pytest.approx(0.0001)
    # Where there is none left to change, smaller steps.
    assert revive(mlp)[0].optimizer.learning_rate == pytest.approx(0.0001)


def test_dead_shares_come_from_the_last_looks_of_a_run_that_was_looked_at(tmp_path):
    folder = RunFolder(tmp_path / "run")
    folder.create(RunConfig(histograms=True))
    write_handful(folder)
    with EventLog(folder.events_path) as log:
        for epoch in range(1, 6):
            write_look(folder, epoch)
            log.append("epoch", epoch=epoch, loss=1.0, accuracy=0.5, val_loss=1.0, val_accuracy=0.5)
    folder.look_path(4).unlink()
    history = RunHistory(folder).follow()
    shares = read_progress(history, folder.read_config(), 3).dead_shares
    assert set(shares) == {"conv", "relu"}
    assert [len(values) for values in shares.values()] == [2, 2]
    assert read_progress(history, RunConfig(), 3).dead_shares == {}
