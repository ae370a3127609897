"""Where it looks: the places of an image that speak for a class, by several methods."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.asking import explain_image, predict_image
from components.deletion_check import draw_deletion_check
from components.explanation_settings import draw_explanation_settings
from components.formatting import format_percent
from components.heat_map import HeatMap, draw_heat_maps, draw_opacity_slider
from components.image_choice import ChosenImage
from components.verbatim import verbatim
from lab.explanations import Explanation
from lab.explanations.base import Maps
from lab.i18n import _
from lab.trained import TrainedNetwork

# The answer, and one beside it.
ALWAYS_SHOWN = 2


@dataclass(frozen=True)
class ShownClass:
    """A class whose maps are shown.

    Attributes:
        number: of the class.
        role: why it is shown.
        probability: that the network gives to it, 0…1.
    """

    number: int
    role: str
    probability: float


def draw_where_it_looks(network: TrainedNetwork, image: ChosenImage) -> None:
    """Draw the maps of every method, for the network's answer and for what it may have mistaken it for.

    Args:
        network: whose answer is explained.
        image: what it is shown.
    """
    probabilities = predict_image(network, image.pixels)
    if probabilities is None:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = _choose_class(network.labels) if len(network.labels) > ALWAYS_SHOWN else None
        explanations = draw_explanation_settings(network)
    classes = list_classes(probabilities, image.truth, wanted)
    _draw_answer(network.labels, classes[0], image.truth)
    draw_opacity_slider()
    maps = _draw_maps(network, image.pixels, classes, explanations)
    st.caption(
        _("Red and yellow speak for the class, blue speaks against it; Grad-CAM and Grad-CAM++ show only the former.")
    )
    if maps:
        draw_deletion_check(network, image.pixels, classes[0].number, maps)


def list_classes(probabilities: NDArray[np.float32], truth: int | None, wanted: int | None) -> list[ShownClass]:
    """The classes to show: the answer; beside it the truth, or else the second choice; and one that is asked for.

    Args:
        probabilities: (num_classes,).
        truth: the number of the image's class, where it is known.
        wanted: the number of one more class.
    """
    order = [int(number) for number in np.argsort(-probabilities, kind="stable")]
    roles = {order[0]: _("its answer")}
    if truth is not None and truth != order[0]:
        roles[truth] = _("the truth")
    elif len(order) > 1:
        roles[order[1]] = _("its second choice")
    if wanted is not None:
        roles.setdefault(wanted, _("chosen by you"))
    return [ShownClass(number, role, float(probabilities[number])) for number, role in roles.items()]


def _choose_class(labels: Sequence[str]) -> int | None:
    return st.selectbox(
        _("One more class"),
        range(len(labels)),
        index=None,
        format_func=labels.__getitem__,
        placeholder=_("Its answer and the runner-up are shown anyway"),
        key=f"inside.class.{len(labels)}",
    )


def _draw_answer(labels: Sequence[str], answer: ShownClass, truth: int | None) -> None:
    text = _("It says **{name}**, {share}.").format(
        name=verbatim(labels[answer.number]), share=format_percent(answer.probability)
    )
    if truth is not None and truth != answer.number:
        text += " " + _("Truly it is **{name}**: compare what speaks for either.").format(name=verbatim(labels[truth]))
    st.markdown(text)


def _draw_maps(
    network: TrainedNetwork,
    pixels: NDArray[np.uint8],
    classes: Sequence[ShownClass],
    explanations: Sequence[Explanation],
) -> dict[str, Maps]:
    """A column for each method, filled as soon as its maps are there."""
    numbers = [one.number for one in classes]
    places: list[Any] = []
    for column, explanation in zip(st.columns(len(explanations)), explanations, strict=True):
        with column:
            st.markdown(
                f"**{_(explanation.title)}**",
                help=f"{_(explanation.summary)} [{explanation.paper}]({explanation.paper_address})",
            )
            places.append(st.empty())
    found: dict[str, Maps] = {}
    for place, explanation in zip(places, explanations, strict=True):
        with place.container():
            maps = explain_image(network, explanation, pixels, numbers)
        if maps is None:
            continue
        found[explanation.name] = maps
        cards = [_make_card(heat, one, network.labels[one.number]) for heat, one in zip(maps, classes, strict=True)]
        with place:
            draw_heat_maps(pixels, cards, key=f"maps-{explanation.name}")
    return found


def _make_card(heat: NDArray[np.float32], shown: ShownClass, label: str) -> HeatMap:
    role = shown.role if heat.max() > 0 else _("nothing here speaks for it")
    return HeatMap(heat, f"{label} · {format_percent(shown.probability)}", role)
