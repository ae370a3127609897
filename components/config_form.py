"""Draws any of the lab's models as widgets and gives back a validated one.

A widget's first value is that of the given model; from then on the widget's own state counts. Its key holds the draft's
version, so that a change from elsewhere (another data set, a run's settings taken over) makes new widgets with the new
values, and a page switch, which loses widget state, makes them again from the draft.

A value that is not allowed is refused with the lab's sentence under its widget, and the last valid model stays.
"""

import uuid
from collections.abc import Callable, Collection
from typing import Any, TypeVar, get_args, get_origin

import streamlit as st
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from components import session
from lab.config import RunConfig
from lab.datasets.library import list_imported
from lab.errors import ConfigError
from lab.i18n import _
from lab.registry import Registered, Registry, Settings
from lab.validation import bounds, choices, explain, range_bounds
from lab.whys import explain_setting

M = TypeVar("M", bound=Settings)
R = TypeVar("R", bound=Registered)

NOT_DRAWN = ("name", "schema_version")
FEW_CHOICES = 4
Problems = list[ConfigError]


def draw_choice(registry: Registry[R], current: R, key: str, problems: Problems | None = None) -> R:
    """Draw the choice between registered classes, and the form of the chosen one.

    What was entered for a class comes back when it is chosen again.

    Args:
        registry: what can be chosen.
        current: what is chosen now.
        key: a name for the widgets, unique on its page.
        problems: receives what is wrong.

    Returns:
        The chosen class's validated settings.
    """
    names = list(registry)
    name = st.selectbox(
        _(registry.kind).capitalize(),
        names,
        index=names.index(current.name),
        format_func=lambda one: _(registry[one].title),
        help=explain_setting(RunConfig, key) if key in RunConfig.model_fields else None,
        key=_key(key, "choice"),
    )
    st.caption(_(registry[name].summary))
    kept: dict[str, R] = session.remember_settings(key)
    kept[current.name] = current
    chosen = draw_form(kept.get(name) or registry[name](), f"{key}.{name}", problems=problems)
    kept[name] = chosen
    return chosen


def draw_form(model: M, key: str, *, only: Collection[str] | None = None, problems: Problems | None = None) -> M:
    """Draw a widget for each field.

    Args:
        model: the values to begin with.
        key: a name for the widgets, unique on its page.
        only: the fields to draw; all by default.
        problems: receives what is wrong.

    Returns:
        The validated model; `model` as it was where a value is refused.
    """
    places: dict[str, Any] = {}
    problems = [] if problems is None else problems
    values = model.model_dump(mode="python")
    for name, field in type(model).model_fields.items():
        if name not in NOT_DRAWN and "hidden" not in _extra(field) and (only is None or name in only):
            places[name] = st.container(gap="xxsmall")
            with places[name]:
                value, explanation = getattr(model, name), explain_setting(type(model), name)
                values[name] = _draw_field(name, field, value, f"{key}.{name}", explanation, problems)
    try:
        return type(model).model_validate(values)
    except ValidationError as error:
        wrong = explain(type(model), error)
        for one in wrong:
            places.get(one.field.split(".")[0], st).error(str(one))
        problems.extend(wrong)
        return model


def _draw_field(
    name: str,
    field: FieldInfo,
    value: Any,  # noqa: ANN401 - of the field's own type
    key: str,
    explanation: str,
    problems: Problems,
) -> Any:  # noqa: ANN401
    annotation, extra = field.annotation, _extra(field)
    unit = f" ({extra['unit']})" if "unit" in extra else ""
    shared: dict[str, Any] = {
        "label": _(field.title or name) + unit,
        "help": explanation,
        "key": _key(key),
    }
    if extra.get("choices") == "imported":
        return _draw_imported(value, shared)
    if annotation is bool:
        return st.toggle(value=value, **shared)
    if extra.get("widget") == "slider":
        return _draw_slider(field, value, shared)
    if choices(annotation):
        return _draw_choices(choices(annotation), value, shared)
    if annotation in (int, float):
        return _draw_number(field, value, shared)
    if (ends := range_bounds(field)) is not None:
        kind = type(value[0])
        step = 1 if kind is int else _step(ends[1] - ends[0])
        return st.slider(min_value=kind(ends[0]), max_value=kind(ends[1]), value=value, step=step, **shared)
    if get_origin(annotation) is tuple:
        return _draw_list(get_args(annotation)[0], value, field, shared, key, problems)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return draw_form(value, key, problems=problems).model_dump()
    return st.text_input(value=value, **shared)


def _draw_number(field: FieldInfo, value: float, shared: dict[str, Any]) -> float:
    """A slider where both ends belong to the range and any step in it does; a number to type elsewhere."""
    low, high = bounds(field)
    extra = _extra(field)
    inclusive = all(hasattr(item, "ge") or hasattr(item, "le") for item in field.metadata)
    if field.annotation is float and inclusive and low is not None and high is not None and "scale" not in extra:
        step = _step(high - low)
        return float(st.slider(min_value=float(low), max_value=float(high), value=float(value), step=step, **shared))
    # No limits on the widget itself: it would quietly change what is typed instead of saying what is allowed.
    if field.annotation is int:
        entered = st.number_input(value=int(value), step=1, **shared)
    else:
        step = 0.0001 if extra.get("scale") == "log" else 0.05
        entered = st.number_input(value=float(value), step=step, format="%g", **shared)
    return value if entered is None else entered


def _draw_slider(field: FieldInfo, value: Any, shared: dict[str, Any]) -> Any:  # noqa: ANN401
    """A slider where the field asks for one: over its choices, over the values that it names, or over its range."""
    if allowed := choices(field.annotation) or _extra(field).get("values"):
        # An address may hold a value between those that are named.
        return st.select_slider(options=sorted({*allowed, value}), value=value, **shared)
    low, high = bounds(field)
    assert low is not None and high is not None
    kind = int if field.annotation is int else float
    step = kind(_extra(field).get("step", 1 if kind is int else _step(high - low)))
    return st.slider(min_value=kind(low), max_value=kind(high), value=kind(value), step=step, **shared)


def _step(span: float) -> float:
    """A slider's step: fine enough for what it spans, with few figures."""
    return 1.0 if span > 20 else 0.1 if span > 3 else 0.01


def _draw_choices(allowed: tuple[Any, ...], value: Any, shared: dict[str, Any]) -> Any:  # noqa: ANN401
    if len(allowed) <= FEW_CHOICES:
        return st.segmented_control(options=allowed, default=value, required=True, format_func=_name_choice, **shared)
    return st.selectbox(options=allowed, index=allowed.index(value), format_func=_name_choice, **shared)


def _name_choice(value: object) -> str:
    return _(str(value))


def _draw_imported(value: str, shared: dict[str, Any]) -> str:
    titles = {folder.id: folder.describe().title for folder in list_imported()}
    index = list(titles).index(value) if value in titles else None
    placeholder = _("Choose images") if titles else _("There are none yet")
    return (
        st.selectbox(
            options=list(titles), index=index, placeholder=placeholder, format_func=titles.__getitem__, **shared
        )
        or value
    )


def _draw_list(
    item: type[Settings],
    values: tuple[Settings, ...],
    field: FieldInfo,
    shared: dict[str, Any],
    key: str,
    problems: Problems,
) -> list[dict[str, Any]]:
    """A row for each item, with buttons to remove it and to add one; rows keep their widgets when others go."""
    kept = _key(key, "rows")
    rows = session.remember(kept, lambda: [(uuid.uuid4().hex, value) for value in values])
    st.markdown(f"**{shared['label']}**", help=shared["help"])
    entered = []
    for row, first in rows:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            entered.append(draw_form(first, f"{key}.{row}", problems=problems).model_dump())
            label = _("Remove this row")
            st.button("", icon=":material/close:", help=label, key=_key(key, row), on_click=_remover(kept, row))
    session.replace_remembered(
        kept, [(row, item.model_validate(value)) for (row, _first), value in zip(rows, entered, strict=True)]
    )
    limit = next((one.max_length for one in field.metadata if hasattr(one, "max_length")), None)
    st.button(
        _("Add"),
        icon=":material/add:",
        key=_key(key, "add"),
        on_click=_adder(kept, item),
        disabled=limit is not None and len(rows) >= limit,
    )
    return entered


def _remover(kept: str, row: str) -> Callable[[], None]:
    def remove() -> None:
        rows = session.remember(kept, list[tuple[str, Settings]])
        session.replace_remembered(kept, [pair for pair in rows if pair[0] != row])

    return remove


def _adder(kept: str, item: type[Settings]) -> Callable[[], None]:
    def add() -> None:
        rows = session.remember(kept, list[tuple[str, Settings]])
        session.replace_remembered(kept, [*rows, (uuid.uuid4().hex, rows[-1][1] if rows else item())])

    return add


def _extra(field: FieldInfo) -> dict[str, Any]:
    return field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}


def _key(*parts: str) -> str:
    return ".".join((*parts, f"v{session.draft_version()}"))
