"""All images with their answers: sorted, filtered, in pages, and as a table to take away."""

import math
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components import session
from components.answer_tiles import AnswerTile, draw_answer_tiles
from components.answering import Answered
from components.formatting import format_percent
from components.gallery import fit_into
from components.image_sources import IMAGE_LINK
from components.linked import read_link, write_link
from components.verbatim import verbatim
from lab.datasets.base import Skipped
from lab.i18n import N_, _, ngettext
from lab.judging.interval import wilson_interval
from lab.looking.answers import Order, find_differences, order_images
from lab.looking.table import write_table

V = TypeVar("V", bound=str)
PAGE_SIZE = 24
TILE_CLASSES = 3
TILE_SIDE = 150
REASONS_SHOWN = 10
ORDERS: dict[Order, str] = {"unsure": N_("Least sure first"), "sure": N_("Surest first"), "name": N_("By name")}
FILTERS = {
    "all": N_("All"),
    "unsure": N_("Not sure"),
    "wrong": N_("Wrong"),
    "different": N_("Only where they differ"),
}


def draw_skipped(skipped: Sequence[Skipped]) -> None:
    """Name the files that were left out, with the reasons."""
    if not skipped:
        return
    count = ngettext("One file was left out.", "{count} files were left out.", len(skipped))
    text = count + "\n" + "\n".join(f"- {one.reason}" for one in skipped[:REASONS_SHOWN])
    more = len(skipped) - REASONS_SHOWN
    if more > 0:
        text += "\n- " + _("… and {count:,} more: the table has them all.").format(count=more)
    st.warning(text, icon=":material/image_not_supported:")


def draw_summary(answered: Answered) -> None:
    """Say how many are right, where that is known, and how often two networks differ."""
    known = [index for index, truth in enumerate(answered.truths) if truth]
    if len(known) > 1:
        for predictor, answers in zip(answered.predictors, answered.answers, strict=True):
            right = sum(answers.names[index] == answered.truths[index] for index in known)
            low, high = wilson_interval(right, len(known))
            text = _("**{share}** of {count:,} are right; with a confidence of 95%, {low} to {high}.")
            values = {"share": format_percent(right / len(known)), "count": len(known)}
            name = f"{verbatim(predictor.title)}: " if len(answered.predictors) > 1 else ""
            st.markdown(name + text.format(**values, low=format_percent(low), high=format_percent(high)))
    if len(answered.answers) > 1:
        count = int(find_differences(*answered.answers).sum())
        text = _("They differ in {count:,} of {total:,} images.")
        st.markdown(text.format(count=count, total=len(answered.images)))


def draw_answer_list(answered: Answered) -> int:
    """Draw the images in pages; a click chooses one, and the address says which.

    Args:
        answered: two or more images with answers.

    Returns:
        The place of the chosen image.
    """
    order, shown = _choose_order(answered)
    places = [place for place in order if _passes(answered, place, shown)]
    if not places:
        st.info(_("No image is left by this filter."))
        return order[0]
    first = str(places[0])
    chosen = read_link(IMAGE_LINK, [str(place) for place in places], first)
    page = _choose_page(len(places))
    tiles = _make_tiles(answered, tuple(places[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]))
    clicked = draw_answer_tiles(tiles, chosen, key=f"answers-{hash(answered.key)}")
    if clicked and int(clicked) in places:
        chosen = clicked
    write_link(IMAGE_LINK, chosen, first)
    return int(chosen)


def draw_table_button(answered: Answered) -> None:
    """Draw the button that gives all answers as CSV."""
    st.download_button(
        _("CSV of all answers"),
        lambda: _write(answered),
        file_name="predictions.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="answers-csv",
        help=_("A row for each image with the probability of every class, and one for each file that was left out."),
    )


def _write(answered: Answered) -> str:
    titles = [predictor.title for predictor in answered.predictors]
    names = [image.name for image in answered.images]
    answers = dict(zip(titles, answered.answers, strict=True))
    # For Excel, which takes a file without this mark to be in another encoding.
    return "\ufeff" + write_table(names, answered.truths, answers, answered.skipped)


def _choose_order(answered: Answered) -> tuple[list[int], str]:
    allowed = ["all", "unsure"] + ["wrong"] * any(answered.truths) + ["different"] * (len(answered.answers) > 1)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        order = _choose("order", _("Order"), ORDERS)
        shown = _choose("show", _("Show"), {name: FILTERS[name] for name in allowed})
        draw_table_button(answered)
    names = [image.name for image in answered.images]
    return order_images(names, answered.answers[0], order), shown


def _choose(link: str, label: str, options: dict[V, str]) -> V:
    first = next(iter(options))
    chosen = st.segmented_control(
        label,
        list(options),
        default=read_link(link, options, first),
        required=True,
        format_func=lambda one: _(options[one]),
        key=f"answers-{link}-{len(options)}",
    )
    write_link(link, chosen, first)
    return chosen


def _passes(answered: Answered, place: int, shown: str) -> bool:
    first = answered.answers[0]
    if shown == "unsure":
        return any(bool(answers.unsure[place]) for answers in answered.answers)
    if shown == "wrong":
        truth = answered.truths[place]
        return bool(truth) and any(answers.names[place] != truth for answers in answered.answers)
    return shown != "different" or first.names[place] != answered.answers[1].names[place]


def _choose_page(count: int) -> int:
    pages = math.ceil(count / PAGE_SIZE)
    if pages == 1:
        return 0
    return st.pagination(pages, key=f"answers-page-{count}") - 1


def _make_tiles(answered: Answered, places: tuple[int, ...]) -> list[AnswerTile]:
    # Decoding large files anew at every click would be felt.
    pictures = session.keep_latest(
        "answer-pictures", (answered.key, places), lambda: [_read_small(answered, place) for place in places]
    )
    return [_make_tile(answered, *pair) for pair in zip(places, pictures, strict=True)]


def _read_small(answered: Answered, place: int) -> NDArray[np.uint8]:
    image = answered.images[place].read(shortest=TILE_SIDE)
    return fit_into(image, TILE_SIDE) if max(image.shape[:2]) > TILE_SIDE else image


def _make_tile(answered: Answered, place: int, picture: NDArray[np.uint8]) -> AnswerTile:
    image, truth = answered.images[place], answered.truths[place]
    notes = []
    if truth and any(answers.names[place] != truth for answers in answered.answers):
        notes.append(_("truly {name}").format(name=truth))
    if any(bool(answers.unsure[place]) for answers in answered.answers):
        notes.append(_("not sure"))
    ranked = [answers.rank(place, TILE_CLASSES) for answers in answered.answers]
    return AnswerTile(str(place), picture, image.name, ranked, " · ".join(notes))
