import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.config import RunConfig
from lab.errors import ConfigError
from lab.runs.about import About
from lab.runs.control import Control
from lab.validation import validate


def refuse(**changes: object) -> ConfigError:
    values = {**RunConfig().model_dump(mode="json"), **changes}
    with pytest.raises(ConfigError) as caught:
        validate(RunConfig, values)
    return caught.value


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"epochs": 0}, "epochs", "`epochs` must be a whole number between 1 and 1000. Received: 0."),
        (
            {"batch_size": 10**6},
            "batch_size",
            "`batch_size` must be a whole number between 1 and 8192. Received: 1000000.",
        ),
        ({"batch_size": 1.5}, "batch_size", "`batch_size` must be a whole number between 1 and 8192. Received: 1.5."),
        ({"epochs": "many"}, "epochs", "`epochs` must be a whole number between 1 and 1000. Received: many."),
        (
            {"split": {"validation_split": 1.0}},
            "split.validation_split",
            "`validation_split` must be a number above 0 and at most 0.9. Received: 1.0.",
        ),
        ({"nonsense": 1}, "nonsense", "`nonsense` is not a known setting. Received: 1."),
        ({"scaling": {"name": "torch", "mean": 1}}, "scaling.mean", "`mean` is not a known setting. Received: 1."),
        ({"preparation": {"fit": "squeeze"}}, "preparation.fit", "`fit` must be one of 'crop', 'pad' or 'stretch'."),
        (
            {"architecture": {"name": "mlp", "hidden_layers": [{"units": 0}]}},
            "architecture.hidden_layers.0.units",
            "`units` must be a whole number between 1 and 4096. Received: 0.",
        ),
    ],
)
def test_the_sentence_names_the_field_what_is_allowed_and_what_was_received(changes, field, sentence):
    error = refuse(**changes)
    assert error.field == field
    assert str(error).startswith(sentence)


@pytest.mark.parametrize("rate", [-1, 0, math.nan, math.inf, 5])
def test_learning_rates_that_cannot_work(rate):
    error = refuse(optimizer={"name": "adam", "learning_rate": rate})
    assert error.field == "optimizer.learning_rate"
    assert str(error) == f"`learning_rate` must be a number above 0 and at most 1. Received: {rate}."


def test_an_unknown_name_is_answered_with_the_known_ones():
    error = refuse(optimizer={"name": "adamant"})
    assert error.field == "optimizer"
    assert "'adam'" in str(error)
    assert "'sgd'" in str(error)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(list(RunConfig.model_fields)), anything)
def test_whatever_stands_in_a_field_it_is_taken_or_refused_in_a_sentence(field, value):
    try:
        config = validate(RunConfig, {field: value})
    except ConfigError as error:
        assert error.field
        assert str(error).rstrip().endswith(".")
    else:
        assert validate(RunConfig, json.loads(config.model_dump_json())) == config


def test_a_number_that_may_be_left_empty_and_an_item_of_a_list_are_refused_by_their_own_names():
    with pytest.raises(ConfigError, match=r"^`epochs` must be a whole number between 1 and 10000. Received: 0.$"):
        validate(Control, {"epochs": 0})
    with pytest.raises(ConfigError, match=r"^`learning_rate` must be a number above 0 and at most 1. Received: 2.$"):
        validate(Control, {"learning_rate": 2})
    with pytest.raises(ConfigError, match=r"^`tags` must have at most 30 characters. Received: x+.$"):
        validate(About, {"tags": ["short", "x" * 31]})
