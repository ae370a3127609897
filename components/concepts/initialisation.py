"""What every layer of a deep network gives, and what of an error comes back to it."""

import numpy as np
import streamlit as st

from components.charts import GREY_COLOR, TRAIN_COLOR, VALIDATION_COLOR, Option
from components.formatting import format_percent
from lab.concepts.deep_network import Array, run_through
from lab.concepts.initialisation import Initialisation
from lab.i18n import _

REACH, BINS = 3.0, 61
HEIGHT, LOW_HEIGHT = 380, 230
# What is further from 1 leaves the picture of deviations.
LEAST, LARGEST = 1e-24, 1e24


def draw(concept: Initialisation, key: str) -> None:
    """Draw the distributions through depth, and how the gradient fares with and without a residual connection.

    Args:
        concept: the settings.
        key: the pictures' name.
    """
    flow = run_through(concept.design())
    outputs, gradients = st.columns(2, gap="medium")
    with outputs:
        st.caption(_("Forward: what leaves every layer, from the first below; σ is its deviation."))
        st.echarts_chart(ridges_option(flow.outputs, TRAIN_COLOR), key=f"{key}.outputs", height=HEIGHT)
    with gradients:
        st.caption(_("Backward: what comes back of an error with deviation 1 at the last layer."))
        st.echarts_chart(ridges_option(flow.output_gradients, VALIDATION_COLOR), key=f"{key}.gradients", height=HEIGHT)
    plain, residual = (run_through(concept.design(residual=one)).output_gradients for one in (False, True))
    st.caption(_("The deviation of the gradient by depth, for the same layers without and with a residual connection."))
    option = depth_option({_("Plain"): plain, _("Residual"): residual}, concept.residual)
    st.echarts_chart(option, key=f"{key}.depth", height=LOW_HEIGHT)
    first, last = flow.output_gradients[0], flow.outputs[-1]
    figures = {
        _("Deviation that arrives"): format_deviation(float(last.std())),
        _("Gradient at the first layer"): format_deviation(float(first.std())),
        _("Without slope"): format_percent(flow.flat_share),
    }
    with st.container(horizontal=True, gap="large"):
        for name, figure in figures.items():
            st.metric(name, figure, width="content")


def format_deviation(value: float) -> str:
    """Two figures however small or large it is: 0.98, 3.1e−7."""
    if value == 0 or 0.01 <= value < 1000:
        return f"{value:.2g}" if value < 100 else f"{value:.0f}"
    digits, power = f"{value:.1e}".split("e")
    return f"{digits}e{int(power)}".replace("-", "−")


def ridges_option(layers: list[Array], color: str) -> Option:
    """The chart of one distribution a layer, the first one below; what lies beyond counts for the outermost bins.

    Args:
        layers: of each, any numbers.
        color: of all.
    """
    edges = np.linspace(-REACH, REACH, BINS + 1)
    middles = ((edges[:-1] + edges[1:]) / 2).round(3).tolist()
    series = []
    # From behind to in front, each laid over the one above.
    for number in range(len(layers), 0, -1):
        values = layers[number - 1]
        counts, _edges = np.histogram(np.clip(values, -REACH, REACH), edges)
        heights = (number + 0.9 * counts / max(1, counts.max())).round(3).tolist()
        label = {"show": True, "formatter": f"σ {format_deviation(float(values.std()))}", "fontSize": 10}
        series.append(
            {
                "type": "line",
                # Down to the ground at both ends, where σ is written.
                "data": [[-REACH, number], *zip(middles, heights, strict=True), [REACH, number]],
                "color": color,
                "symbol": "none",
                "lineStyle": {"width": 1.5},
                "areaStyle": {"origin": number, "opacity": 0.35},
                "endLabel": label,
            }
        )
    return {
        "animation": False,
        "tooltip": {"show": False},
        "grid": {"left": 34, "right": 74, "top": 8, "bottom": 26},
        "xAxis": {"type": "value", "min": -REACH, "max": REACH},
        "yAxis": {
            "type": "value",
            "min": 1,
            "max": len(layers) + 1,
            "interval": 1 if len(layers) <= 10 else 3,
            "splitLine": {"show": False},
            "axisLabel": {"showMaxLabel": False},
        },
        "series": series,
    }


def depth_option(kinds: dict[str, list[Array]], is_residual: bool) -> Option:
    """The chart of the gradient's deviation by depth; there is no point where it is exactly zero.

    Args:
        kinds: gradients by each layer's outputs without and with a residual connection, by what the legend calls them.
        is_residual: whether the second one is looked at.
    """
    series: list[Option] = []
    present: list[float] = []
    for place, (name, gradients) in enumerate(kinds.items()):
        deviations = [float(one.std()) for one in gradients]
        # A logarithmic axis would write 0.00000001: powers of ten are drawn themselves.
        shown = [None if one == 0 else round(float(np.log10(np.clip(one, LEAST, LARGEST))), 3) for one in deviations]
        present += [one for one in shown if one is not None]
        style = {"width": 3 if bool(place) == is_residual else 1.8}
        series.append(
            {
                "name": name,
                "type": "line",
                "data": [[number, value] for number, value in enumerate(shown, 1)],
                "color": VALIDATION_COLOR if bool(place) == is_residual else GREY_COLOR,
                "symbolSize": 6,
                "lineStyle": style,
            }
        )
    ends = np.array([*present, -1, 1])
    return {
        "animation": False,
        "legend": {"top": 0},
        "tooltip": {"show": False},
        "grid": {"left": 48, "right": 20, "top": 34, "bottom": 26},
        "xAxis": {"type": "value", "min": 1, "max": max(len(one) for one in kinds.values()), "minInterval": 1},
        "yAxis": {
            "type": "value",
            "min": float(np.floor(ends.min())),
            "max": float(np.ceil(ends.max())),
            "minInterval": 1,
            "axisLabel": {"formatter": "1e{value}"},
        },
        "series": series,
    }
