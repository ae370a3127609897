"""One image with what the networks answer: the likeliest classes as bars, and how sure they are."""

import streamlit as st

from components import session
from components.answer_tiles import COLORS
from components.answering import Answered
from components.charts import top_classes_option
from components.gallery import fit_into
from components.resemblance import draw_strangeness
from components.verbatim import verbatim
from lab.i18n import _
from lab.looking.answers import UNSURE_BELOW, Answers, measure_entropy

TOP = 5
PICTURE_SIDE, SEEN_SIDE = 360, 150


def draw_answer_card(answered: Answered, index: int) -> None:
    """Draw an image large, and the answer of each network beside it.

    Args:
        answered: images with answers.
        index: of the image.
    """
    several = len(answered.predictors) > 1
    with st.container(border=True):
        picture, *places = st.columns([2, 3, 3] if several else [2, 1, 4], vertical_alignment="top")
        image = answered.images[index]
        large = session.keep_latest(
            "answer-picture", (answered.key, index), lambda: fit_into(image.read(shortest=PICTURE_SIDE), PICTURE_SIDE)
        )
        picture.image(large, caption=verbatim(image.name), width="stretch")
        if not several:
            size = answered.predictors[0].preparation.size
            seen = fit_into(answered.pixels[0][index], PICTURE_SIDE)
            caption = _("What the network saw: {size}×{size}").format(size=size)
            places.pop(0).image(seen, caption=caption, width=SEEN_SIDE)
        for number, (place, answers) in enumerate(zip(places, answered.answers, strict=True)):
            with place:
                if several:
                    st.caption(verbatim(answered.predictors[number].title))
                _draw_answer(answers, index, answered.truths[index], COLORS[number], f"top-{number}")
                draw_strangeness(answered, number, index)


def _draw_answer(answers: Answers, index: int, truth: str, color: str, key: str) -> None:
    ranked = answers.rank(index, TOP)
    name, probability = ranked[0]
    st.markdown(f"### {verbatim(name)} · {probability:.1%}")
    _draw_doubts(answers, index, truth)
    option = top_classes_option([one for one, _share in ranked], [share for _name, share in ranked], color)
    st.echarts_chart(option, key=key, height=30 + 28 * len(ranked))


def _draw_doubts(answers: Answers, index: int, truth: str) -> None:
    """What is to be said besides: whether it is right, and whether it may be believed."""
    badges = []
    if truth:
        right = answers.names[index] == truth
        text = _("right") if right else _("truly {name}").format(name=verbatim(truth))
        badges.append(f":green-badge[:material/check: {text}]" if right else f":red-badge[:material/close: {text}]")
    if answers.unsure[index]:
        badges.append(f":orange-badge[:material/help: {_('The network is not sure')}]")
    if badges:
        entropy = measure_entropy(answers.probabilities[index])
        text = _(
            "Not sure: no class gets {limit:.0%}. Of all that could be left open (entropy), {entropy:.0%} is. Even a "
            "sure answer may be wrong: the probabilities always add up to 1, whatever the image shows."
        )
        st.markdown(" ".join(badges), help=text.format(limit=UNSURE_BELOW, entropy=float(entropy)))
