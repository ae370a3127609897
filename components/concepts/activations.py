"""An activation's curve and slope, and what a layer of it does to a distribution; softmax over four scores."""

from typing import cast

import numpy as np
import streamlit as st

from components.charts import TEST_COLOR, TRAIN_COLOR, VALIDATION_COLOR, Option
from components.formatting import format_metric, format_percent
from lab.concepts.activation_functions import FUNCTIONS, Array, FunctionName, softmax
from lab.concepts.activations import UNITS, Activations, run_layer
from lab.i18n import _

REACH, STEPS = 6.0, 241
# Of the distributions: how far the axis reaches, and bars.
SUMS, BINS = 8.0, 64
BOUNDED = ("sigmoid", "tanh")


def draw(concept: Activations, key: str) -> None:
    """Draw the function.

    Args:
        concept: the settings.
        key: the pictures' name.
    """
    if concept.function == "softmax":
        _draw_softmax(concept, key)
        return
    name = cast(FunctionName, concept.function)
    function = FUNCTIONS[name]
    value = float(function.value(np.array(concept.z), concept.alpha))
    slope = float(function.derivative(np.array(concept.z), concept.alpha))
    layer = run_layer(name, concept.alpha, concept.spread, concept.shift)
    st.latex(rf"f(z) = {function.formula}", width="content")
    curve, distribution = st.columns(2, gap="medium")
    with curve:
        st.caption(_("Curve and slope; the mark stands at your z."))
        st.echarts_chart(curve_option(concept), key=f"{key}.curve", height=300)
        _draw_figures({"f(z)": format_metric(value), "f′(z)": format_metric(slope)})
    with distribution:
        st.caption(_("A layer of {units} such units: the sums that arrive, and what leaves.").format(units=UNITS))
        st.echarts_chart(distribution_option(layer.sums, layer.outputs), key=f"{key}.layer", height=300)
        flat, dead = format_percent(layer.flat_share), f"{layer.dead_units} / {UNITS}"
        _draw_figures({_("Outputs without slope"): flat, _("Dead units"): dead})


def _draw_figures(figures: dict[str, str]) -> None:
    with st.container(horizontal=True, gap="large"):
        for name, figure in figures.items():
            st.metric(name, figure, width="content")


def curve_option(concept: Activations) -> Option:
    """The chart of a function, its derivative and the tangent at `z`.

    Args:
        concept: the settings; not softmax.
    """
    function = FUNCTIONS[cast(FunctionName, concept.function)]
    z = np.linspace(-REACH, REACH, STEPS)
    value, slope = (float(part(np.array(concept.z), concept.alpha)) for part in (function.value, function.derivative))
    ends = np.array([-1.5, 1.5])
    tangent = np.stack([concept.z + ends, value + slope * ends], axis=1).round(4).tolist()
    return {
        "animation": False,
        "grid": {"left": 36, "right": 12, "top": 34, "bottom": 24},
        "legend": {"top": 0},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "value", "min": -REACH, "max": REACH, "name": "z"},
        "yAxis": {"type": "value", "min": -1.5, "max": 1.5 if concept.function in BOUNDED else 4},
        "series": [
            _line("f(z)", z, function.value(z, concept.alpha), TRAIN_COLOR),
            _line("f′(z)", z, function.derivative(z, concept.alpha), VALIDATION_COLOR),
            {**_series(_("Tangent"), tangent, TEST_COLOR), "lineStyle": {"type": "dashed", "width": 2}},
            {"type": "scatter", "data": [[concept.z, round(value, 4)]], "color": TEST_COLOR, "symbolSize": 11},
        ],
    }


def _line(name: str, x: Array, y: Array, color: str) -> Option:
    return _series(name, np.stack([x, y], axis=1).round(4).tolist(), color)


def _series(name: str, points: list[list[float]], color: str) -> Option:
    return {
        "name": name,
        "type": "line",
        "data": points,
        "color": color,
        "symbol": "none",
        "clip": True,
        "lineStyle": {"width": 2.5},
    }


def distribution_option(sums: Array, outputs: Array) -> Option:
    """The chart of two distributions over one axis, as shares.

    Args:
        sums: what arrives, of any shape.
        outputs: what leaves.
    """
    edges = np.linspace(-SUMS, SUMS, BINS + 1)
    middles = (edges[:-1] + edges[1:]) / 2
    series = []
    for name, values, color in ((_("Sums"), sums, "#64748b"), (_("Outputs"), outputs, TRAIN_COLOR)):
        # What lies beyond counts for the last bar.
        counts, _edges = np.histogram(np.clip(values, edges[0], edges[-1]), edges)
        data = np.stack([middles, counts / values.size], axis=1).round(4).tolist()
        bar = {"name": name, "type": "bar", "data": data, "color": color, "barGap": "-100%", "barWidth": "90%"}
        series.append({**bar, "itemStyle": {"opacity": 0.65}})
    return {
        "animation": False,
        "grid": {"left": 40, "right": 12, "top": 34, "bottom": 24},
        "legend": {"top": 0},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "value", "min": edges[0], "max": edges[-1]},
        "yAxis": {"type": "value", "max": 0.5},
        "series": series,
    }


def _draw_softmax(concept: Activations, key: str) -> None:
    st.latex(r"p_i = \frac{e^{s_i / T}}{\sum_j e^{s_j / T}}", width="content")
    probabilities = softmax(concept.scores, concept.temperature)
    st.echarts_chart(softmax_option(concept.scores, probabilities), key=f"{key}.softmax", height=320)
    largest = format_percent(float(probabilities.max()))
    text = _("All probabilities together are 1. The prediction is class {number}, with {probability}.")
    st.caption(text.format(number=int(probabilities.argmax()) + 1, probability=largest))


def softmax_option(scores: Array, probabilities: Array) -> Option:
    """The chart of scores above and of the probabilities that softmax makes of them below.

    Args:
        scores: of each class.
        probabilities: of each class, 0…1.
    """
    names = [str(number) for number in range(1, len(scores) + 1)]
    axis = {"type": "category", "data": names}
    return {
        "animation": False,
        "legend": {"top": 0},
        "tooltip": {"trigger": "axis"},
        "grid": [{"left": 40, "right": "54%", "bottom": 30}, {"left": "54%", "right": 12, "bottom": 30}],
        "xAxis": [{**axis, "gridIndex": 0}, {**axis, "gridIndex": 1}],
        "yAxis": [
            {"type": "value", "gridIndex": 0, "min": -6, "max": 6},
            {"type": "value", "gridIndex": 1, "min": 0, "max": 1},
        ],
        "series": [
            {"name": _("Scores"), "type": "bar", "data": scores.round(3).tolist(), "color": "#64748b"},
            {
                "name": _("Probabilities"),
                "type": "bar",
                "data": probabilities.round(4).tolist(),
                "color": TRAIN_COLOR,
                "xAxisIndex": 1,
                "yAxisIndex": 1,
                "label": {"show": True, "position": "top"},
            },
        ],
    }
