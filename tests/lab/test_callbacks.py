"""The settings of the course's callbacks."""

import keyword
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.callbacks import Callbacks, EarlyStopping, ModelCheckpoint, ReduceLROnPlateau
from lab.errors import ConfigError
from lab.validation import validate


@pytest.mark.parametrize(
    ("monitor", "mode", "direction"),
    [
        ("val_loss", "auto", "min"),
        ("val_accuracy", "auto", "max"),
        ("accuracy", "auto", "max"),
        ("loss", "max", "max"),
        ("val_accuracy", "min", "min"),
    ],
)
def test_auto_knows_which_way_is_better(monitor, mode, direction):
    for settings in (ModelCheckpoint, ReduceLROnPlateau, EarlyStopping):
        assert settings(monitor=monitor, mode=mode).direction == direction


def test_the_course_s_pattern_names_each_epoch():
    pattern = ModelCheckpoint(filename="weights.{epoch:02d}-{val_loss:.2f}")
    assert pattern.name_file(12, {"val_loss": 0.456}) == "weights.12-0.46"
    assert pattern.example == "weights.07-0.54.weights.h5"
    assert ModelCheckpoint(filename="all-{epoch}", save_weights_only=False).example == "all-7.keras"
    assert ModelCheckpoint().example == ""


@pytest.mark.parametrize(
    "pattern",
    [
        "../{epoch}",
        "/x",
        ".hidden",
        "{epoch.__class__}",
        "{epoch:1000000000d}",
        "{unknown}",
        "{epoch",
        "a b",
        "a\\b",
        "x\0",
        "{val_loss!r}",
        "{0}",
        "최고",
    ],
)
def test_a_pattern_that_could_do_harm_is_refused_and_named(pattern):
    with pytest.raises(ConfigError, match="filename") as caught:
        validate(Callbacks, {"model_checkpoint": {"filename": pattern}})
    assert "{val_loss}" in str(caught.value)


@pytest.mark.parametrize("name", ["best", "last"])
def test_the_lab_s_own_names_are_not_given_away(name):
    with pytest.raises(ConfigError, match=f"`filename` must not be `{name}`"):
        validate(Callbacks, {"model_checkpoint": {"filename": name}})


PIECES = st.one_of(
    st.text(string.ascii_letters + "._-{}:/\\ %", max_size=6),
    st.sampled_from(["{epoch}", "{epoch:03d}", "{val_loss:.3f}", "{accuracy:g}", "{loss:5.1f}", *keyword.kwlist]),
)


@given(st.lists(PIECES, max_size=6).map("".join))
def test_whatever_is_typed_makes_a_plain_file_name_or_is_refused(pattern):
    try:
        settings = validate(ModelCheckpoint, {"filename": pattern})
    except ConfigError:
        return
    name = settings.name_file(3, {"val_loss": 12345.678, "loss": 1e-9})
    assert "/" not in name and "\\" not in name and not name.startswith(".")
    assert len(name) < 1000


@pytest.mark.parametrize(
    ("callback", "field", "value"),
    [
        ("reduce_lr_on_plateau", "factor", 1),
        ("reduce_lr_on_plateau", "factor", 0),
        ("reduce_lr_on_plateau", "patience", -1),
        ("reduce_lr_on_plateau", "min_lr", float("nan")),
        ("early_stopping", "min_delta", -1),
        ("early_stopping", "monitor", "val_los"),
        ("model_checkpoint", "mode", "least"),
    ],
)
def test_an_impossible_value_is_an_error_at_its_field(callback, field, value):
    with pytest.raises(ConfigError) as caught:
        validate(Callbacks, {callback: {field: value}})
    assert caught.value.field == f"{callback}.{field}"
