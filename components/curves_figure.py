"""Lines over a common axis: points in, a Plotly figure out; nothing of Streamlit in here."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.charts import Option

MOST_POINTS = 400


@dataclass(frozen=True)
class Curve:
    """A line of a chart.

    Attributes:
        name: what the legend calls it.
        color: any CSS colour.
        x: ascending.
        y: of the same length; None where there is no value.
        markers: whether each point is marked.
        dash: "solid", "dot" or "dash".
        in_legend: whether the legend names it.
    """

    name: str
    color: str
    x: Sequence[float] | NDArray[np.float64]
    y: Sequence[float | None] | NDArray[np.float64]
    markers: bool = True
    dash: str = "solid"
    in_legend: bool = True


def thin(
    x: NDArray[np.float64], y: NDArray[np.float64], limit: int = MOST_POINTS
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Leave out points so that the line looks the same: of each stretch its lowest and highest stay.

    Args:
        x: (count,), ascending.
        y: (count,), NaN where there is no value.
        limit: at most this many points are kept, at least 4.

    Returns:
        The kept x and y, the first and the last among them.
    """
    if len(x) <= limit:
        return x, y
    buckets = np.array_split(np.arange(len(x)), max(1, (limit - 2) // 2))
    filled = np.where(np.isfinite(y), y, np.nanmean(y) if np.isfinite(y).any() else 0.0)
    extremes = [
        edge for bucket in buckets for edge in (bucket[filled[bucket].argmin()], bucket[filled[bucket].argmax()])
    ]
    kept = np.unique([0, *extremes, len(x) - 1])
    return x[kept], y[kept]


def curves_figure(curves: Sequence[Curve], *, x_name: str, revision: str, largest: float | None = None) -> Option:
    """Lines over a common axis, for `components.live_chart`.

    Args:
        curves: the lines, the last one on top.
        x_name: what the x axis counts.
        revision: as long as it stays the same, an update keeps the zoom.
        largest: the end of the y axis, where it has one by nature.

    Returns:
        "traces" and "layout" as Plotly's JavaScript takes them.
    """
    # Plotly would invent numbers for axes along which there is nothing yet.
    unknown = {} if any(len(curve.x) for curve in curves) else {"showticklabels": False}
    return {
        "traces": [_trace(curve) for curve in curves],
        "layout": {
            "uirevision": revision,
            # On the right stand Plotly's buttons.
            "margin": {"l": 44, "r": 36, "t": 8, "b": 40},
            "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
            "hovermode": "x unified",
            "xaxis": {"title": {"text": x_name}, "rangemode": "tozero", **unknown},
            "yaxis": {"autorangeoptions": {} if largest is None else {"maxallowed": largest}, **unknown},
        },
    }


def _trace(curve: Curve) -> Option:
    return {
        "type": "scatter",
        "name": curve.name,
        "mode": "lines+markers" if curve.markers else "lines",
        "x": np.asarray(curve.x, float).tolist(),
        "y": [None if y is None or not np.isfinite(y) else float(y) for y in curve.y],
        "line": {"color": curve.color, "width": 2 if curve.markers else 1, "dash": curve.dash},
        "showlegend": curve.in_legend,
        "marker": {"size": 5},
        "hovertemplate": "%{y:.4f}",
    }
