"""Validation with the lab's own sentences: the field, what is allowed, what was received."""

from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from lab.errors import ConfigError
from lab.i18n import _

M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], values: object) -> M:
    """Validate values, raising the lab's own error for the first field that is wrong.

    Args:
        model: the pydantic model.
        values: a mapping as JSON holds it.

    Returns:
        The validated model.

    Raises:
        ConfigError: names the field, what is allowed and what was received.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise explain(model, error)[0] from error


def explain(model: type[BaseModel], error: ValidationError) -> list[ConfigError]:
    """Put a pydantic error into the lab's sentences.

    Args:
        model: the model that was validated.
        error: what pydantic raised.

    Returns:
        One ConfigError a field, in pydantic's order.
    """
    return [_explain(model, line) for line in error.errors(include_url=False)]


def bounds(field: FieldInfo) -> tuple[float | None, float | None]:
    """The lowest and the highest value that a numeric field allows, None where there is no limit."""
    low = high = None
    for item in field.metadata:
        low = getattr(item, "ge", getattr(item, "gt", low))
        high = getattr(item, "le", getattr(item, "lt", high))
    return low, high


def range_bounds(field: FieldInfo) -> tuple[float, float] | None:
    """The lowest and the highest value that the ends of a range allow; None where the field is no range of numbers."""
    items = get_args(field.annotation)
    if get_origin(field.annotation) is not tuple or len(items) != 2 or items[0] is not items[1]:
        return None
    low, high = bounds(FieldInfo.from_annotation(items[0]))
    return None if low is None or high is None else (low, high)


def choices(annotation: object) -> tuple[Any, ...]:
    """The values of a `Literal`, or an empty tuple."""
    return get_args(annotation) if "Literal" in str(getattr(annotation, "__origin__", "")) else ()


def nested_models(annotation: object) -> list[type[BaseModel]]:
    """Every pydantic model inside an annotation: itself, a union's members, a tuple's items."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in get_args(annotation) for model in nested_models(argument)]


def _explain(model: type[BaseModel], line: Any) -> ConfigError:  # noqa: ANN401 - pydantic's ErrorDetails
    path, field = _find(model, line["loc"])
    # An item of a list has no name but its list's.
    name = next((part for part in reversed(path.split(".")) if not part.isdigit()), "") or model.__name__
    received = "" if line["type"] == "missing" else " " + _("Received: {value}.").format(value=_short(line["input"]))
    return ConfigError(path, _sentence(name, field, line) + received)


def _sentence(name: str, field: FieldInfo | None, line: Any) -> str:  # noqa: ANN401
    kind, context = line["type"], line.get("ctx", {})
    if kind == "missing":
        return _("`{name}` is missing.").format(name=name)
    if kind == "extra_forbidden":
        return _("`{name}` is not a known setting.").format(name=name)
    if kind == "union_tag_invalid":
        return _("`{name}` must be one of {allowed}.").format(name=name, allowed=context["expected_tags"])
    if kind == "literal_error":
        return _("`{name}` must be one of {allowed}.").format(name=name, allowed=context["expected"])
    if kind == "value_error":
        return str(context["error"])
    if kind == "string_too_long":
        return _("`{name}` must have at most {count} characters.").format(name=name, count=context["max_length"])
    return _range_sentence(name, field) or _("`{name}` is not right: {reason}.").format(name=name, reason=line["msg"])


def _range_sentence(name: str, field: FieldInfo | None) -> str | None:
    number = _find_number(field.annotation) if field is not None else None
    if field is None or number is None:
        return None
    low, high = bounds(field)
    whole = _("a whole number") if number is int else _("a number")
    if low is not None and high is not None:
        exclusive = any(hasattr(item, "gt") for item in field.metadata)
        text = _("`{name}` must be {kind} above {low} and at most {high}.") if exclusive else None
        text = text or _("`{name}` must be {kind} between {low} and {high}.")
        return text.format(name=name, kind=whole, low=f"{low:g}", high=f"{high:g}")
    if low is not None:
        return _("`{name}` must be {kind}, at least {low}.").format(name=name, kind=whole, low=f"{low:g}")
    return _("`{name}` must be {kind}.").format(name=name, kind=whole)


def _find_number(annotation: object) -> object:
    """`int` or `float`, also where the field may be left empty; else None."""
    members = set(get_args(annotation)) - {NoneType} if get_origin(annotation) in (Union, UnionType) else {annotation}
    return next(iter(members)) if members <= {int, float} and len(members) == 1 else None


def _find(model: type[BaseModel], location: tuple[int | str, ...]) -> tuple[str, FieldInfo | None]:
    """Follow pydantic's location, leaving out the tags of unions; gives the dotted path and the field."""
    candidates: list[type[BaseModel]] = [model]
    path: list[str] = []
    field: FieldInfo | None = None
    for part in location:
        tagged = [c for c in candidates if "name" in c.model_fields and c.model_fields["name"].default == part]
        owner = next((c for c in candidates if part in c.model_fields), None)
        if owner is not None:
            field = owner.model_fields[str(part)]
            candidates = nested_models(field.annotation)
            path.append(str(part))
        elif tagged:
            candidates = tagged
        else:
            path.append(str(part))
    return ".".join(path), field


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else text[:77] + "…"
