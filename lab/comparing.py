"""Which settings differ between configs, by dotted path, in the words of the forms."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from lab.config import RunConfig
from lab.i18n import _
from lab.validation import nested_models

ABSENT = "–"
NOT_COMPARED = ("name", "schema_version")
LONGEST_TEXT = 60


@dataclass(frozen=True)
class Leaf:
    """A setting in one config.

    Attributes:
        label: what its form calls it.
        value: as JSON holds it; of a choice between classes the chosen one's name.
        text: the value in words.
    """

    label: str
    value: Any
    text: str


@dataclass(frozen=True)
class Difference:
    """A setting in which configs differ.

    Attributes:
        path: dotted, such as "optimizer.learning_rate"; of a choice between classes that of the choice, "optimizer".
        label: what its form calls it.
        values: one for each config, None where it has no such setting.
        texts: the values in words.
    """

    path: str
    label: str
    values: tuple[Any, ...]
    texts: tuple[str, ...]

    @property
    def is_everywhere(self) -> bool:
        """Whether every config has the setting."""
        return None not in self.values


def list_differences(configs: Sequence[RunConfig]) -> list[Difference]:
    """The settings in which configs differ, in the order of the form.

    Args:
        configs: at least one.
    """
    return compare_leaves([flatten_config(config.model_dump(mode="json")) for config in configs])


def describe_change(before: RunConfig, after: RunConfig) -> str:
    """What changed from one config to another, such as "learning rate 0.001 → 0.1"; empty where nothing did.

    Settings that only one of two chosen classes has go without saying.
    """
    return "; ".join(describe_difference(one) for one in list_differences([before, after]) if one.is_everywhere)


def describe_difference(difference: Difference) -> str:
    """One difference in words, such as "learning rate 0.001 → 0.1"."""
    label = difference.label[:1].lower() + difference.label[1:]
    if len(set(difference.texts)) == 1:
        return _("{setting} changed").format(setting=label)
    return f"{label} {' → '.join(difference.texts)}"


def flatten_config(values: Mapping[str, Any]) -> dict[str, Leaf]:
    """The settings of a config by dotted path.

    Args:
        values: a config as JSON holds it; what the present version does not know keeps its own name.
    """
    leaves: dict[str, Leaf] = {}
    _collect(values, RunConfig, "", leaves)
    return leaves


def compare_leaves(configs: Sequence[Mapping[str, Leaf]]) -> list[Difference]:
    """The settings in which flattened configs differ, in the order of the form.

    Args:
        configs: as `flatten_config` gives them.
    """
    paths = dict.fromkeys(path for config in configs for path in config)
    found = []
    for path in paths:
        leaves = [config.get(path) for config in configs]
        values = tuple(leaf.value if leaf else None for leaf in leaves)
        if any(value != values[0] for value in values[1:]):
            label = next(leaf.label for leaf in leaves if leaf)
            found.append(Difference(path, label, values, tuple(leaf.text if leaf else ABSENT for leaf in leaves)))
    return _tell_apart(found)


def _collect(values: Mapping[str, Any], model: type[BaseModel] | None, prefix: str, leaves: dict[str, Leaf]) -> None:
    for name, value in values.items():
        if name in NOT_COMPARED:
            continue
        field = model.model_fields.get(name) if model else None
        path, label = prefix + name, _name_field(name, field)
        if not isinstance(value, Mapping):
            leaves[path] = Leaf(label, value, write_value(value, field))
            continue
        chosen = _find_class(field, value)
        if "name" in value:
            title = getattr(chosen, "title", value["name"])
            leaves[path] = Leaf(label, value["name"], _(str(title)))
        _collect(value, chosen, f"{path}.", leaves)


def _find_class(field: FieldInfo | None, value: Mapping[str, Any]) -> type[BaseModel] | None:
    classes = nested_models(field.annotation) if field else []
    if "name" not in value:
        return classes[0] if classes else None
    return next((one for one in classes if one.model_fields["name"].default == value["name"]), None)


def _name_field(name: str, field: FieldInfo | None) -> str:
    return _(field.title) if field is not None and field.title else name


def write_value(value: Any, field: FieldInfo | None = None) -> str:  # noqa: ANN401 - whatever JSON holds
    """A setting's value in words: on, 0.001, 28 px, conv2d, dense.

    Args:
        value: as JSON holds it.
        field: its declaration, for the unit.
    """
    if value is None:
        return ABSENT
    if isinstance(value, bool):
        return _("on") if value else _("off")
    if isinstance(value, int | float):
        extra = field.json_schema_extra if field is not None else None
        unit = f" {extra['unit']}" if isinstance(extra, dict) and "unit" in extra else ""
        return (f"{value:g}" if isinstance(value, float) else f"{value}") + unit
    if isinstance(value, list):
        return _shorten(", ".join(map(_name_item, value))) or _("none")
    return _shorten(_(str(value)) if value != "" else ABSENT)


def _name_item(item: object) -> str:
    """An item of a list: its kind where it has one."""
    if not isinstance(item, Mapping):
        return f"{item:g}" if isinstance(item, float) else str(item)
    inner = item.get("block", item)
    return str(inner.get("name") or inner.get("transform") or next(iter(inner.values()), ""))


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _tell_apart(differences: list[Difference]) -> list[Difference]:
    """Where two settings have one label, the choice that each belongs to is named as well."""
    counts = Counter(one.label for one in differences)
    return [
        one
        if counts[one.label] == 1 or "." not in one.path
        else Difference(one.path, f"{_name_parent(one.path)}: {one.label}", one.values, one.texts)
        for one in differences
    ]


def _name_parent(path: str) -> str:
    first = path.partition(".")[0]
    return _name_field(first, RunConfig.model_fields.get(first))
