"""A concept's settings as an address's query holds them, each under its own name."""

from collections.abc import Mapping
from typing import Any, TypeVar, get_args, get_origin

from lab.concepts.base import Concept
from lab.validation import choices, validate

C = TypeVar("C", bound=Concept)
SEPARATOR = ","


def write_query(concept: Concept) -> dict[str, str]:
    """Every setting as a short text."""
    values = concept.model_dump(mode="json", exclude={"name"})
    return {name: _write(value) for name, value in values.items()}


def read_query(cls: type[C], query: Mapping[str, str]) -> C:
    """Read the settings; what the query leaves out is as usual, what is no setting is passed over.

    Args:
        cls: the concept.
        query: an address's.

    Raises:
        ConfigError: names the setting, what is allowed and what was received.
    """
    fields = {name: field for name, field in cls.model_fields.items() if name != "name" and name in query}
    return validate(cls, {name: _read(field.annotation, query[name]) for name, field in fields.items()})


def _write(value: Any) -> str:  # noqa: ANN401 - of any field
    if isinstance(value, list):
        return SEPARATOR.join(map(_write, value))
    if isinstance(value, bool):
        return str(int(value))
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _read(annotation: Any, text: str) -> Any:  # noqa: ANN401
    """As the field takes it: choices are told apart by their text, lists are cut at commas."""
    if get_origin(annotation) is tuple:
        item = get_args(annotation)[0]
        return [_read(item, part) for part in text.split(SEPARATOR)] if text else []
    return next((one for one in choices(annotation) if _write(one) == text), text)
