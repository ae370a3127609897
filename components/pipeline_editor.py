"""Building a pipeline: steps and groups to add, move, switch off, copy and change."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from components import session
from components.config_form import draw_form
from lab.augmentation.catalogue import list_transforms
from lab.augmentation.editing import Path, Steps, append, duplicate, move, remove
from lab.augmentation.form import from_form, new_parameters, to_form
from lab.augmentation.pipeline import Pipeline
from lab.augmentation.steps import Group, Step
from lab.i18n import N_, _

GROUP_TITLES = {"one_of": N_("One of"), "some_of": N_("Some of"), "sequential": N_("All, in order")}
DEEPEST = 3


def draw_editor(pipeline: Pipeline, size: int) -> Pipeline:
    """Draw the steps, and what can be added.

    Args:
        pipeline: the draft's.
        size: height and width of the images, in pixels.

    Returns:
        The pipeline with what the forms say.
    """
    p = st.slider(
        _("Probability of the whole pipeline"), 0.0, 1.0, pipeline.p, 0.05, key=_key("p"), help=_("1: every image.")
    )
    steps = _draw_steps(pipeline.steps, (), size)
    if not steps:
        st.caption(_("No step yet: add one here, take a preset, or paste code."))
    _draw_adding((), size)
    return pipeline.model_copy(update={"p": p, "steps": steps})


def change_steps(change: Callable[[Steps], Steps]) -> None:
    """Change the steps of the draft's pipeline from outside its forms.

    Args:
        change: from the steps to other ones.
    """
    draft = session.get_draft()
    pipeline = draft.augmentation if isinstance(draft.augmentation, Pipeline) else Pipeline()
    changed = pipeline.model_copy(update={"steps": change(pipeline.steps)})
    session.set_draft(draft.model_copy(update={"augmentation": changed}))


def _draw_steps(steps: Steps, path: Path, size: int) -> Steps:
    return tuple(_draw_step(step, (*path, place), len(steps), size) for place, step in enumerate(steps))


def _draw_step(step: Step | Group, path: Path, count: int, size: int) -> Step | Group:
    with st.container(border=True, gap="xxsmall"):
        enabled = _draw_head(step, path, count)
        step = step.model_copy(update={"enabled": enabled})
        return _draw_transform(step, path, size) if isinstance(step, Step) else _draw_group(step, path, size)


def _draw_head(step: Step | Group, path: Path, count: int) -> bool:
    """The switch with the name, and the buttons."""
    title = step.transform if isinstance(step, Step) else _(GROUP_TITLES[step.kind])
    actions: list[tuple[str, str, bool, Callable[[Steps], Steps]]] = [
        ("arrow_upward", _("Earlier"), path[-1] > 0, lambda steps: move(steps, path, -1)),
        ("arrow_downward", _("Later"), path[-1] < count - 1, lambda steps: move(steps, path, 1)),
        ("content_copy", _("Copy"), True, lambda steps: duplicate(steps, path)),
        ("delete", _("Remove"), True, lambda steps: remove(steps, path)),
    ]
    with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center"):
        enabled = st.toggle(
            f"**{title}**", step.enabled, key=_key("on", path), help=_("Off: it stays, and does nothing.")
        )
        for icon, label, possible, change in actions:
            st.button(
                "",
                icon=f":material/{icon}:",
                help=label,
                type="tertiary",
                disabled=not possible,
                key=_key(icon, path),
                on_click=change_steps,
                args=(change,),
            )
    return enabled


def _draw_transform(step: Step, path: Path, size: int) -> Step:
    with st.expander(_("p = {p:g}").format(p=step.p) + _describe(step)):
        p = st.slider(_("Probability"), 0.0, 1.0, step.p, 0.05, key=_key("step-p", path))
        form = draw_form(to_form(step.transform, step.parameters, size), _key("form", path))
        return step.model_copy(update={"p": p, "parameters": from_form(step.transform, form, step.parameters)})


def _describe(step: Step) -> str:
    """The first parameters that are not as they come."""
    said = [f"{name} {_short(value)}" for name, value in list(step.parameters.items())[:2]]
    return " · " + ", ".join(said) if said else ""


def _short(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, list):
        return "–".join(map(_short, value))
    return f"{value:.3g}" if isinstance(value, float) else str(value)[:20]


def _draw_group(group: Group, path: Path, size: int) -> Group:
    columns = st.columns(2)
    p = columns[0].slider(_("Probability"), 0.0, 1.0, group.p, 0.05, key=_key("group-p", path))
    n = group.n
    if group.kind == "some_of":
        most = max(1, len(group.steps))
        n = int(columns[1].number_input(_("How many"), 1, most, min(n, most), key=_key("n", path)))
    steps = _draw_steps(group.steps, path, size)
    if len(path) < DEEPEST:
        _draw_adding(path, size)
    return group.model_copy(update={"p": p, "n": n, "steps": steps})


def _draw_adding(path: Path, size: int) -> None:
    """A transform or a group to add at the end of the pipeline or of a group."""
    groups = {f"group:{kind}": f"▣ {_(title)}" for kind, title in GROUP_TITLES.items()}
    names = {name: f"★ {name}" if one.in_course else name for name, one in list_transforms().items()}
    options = {**groups, **names} if len(path) < DEEPEST else names
    key = _key("add", path)
    st.selectbox(
        _("Add to this group") if path else _("Add a step"),
        list(options),
        index=None,
        format_func=options.__getitem__,
        placeholder=_("A transform or a group …"),
        key=key,
        on_change=_add_chosen,
        args=(key, path, size),
    )


def _add_chosen(key: str, path: Path, size: int) -> None:
    name = session.widget_value(key)
    if name:
        change_steps(lambda steps: append(steps, path, make_step(name, size)))


def make_step(name: str, size: int) -> Step | Group:
    """A step as it is first added.

    Args:
        name: a transform, or `group:` and a kind of group.
        size: height and width of the images, in pixels.
    """
    if name.startswith("group:"):
        return Group.model_validate({"kind": name.removeprefix("group:")})
    return Step(transform=name, p=list_transforms()[name].p, parameters=new_parameters(name, size))


def _key(name: str, path: Path = ()) -> str:
    return ".".join(("pipeline", name, *map(str, path), f"v{session.draft_version()}"))
