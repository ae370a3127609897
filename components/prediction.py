"""Choosing images, and showing what networks make of them."""

from collections.abc import Sequence

import streamlit as st

from components.answer_card import draw_answer_card
from components.answer_list import draw_answer_list, draw_skipped, draw_summary, draw_table_button
from components.answering import Answered, answer_images, own_augmentation
from components.closer_look import draw_closer_look
from components.image_sources import choose_images, choose_source
from components.linked import read_link, write_link
from lab.i18n import N_, _
from lab.looking.averaging import AVERAGINGS, Averaging
from lab.looking.predictor import Predictor

AVERAGING_TITLES: dict[Averaging, str] = {
    "off": N_("Off: the image alone"),
    "shifts": N_("Shifted five ways"),
    "flips": N_("Shifted and mirrored, ten ways"),
    "own": N_("16 draws of its own augmentation"),
}


def draw_prediction(predictors: Sequence[Predictor]) -> None:
    """Draw the choice of images, and the answers.

    Args:
        predictors: one network, or two that are compared.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        source = choose_source(predictors[0])
        averaging = _choose_averaging(predictors[0])
    chosen = choose_images(source, predictors[0])
    if not chosen.images and not chosen.skipped:
        return
    with st.spinner(_("Asking the network …"), show_time=True):
        answered = answer_images(chosen, predictors, averaging)
    draw_skipped(answered.skipped)
    if answered.images:
        _draw_answers(answered)


def _choose_averaging(predictor: Predictor) -> Averaging:
    allowed = [one for one in AVERAGINGS if one != "own" or own_augmentation(predictor) is not None]
    averaging: Averaging = st.selectbox(
        _("Test-time augmentation"),
        allowed,
        index=allowed.index(read_link("averaging", allowed, "off")),
        format_func=lambda one: _(AVERAGING_TITLES[one]),
        key="predict-averaging",
        width=290,
        help=_(
            "The network sees several versions of each image, and the mean of its answers counts: less luck of the "
            "draw, for as many times the work. Mirroring changes what digits and letters mean."
        ),
    )
    write_link("averaging", averaging, "off")
    return averaging


def _draw_answers(answered: Answered) -> None:
    place = st.container()
    index = 0
    if len(answered.images) > 1:
        draw_summary(answered)
        index = draw_answer_list(answered)
    else:
        draw_table_button(answered)
    with place:
        draw_answer_card(answered, index)
        draw_closer_look(answered, index)
