"""Ways to look closer at one image and its answer."""

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from components.answering import Answered
from components.linked import read_link, write_link
from components.resemblance import draw_resemblance
from components.robustness_view import draw_robustness
from components.seen_steps import draw_seen_steps
from lab.i18n import N_, _

NOTHING = ""


class View(NamedTuple):
    """A way to look closer.

    Attributes:
        title: what it is called, to be translated.
        icon: a Material symbol.
        draw: draws it for an image, by its place among answered ones.
    """

    title: str
    icon: str
    draw: Callable[[Answered, int], None]


VIEWS = {
    "steps": View(N_("What the network saw"), ":material/photo_filter:", draw_seen_steps),
    "resembles": View(N_("What it resembles"), ":material/bubble_chart:", draw_resemblance),
    "robustness": View(N_("Robustness"), ":material/tune:", draw_robustness),
}


def draw_closer_look(answered: Answered, index: int) -> None:
    """Draw the choice of a view, and the view.

    Args:
        answered: images with answers.
        index: of the image that is looked at.
    """
    # Of many images one wants to see the others first.
    usual = "steps" if len(answered.images) == 1 else NOTHING
    chosen = (
        st.pills(
            _("Look closer"),
            list(VIEWS),
            default=read_link("view", VIEWS, usual) or None,
            format_func=lambda one: f"{VIEWS[one].icon} {_(VIEWS[one].title)}",
            key=f"closer-look-{usual}",
        )
        or NOTHING
    )
    write_link("view", chosen, usual)
    if chosen:
        VIEWS[chosen].draw(answered, index)
