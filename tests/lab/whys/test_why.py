"""Every setting says why it matters, and no why is left over."""

import pytest

from components.config_form import NOT_DRAWN
from lab.architectures import ARCHITECTURES
from lab.augmentation import AUGMENTATIONS
from lab.augmentation.steps import Group
from lab.callbacks import EarlyStopping, ModelCheckpoint, ReduceLROnPlateau
from lab.config import RunConfig, Split
from lab.datasets import DATASETS
from lab.layers import LAYERS
from lab.losses import LOSSES
from lab.network import StackItem
from lab.optimizers import OPTIMIZERS
from lab.preparation import Preparation
from lab.schedules import SCHEDULES
from lab.whys import WHYS, explain_setting, find_why

REGISTRIES = (ARCHITECTURES, AUGMENTATIONS, DATASETS, LAYERS, LOSSES, OPTIMIZERS, SCHEDULES)
OTHERS = (Preparation, Split, EarlyStopping, ModelCheckpoint, ReduceLROnPlateau, Group, StackItem, RunConfig)
MODELS = [*(cls for registry in REGISTRIES for cls in registry.classes()), *OTHERS]
# Drawn by other means than a form: lists of layers and of steps say beside each item what it is.
NO_SETTINGS = {"callbacks", "layers", "block", "title_given", "base_channels", "base_scaling", "enabled", "steps"}


def drawn_fields(model):
    return [
        name
        for name, field in model.model_fields.items()
        if name not in NOT_DRAWN
        and name not in NO_SETTINGS
        and not (isinstance(field.json_schema_extra, dict) and "hidden" in field.json_schema_extra)
    ]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_setting_says_why_it_matters(model):
    assert [name for name in drawn_fields(model) if find_why(model, name) is None] == []


def test_no_why_is_left_over():
    names = {name for model in MODELS for name in model.model_fields}
    owned = {f"{cls.__name__}.{name}" for model in MODELS for cls in model.__mro__ for name in model.model_fields}
    assert set(WHYS) - names - owned == set()


@pytest.mark.parametrize("why", WHYS.values(), ids=list(WHYS))
def test_a_quantity_has_both_ends_and_nothing_is_empty(why):
    assert bool(why.low) == bool(why.high)
    assert why.low or why.note


def test_a_setting_is_explained_with_both_ends_and_its_place_in_the_course():
    text = explain_setting(RunConfig, "batch_size")
    assert text.startswith(RunConfig.model_fields["batch_size"].description)
    assert "**Too little:**" in text
    assert "**Too much:**" in text
    assert "In the course" in text


def test_what_is_not_known_is_explained_by_its_description_alone():
    assert explain_setting(RunConfig, "schema_version") == ""
