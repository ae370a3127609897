"""Any transform of albumentations on an image, before it goes anywhere near training."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components import session
from components.config_form import draw_form
from components.image_grid import Tile, draw_image_grid
from lab.augmentation.catalogue import Transform, list_transforms, make_form
from lab.augmentation.form import from_form, new_parameters, to_form
from lab.augmentation.pipeline import Pipeline
from lab.augmentation.preview import Result, preview
from lab.augmentation.steps import Step
from lab.i18n import _
from lab.validation import bounds, range_bounds

DRAWS = 16
STEPS = 8
SIDE = 112
# Every draw of it differs; sixteen equal flips show little.
FIRST = "ShiftScaleRotate"
USUAL_OTHERS = ("HorizontalFlip", "Rotate", "ColorJitter", "GaussNoise", "CoarseDropout")


def draw_explorer(images: Sequence[NDArray[np.uint8]], size: int) -> None:
    """Draw the choice of a transform, its form, and what it does.

    Args:
        images: to try it on, the first one before all others; (height, width, channels), uint8, 0…255.
        size: height and width that a network would get.
    """
    settings, view = st.columns([2, 5], gap="large")
    with settings:
        transform = _choose_transform()
        step = _draw_step_form(transform, size)
        if st.button(_("Add to the pipeline"), icon=":material/playlist_add:", type="primary", width="stretch"):
            _add(step)
    with view:
        _draw_results(transform, step, images, size)


def _choose_transform() -> Transform:
    """A list to choose from, narrowed by a word and by what is changed."""
    transforms = list_transforms()
    word = st.text_input(_("Search"), placeholder=_("flip, noise, rotate …"), key="transform-search").strip().lower()
    levels = {"all": _("All"), "spatial": _("Moves pixels"), "pixel": _("Changes values")}
    level = st.segmented_control(
        _("Kind"), list(levels), default="all", required=True, format_func=levels.__getitem__, key="transform-level"
    )
    names = [
        name
        for name, one in transforms.items()
        if (not word or word in name.lower() or word in _(one.summary).lower()) and level in ("all", one.level)
    ]
    asked = st.query_params.get("transform")
    if not names:
        st.caption(_("Nothing fits; here are all of them."))
        names = list(transforms)
    name = st.selectbox(
        _("Transform"),
        names,
        index=names.index(asked) if asked in names else names.index(FIRST) if FIRST in names else 0,
        format_func=lambda one: f"★ {one}" if transforms[one].in_course else one,
        help=_("★: in the course."),
    )
    st.query_params["transform"] = name
    st.caption(f"{_(transforms[name].summary)}  \n{levels[transforms[name].level]}.")
    return transforms[name]


def _draw_step_form(transform: Transform, size: int) -> Step:
    """The form of the chosen transform; its values are remembered while one looks at others."""
    kept: dict[str, dict[str, Any]] = session.remember("explored", dict)
    parameters = kept.get(transform.name) or new_parameters(transform.name, size)
    p = st.slider(
        _("Probability"),
        0.0,
        1.0,
        1.0,
        0.05,
        key=f"explore-p-{transform.name}",
        help=_("Here 1, so that every result shows it; in a pipeline often less."),
    )
    form = draw_form(to_form(transform.name, parameters, size), f"explore-{transform.name}-{size}")
    kept[transform.name] = from_form(transform.name, form, parameters)
    return Step(transform=transform.name, p=p, parameters=kept[transform.name])


def _add(step: Step) -> None:
    """Put the step at the end of the draft's pipeline."""
    draft = session.get_draft()
    pipeline = draft.augmentation if isinstance(draft.augmentation, Pipeline) else Pipeline()
    changed = pipeline.model_copy(update={"steps": (*pipeline.steps, step)})
    session.set_draft(draft.model_copy(update={"augmentation": changed}))
    st.query_params["view"] = "pipeline"
    session.count_up("augment-view")
    st.rerun()


def _draw_results(transform: Transform, step: Step, images: Sequence[NDArray[np.uint8]], size: int) -> None:
    modes = {
        "draws": _("Many draws"),
        "strip": _("One parameter, low to high"),
        "images": _("Several images"),
        "transforms": _("Against others"),
    }
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        mode = st.segmented_control(
            _("Look at"), list(modes), default="draws", required=True, format_func=modes.__getitem__, key="explore-mode"
        )
        if st.button(_("Draw again"), icon=":material/casino:"):
            session.count_up("explore-seed")
    seed = session.count("explore-seed")
    tiles = {
        "draws": lambda: draw_tiles(images[0], preview(Pipeline(steps=(step,)), images[0], DRAWS, seed)),
        "strip": lambda: _strip(transform, step, images[0], size, seed),
        "images": lambda: _on_images(step, images, seed),
        "transforms": lambda: _against_others(step, images[0], size, seed),
    }[mode]()
    draw_image_grid(tiles, key="explore-grid", side=SIDE, marking=False)


def draw_tiles(original: NDArray[np.uint8], results: Sequence[Result]) -> list[Tile]:
    """The original and what came out, each with the values that were drawn; the untouched ones are marked.

    Args:
        original: (height, width, channels), uint8.
        results: of `lab.augmentation.preview`.
    """
    tiles = [Tile(original, _("Original"), _size_of(original), "original")]
    for number, result in enumerate(results):
        tiles.append(Tile(result.image, name_result(result), describe_result(result, original), f"draw {number}"))
    return tiles


def name_result(result: Result) -> str:
    """What was applied."""
    return _("– untouched –") if result.untouched else " → ".join(name for name, _values in result.applied)


def describe_result(result: Result, original: NDArray[np.uint8]) -> str:
    """The values that were drawn, and the size where it is another one."""
    said = [values for _name, values in result.applied if values]
    if result.image.shape != original.shape:
        said.append(_size_of(result.image))
    return " · ".join(said)


def _size_of(image: NDArray[np.uint8]) -> str:
    return f"{image.shape[1]}×{image.shape[0]}"


def _strip(transform: Transform, step: Step, image: NDArray[np.uint8], size: int, seed: int) -> list[Tile]:
    """One parameter from its low end to its high end, everything else as the form says."""
    form = make_form(transform.name, size)
    sliding = {
        name: field for name, field in form.model_fields.items() if isinstance(field.default, tuple | int | float)
    }
    sliding = {name: field for name, field in sliding.items() if not isinstance(field.default, bool)}
    if not sliding:
        st.caption(_("{transform} has nothing to slide.").format(transform=transform.name))
        return draw_tiles(image, [])
    titles = {name: _(field.title or name) for name, field in sliding.items()}
    name = st.selectbox(_("Parameter"), list(titles), format_func=titles.__getitem__, key=f"strip-{transform.name}")
    tiles = [Tile(image, _("Original"), _size_of(image), "original")]
    for number, value in enumerate(_between(sliding[name])):
        parameters = from_form(
            transform.name,
            to_form(transform.name, {**step.parameters, name: value}, size),
            step.parameters,
        )
        try:
            one = Step(transform=transform.name, p=1.0, parameters=parameters)
            result = preview(Pipeline(steps=(one,)), image, 1, seed)[0]
        except Exception as error:  # An end of a range may go with nothing else.
            st.caption(str(error).splitlines()[0][:200])
            continue
        shown = value[0] if isinstance(value, list) else value
        tiles.append(
            Tile(result.image, f"{titles[name]} {shown:.3g}", describe_result(result, image), f"strip {number}")
        )
    return tiles


def _between(field: Any) -> list[Any]:  # noqa: ANN401 - a pydantic field
    """Values from the low end of a field to its high end."""
    pair = range_bounds(field)
    if pair is None:
        low, high = bounds(field)
        values = np.linspace(float(low or 0), float(high or 0), STEPS)
        kind = type(field.default)
        return [kind(round(value)) if kind is int else float(value) for value in values]
    kind = type(field.default[0])
    values = np.linspace(*pair, STEPS)
    return [[kind(round(one)) if kind is int else float(one)] * 2 for one in values]


def _on_images(step: Step, images: Sequence[NDArray[np.uint8]], seed: int) -> list[Tile]:
    tiles = []
    for number, image in enumerate(images):
        tiles.append(Tile(image, _("Original"), "", f"original {number}"))
        for draw, result in enumerate(preview(Pipeline(steps=(step,)), image, 2, seed)):
            tiles.append(Tile(result.image, name_result(result), describe_result(result, image), f"{number} {draw}"))
    return tiles


def _against_others(step: Step, image: NDArray[np.uint8], size: int, seed: int) -> list[Tile]:
    names = [name for name in list_transforms() if name != step.transform]
    usual = [
        name for name in ("HorizontalFlip", "Rotate", "ColorJitter", "GaussNoise", "CoarseDropout") if name in names
    ]
    chosen = st.multiselect(_("Beside it"), names, default=usual, key="explore-others")
    tiles = [Tile(image, _("Original"), _size_of(image), "original")]
    others = [Step(transform=name, p=1.0, parameters=new_parameters(name, size)) for name in chosen]
    for one in (step.model_copy(update={"p": 1.0}), *others):
        for draw, result in enumerate(preview(Pipeline(steps=(one,)), image, 2, seed)):
            tiles.append(Tile(result.image, one.transform, describe_result(result, image), f"{one.transform} {draw}"))
    return tiles
