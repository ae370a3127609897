from typing import ClassVar, Literal

import pytest

from lab.architectures import ARCHITECTURES
from lab.augmentation import AUGMENTATIONS
from lab.config import RunConfig
from lab.datasets import DATASETS
from lab.optimizers import OPTIMIZERS
from lab.registry import Registered, Registry
from lab.scaling import SCALINGS
from lab.validation import nested_models

REGISTRIES = {
    "dataset": DATASETS,
    "augmentation": AUGMENTATIONS,
    "scaling": SCALINGS,
    "architecture": ARCHITECTURES,
    "optimizer": OPTIMIZERS,
}
EVERYTHING = [(field, cls) for field, registry in REGISTRIES.items() for cls in registry.classes()]
every_registered_class = pytest.mark.parametrize(("field", "cls"), EVERYTHING, ids=lambda value: str(value))


@every_registered_class
def test_json_round_trip_inside_a_config(field, cls):
    config = RunConfig().model_copy(update={field: cls()})
    again = RunConfig.model_validate_json(config.model_dump_json())
    assert again == config
    assert type(getattr(again, field)) is cls


@every_registered_class
def test_it_says_what_it_is_and_so_does_each_of_its_fields(field, cls):
    assert cls.title
    assert cls.summary
    assert cls.model_fields["name"].default
    fields = [one for name, one in cls.model_fields.items() if name != "name"]
    fields += [
        one for each in fields for model in nested_models(each.annotation) for one in model.model_fields.values()
    ]
    for one in fields:
        assert one.title
        assert one.description


@every_registered_class
def test_it_is_frozen_and_refuses_what_it_does_not_know(field, cls):
    with pytest.raises(ValueError, match="frozen"):
        cls().name = "other"
    with pytest.raises(ValueError, match="Extra inputs"):
        cls(nonsense=1)


def test_a_name_can_be_taken_only_once():
    registry: Registry[Registered] = Registry("thing")

    class Thing(Registered):
        title: ClassVar[str] = "Thing"
        summary: ClassVar[str] = "A thing."
        name: Literal["thing"] = "thing"

    registry.register(Thing)
    with pytest.raises(ValueError, match="thing `thing` is registered twice"):
        registry.register(Thing)
