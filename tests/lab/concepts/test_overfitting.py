"""Each cure leads to its own setting in the lab."""

import pytest

from lab.concepts.overfitting import Overfitting
from lab.config import RunConfig


@pytest.mark.parametrize(
    ("settings", "find", "expected"),
    [
        ({"look_at": "degree", "degree": 5}, lambda one: one.architecture.hidden_layers[0].units, 40),
        ({"look_at": "penalty", "strength": 0.03}, lambda one: one.architecture.layers[1].block.l2, 0.03),
        ({"look_at": "penalty", "penalty": "L1"}, lambda one: one.architecture.layers[2].block.l1, 0.01),
        ({"look_at": "dropout", "rate": 0.4}, lambda one: one.architecture.layers[2].block.rate, 0.4),
        ({"look_at": "early stopping", "patience": 7}, lambda one: one.callbacks.early_stopping.patience, 7),
        ({"look_at": "early stopping"}, lambda one: one.callbacks.early_stopping.enabled, True),
        ({"look_at": "batch size", "batch_size": 2}, lambda one: one.batch_size, 2),
    ],
)
def test_the_lab_gets_the_cure_that_is_looked_at(settings, find, expected):
    concept = Overfitting(**settings)
    filled = concept.fill_in(RunConfig())
    filled.check()
    assert find(filled) == expected
    shown = set(settings) & set(concept.controls())
    assert shown == set(settings)
