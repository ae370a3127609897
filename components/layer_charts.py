"""Charts of what the layers of a network do, epoch by epoch; nothing of Streamlit in here."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from components.charts import TRAIN_COLOR, Option
from lab.i18n import _
from lab.runs.insight import KINDS, Look

DEAD_COLOR = "#d55e00"
FAINT = "rgba(100, 116, 139, 0.10)"
# More cells than this only take time to send.
MOST_CELLS = 2000
MOST_RIDGES = 16
# A ridge reaches so far into those behind it.
RIDGE_HEIGHT = 2.2
# So much shorter than the longest one is as good as none, and as far as the colours go.
DECADES = 6.0
# What is rare is to be seen beside what is frequent; of a ReLU's outputs most are 0.
ROOTS = {"weights": 2, "gradients": 2, "activations": 4}
ROW_PIXELS, CHART_PIXELS = 18, 110


def gradients_option(looks: Sequence[Look]) -> Option:
    """The length of each layer's gradient by epoch; the fainter, the less a layer learns.

    Args:
        looks: with layers.
    """
    looks = _thin(looks)
    norms = np.array([look.gradient_norms for look in looks], float)
    lengths = norms[norms > 0]
    high = float(np.log10(lengths.max())) if lengths.size else 0.0
    low = min(max(float(np.log10(lengths.min())), high - DECADES), high - 1) if lengths.size else -1.0
    logs = np.log10(np.clip(norms, 10**low, None))
    return _heat_map(looks, logs, norms, (low, high), TRAIN_COLOR, (f"{10**high:.2g}", f"{10**low:.2g}"))


def dead_option(looks: Sequence[Look]) -> Option:
    """The share of dead units of each ReLU by epoch; the stronger, the more.

    Args:
        looks: with layers.
    """
    looks = _thin(looks)
    shares = np.array([look.dead_shares for look in looks], float)
    return _heat_map(looks, shares, 100 * shares, (0.0, 1.0), DEAD_COLOR, ("100%", "0%"))


def overview_height(count: int) -> int:
    """How high an overview of so many layers is drawn, in pixels."""
    return CHART_PIXELS + ROW_PIXELS * min(count, 40)


def ridges_option(looks: Sequence[Look], layer: str, kind: str) -> Option:
    """The histograms of a layer, one behind the other, the newest in front.

    Each is drawn to a height of its own, over the same axis of values; the heights are roots of the counts (`ROOTS`).

    Args:
        looks: with layers.
        layer: its name.
        kind: one of `KINDS`.
    """
    place = looks[-1].layers.index(layer), KINDS.index(kind)
    filled = [look for look in looks if np.isfinite(look.ranges[place[1], place[0]]).all()]
    shown = [filled[at] for at in _spread(len(filled), MOST_RIDGES)]
    series = [
        _ridge(look, *place, len(shown) - 1 - rank, rank / max(1, len(shown) - 1)) for rank, look in enumerate(shown)
    ]
    axis = {"splitLine": {"show": False}}
    return {
        "animation": False,
        "grid": {"left": 12, "right": 40, "top": 12, "bottom": 36},
        "xAxis": {**axis, "type": "value", "scale": True, "name": _axis_name(kind), "nameLocation": "middle",
            "nameGap": 24},
        "yAxis": {**axis, "type": "value", "show": False, "min": 0, "max": len(shown) - 1 + RIDGE_HEIGHT},
        "series": series,
    }  # fmt: skip


def _ridge(look: Look, layer: int, kind: int, base: float, age: float) -> Option:
    counts = look.counts[kind, layer].astype(float)
    low, high = (float(end) for end in look.ranges[kind, layer])
    heights = base + RIDGE_HEIGHT * (counts / max(1.0, counts.max())) ** (1 / ROOTS[KINDS[kind]])
    edges = np.linspace(low, high, len(counts) + 1)
    # From the ground up and back to it.
    x = [low, *((edges[:-1] + edges[1:]) / 2), high]
    y = [base, *heights, base]
    return {
        "name": str(look.epoch),
        "type": "line",
        "data": [[float(f"{a:.6g}"), round(float(b), 3)] for a, b in zip(x, y, strict=True)],
        "showSymbol": False,
        "silent": True,
        "color": TRAIN_COLOR,
        "lineStyle": {"width": 1.2, "opacity": round(0.45 + 0.55 * age, 2)},
        "areaStyle": {"opacity": round(0.12 + 0.4 * age, 2), "origin": base},
        "endLabel": {"show": True, "formatter": "{a}", "distance": 4},
    }


def _axis_name(kind: str) -> str:
    return {
        "weights": _("Value of a weight"),
        "gradients": _("Gradient of the loss by a weight"),
        "activations": _("Output"),
    }[kind]


def _heat_map(
    looks: Sequence[Look],
    colors: NDArray[np.float64],
    values: NDArray[np.float64],
    ends: tuple[float, float],
    color: str,
    names: tuple[str, str],
) -> Option:
    """Layers by epoch.

    Args:
        looks: a column each.
        colors: (looks, layers), what the colour tells; NaN leaves a cell out.
        values: (looks, layers), what the words tell.
        ends: the lowest and the highest colour.
        color: of the highest.
        names: of the highest and the lowest, in words.
    """
    layers = [layer for place, layer in enumerate(looks[-1].layers) if np.isfinite(colors[:, place]).any()]
    rows = {layer: row for row, layer in enumerate(layers)}
    cells = [
        [column, rows[layer], round(float(colors[column, place]), 4), layer, look.epoch, f"{values[column, place]:.3g}"]
        for column, look in enumerate(looks)
        for place, layer in enumerate(look.layers)
        if layer in rows and np.isfinite(colors[column, place])
    ]
    axis = {"type": "category", "axisTick": {"show": False}, "axisLine": {"show": False}, "splitLine": {"show": False}}
    return {
        "animation": False,
        "grid": {"left": 8, "right": 12, "top": 8, "bottom": 64, "containLabel": True},
        "tooltip": {"formatter": f"{{@[3]}}<br>{_('Epoch')} {{@[4]}}: {{@[5]}}"},
        "xAxis": {**axis, "data": [look.epoch for look in looks], "name": _("Epoch"), "nameLocation": "middle",
            "nameGap": 24},
        "yAxis": {**axis, "data": layers, "inverse": True, "axisLabel": {"width": 110, "overflow": "truncate"}},
        "visualMap": {"type": "continuous", "dimension": 2, "min": ends[0], "max": ends[1], "text": list(names),
            "inRange": {"color": [FAINT, color]}, "orient": "horizontal", "left": "center", "bottom": 0,
            "itemWidth": 10, "itemHeight": 120},
        "series": [{"type": "heatmap", "data": cells, "progressive": 0}],
    }  # fmt: skip


def _thin(looks: Sequence[Look]) -> list[Look]:
    return [looks[at] for at in _spread(len(looks), max(2, MOST_CELLS // max(1, len(looks[-1].layers))))]


def _spread(count: int, most: int) -> list[int]:
    """At most so many places at equal distances, the first and the last among them."""
    return sorted(set(np.linspace(0, count - 1, min(count, most)).round().astype(int).tolist())) if count else []
