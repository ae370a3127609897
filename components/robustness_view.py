"""The same image changed more and more: how long the networks stay with their answer."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components import session
from components.answer_tiles import COLORS
from components.answering import Answered, own_augmentation
from components.charts import Option
from components.failures import shown_failures
from components.gallery import fit_into
from components.linked import read_link, write_link
from components.verbatim import verbatim
from lab.i18n import _
from lab.looking.answers import Answers
from lab.looking.averaging import answer_averaged
from lab.looking.robustness import DISTURBANCES, Disturbance

PICTURE_SIDE = 220
# In the colours of the lines, which have no legend: on a telephone it would lie over them.
MARKS = (":blue[■]", ":orange[■]")


@dataclass(frozen=True)
class Watched:
    """What one network says along a disturbance.

    Attributes:
        title: of the network.
        label: the class that is watched: the true one, or the one that it answers for the untouched image.
        pixels: (values, size, size, channels), uint8: what it saw.
        answers: at each value.
    """

    title: str
    label: str
    pixels: NDArray[np.uint8]
    answers: Answers

    def confidence(self) -> NDArray[np.float32]:
        """The watched class's probability at each value, (values,)."""
        confidence: NDArray[np.float32] = self.answers.probabilities[:, self.answers.labels.index(self.label)]
        return confidence


@st.fragment
def draw_robustness(answered: Answered, index: int) -> None:
    """Draw the choice of disturbance, the slider, the picture there and the curve over the whole range.

    Args:
        answered: images with answers.
        index: of the image.
    """
    with shown_failures():
        name = st.segmented_control(
            _("What changes"),
            list(DISTURBANCES),
            default=read_link("disturbance", DISTURBANCES, "rotation"),
            required=True,
            format_func=lambda one: _(DISTURBANCES[one].title),
            key="robustness-disturbance",
        )
        write_link("disturbance", name, "rotation")
        disturbance = DISTURBANCES[name]
        st.caption(_(disturbance.explanation))
        with st.spinner(_("Asking the network …")):
            watched = [_watch(answered, index, number, name) for number in range(len(answered.predictors))]
        value = st.select_slider(
            _(disturbance.title),
            disturbance.values,
            value=disturbance.neutral,
            format_func=lambda one: f"{one:g}{disturbance.unit}",
            key=f"robustness-{name}",
        )
        _draw_at(disturbance, watched, disturbance.values.index(value))


def _watch(answered: Answered, index: int, number: int, name: str) -> Watched:
    predictor, averaging = answered.predictors[number], answered.averaging

    def ask() -> Watched:
        pixels = DISTURBANCES[name].apply(answered.pixels[number][index])
        answers = answer_averaged(predictor, pixels, averaging, own_augmentation(predictor))
        truth = answered.truths[index]
        label = truth if truth in predictor.labels else answered.answers[number].names[index]
        return Watched(predictor.title, label, pixels, answers)

    return session.keep_latest(
        f"robustness-{number}", (answered.key, answered.images[index].name, index, predictor.key, averaging, name), ask
    )


def _draw_at(disturbance: Disturbance, watched: list[Watched], place: int) -> None:
    picture, curve = st.columns([1, 3], vertical_alignment="center")
    value = f"{disturbance.values[place]:g}{disturbance.unit}"
    picture.image(fit_into(watched[0].pixels[place], PICTURE_SIDE), caption=value, width=PICTURE_SIDE)
    with curve:
        for one, mark in zip(watched, MARKS, strict=False):
            name, probability = one.answers.rank(place, 1)[0]
            said = _("At {value}: **{name}**, {share:.1%}")
            said = said.format(value=value, name=verbatim(name), share=probability)
            st.markdown(f"{mark} {verbatim(one.title)} · {said}" if len(watched) > 1 else said)
        st.echarts_chart(robustness_option(disturbance, watched, place), key="robustness-curve", height=280)
        st.caption(
            _("Line: how likely the class is held to be. Filled points: it is the answer; hollow: another one is.")
        )


def robustness_option(disturbance: Disturbance, watched: list[Watched], place: int) -> Option:
    """A line for each network over the whole range, with a mark where the slider stands.

    Args:
        disturbance: what changes.
        watched: what the networks say, one or two.
        place: of the slider among the values.
    """
    series = []
    for one, color in zip(watched, COLORS, strict=False):
        answered = [name == one.label for name in one.answers.names]
        points = [
            {
                "value": [value, round(100 * float(share), 2)],
                "itemStyle": {"color": color if stays else "transparent", "borderColor": color, "borderWidth": 2},
            }
            for value, share, stays in zip(disturbance.values, one.confidence(), answered, strict=True)
        ]
        series.append(
            {"name": one.label, "type": "line", "data": points, "color": color, "symbol": "circle", "symbolSize": 8}
        )
    # One mark for all.
    series[0]["markLine"] = {
        "symbol": "none",
        "silent": True,
        "label": {"show": False},
        "lineStyle": {"type": "dashed", "color": "#64748b"},
        "data": [{"xAxis": disturbance.values[place]}],
    }
    return {
        "animation": False,
        "grid": {"left": 8, "right": 24, "top": 12, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "value",
            "min": disturbance.values[0],
            "max": disturbance.values[-1],
            "axisLabel": {"formatter": f"{{value}}{disturbance.unit}"},
        },
        "yAxis": {"type": "value", "min": 0, "max": 100, "axisLabel": {"formatter": "{value}%"}},
        "series": series,
    }
