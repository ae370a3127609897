"""A duel: two trainings that differ in one setting. Which settings there are, and how to change one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from lab.architectures.base import Architecture, StackedArchitecture
from lab.architectures.custom import Custom
from lab.augmentation.pipeline import Pipeline
from lab.config import RunConfig
from lab.i18n import _
from lab.registry import Registered
from lab.validation import bounds, choices, nested_models, validate

# Other images make another task, not another way to learn the same.
NOT_IN_DUELS = ("schema_version", "name", "dataset")
LEARNING_RATE = "optimizer.learning_rate"
# The duel that is there at once: a rate that learns against one that is too large.
LEARNING_RATES = (0.001, 0.1)


@dataclass(frozen=True)
class DuelSetting:
    """A setting of a config that a duel can be about.

    Attributes:
        path: dotted, such as "optimizer.learning_rate".
        label: what people call it.
        classes: what can be chosen, where it is a choice between classes; else empty.
    """

    path: str
    label: str
    classes: tuple[type[Registered], ...] = ()

    @property
    def parent(self) -> str:
        """Path of the model that holds it; empty for the config itself."""
        return self.path.rpartition(".")[0]

    @property
    def field(self) -> str:
        """Its name there."""
        return self.path.rpartition(".")[2]


def list_duel_settings(config: RunConfig) -> list[DuelSetting]:
    """What can be changed in a config, one at a time: numbers, switches, choices; the learning rate first."""
    found = list(_walk(config, "", ""))
    return sorted(found, key=lambda setting: setting.path != LEARNING_RATE)


def read_setting(config: RunConfig, path: str) -> Any:  # noqa: ANN401 - of any field
    """The value of a setting, or the model at a path.

    Args:
        config: where to look.
        path: dotted; empty for the config itself.
    """
    found: Any = config
    for name in path.split(".") if path else []:
        found = getattr(found, name)
    return found


def change_setting(config: RunConfig, path: str, value: object) -> RunConfig:
    """A config with one setting changed.

    Args:
        config: stays as it is.
        path: dotted.
        value: allowed for the field, or the settings of a class that can be chosen.

    Raises:
        ConfigError: the value is not allowed.
    """
    values = config.model_dump(mode="json")
    within, (*parents, name) = values, path.split(".")
    for parent in parents:
        within = within[parent]
    within[name] = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    return validate(RunConfig, values)


def choose_class(current: Registered, chosen: type[Registered]) -> Registered:
    """The settings of another class, with those that both have kept as they are: SGD with Adam's learning rate."""
    if type(current) is chosen:
        return current
    kept = {name: value for name, value in current if name in chosen.model_fields and name != "name"}
    return validate(chosen, kept)


def suggest_rivals(config: RunConfig, setting: DuelSetting) -> tuple[Any, Any]:
    """Two values to begin with: the present one and another one.

    Args:
        config: what both have in common.
        setting: what the duel is about.
    """
    value = read_setting(config, setting.path)
    if setting.path == LEARNING_RATE:
        return LEARNING_RATES
    if setting.classes:
        other = next(one for one in setting.classes if one is not type(value))
        return value, choose_class(value, other)
    field = type(read_setting(config, setting.parent)).model_fields[setting.field]
    allowed = (False, True) if isinstance(value, bool) else choices(field.annotation)
    if allowed:
        return value, next(one for one in allowed if one != value)
    return value, _suggest_number(value, *bounds(field))


def _suggest_number(value: float, low: float | None, high: float | None) -> float:
    """Four times as much; where that is not allowed, a quarter; a seed the next one."""
    larger = value * 4 or (1 if high is None or high > 1 else high / 2)
    if high is None or larger <= high:
        return larger
    smaller = type(value)(value / 4)
    return smaller if low is None or smaller > low else type(value)(low + (value - low) / 2)


def _walk(model: BaseModel, prefix: str, title: str) -> Iterator[DuelSetting]:
    for name, field in type(model).model_fields.items():
        extra = field.json_schema_extra
        if name in NOT_IN_DUELS or (isinstance(extra, dict) and "hidden" in extra):
            continue
        value, path, label = getattr(model, name), prefix + name, _(field.title or name)
        if isinstance(value, BaseModel):
            classes = tuple(_list_offered(nested_models(field.annotation), value))
            if isinstance(value, Registered) and len(classes) > 1:
                yield DuelSetting(path, label, classes)
            yield from _walk(value, f"{path}.", label)
        elif isinstance(value, bool | int | float) or choices(field.annotation):
            yield DuelSetting(path, f"{title}: {label}" if title else label)


def _list_offered(classes: list[type[BaseModel]], current: BaseModel) -> Iterator[type[Registered]]:
    """The classes that work as they come, without something of one's own or from elsewhere."""
    for one in classes:
        if not issubclass(one, Registered):
            continue
        own = one in (Custom, Pipeline) or (issubclass(one, Architecture) and not issubclass(one, StackedArchitecture))
        if type(current) is one or not own:
            yield one
