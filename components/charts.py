"""Charts: data in, an ECharts option or a Plotly figure out; nothing of Streamlit in here.

Training and validation have the same colours on every chart of the site.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lab.i18n import _
from lab.scaling.histogram import Histogram

TRAIN_COLOR = "#2563eb"
VALIDATION_COLOR = "#ea580c"
TEST_COLOR = "#0d9488"
# Okabe and Ito, 2008: colours that people who see few of them can tell apart.
RUN_COLORS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#8a7a00", "#64748b")
BATCH_COLOR = "rgba(37, 99, 235, 0.35)"
PART_COLORS = {"train": TRAIN_COLOR, "validation": VALIDATION_COLOR, "test": TEST_COLOR, "": TRAIN_COLOR}
CHANNEL_COLORS = ("#dc2626", "#16a34a", "#2563eb")
GREY_COLOR = "#64748b"
EDGE_COLOR = "#1e3a8a"

Option = dict[str, Any]

# More classes than this and numbers in the cells cannot be read.
MOST_NUMBERED_CLASSES = 20
# So few names stand beside one another without turning.
FEW_CLASSES = 6


def top_classes_option(names: Sequence[str], probabilities: Sequence[float], color: str = TRAIN_COLOR) -> Option:
    """Horizontal bars, the likeliest class on top.

    Args:
        names: the classes.
        probabilities: 0…1, the largest first.
        color: of the first bar.
    """
    label = {"show": True, "position": "right", "formatter": "{c}%"}
    bars = [
        {"value": round(100 * probability, 2), "itemStyle": {"color": color if rank == 0 else GREY_COLOR}}
        for rank, probability in enumerate(probabilities)
    ]
    return {
        "animation": False,
        "grid": {"left": 4, "right": 60, "top": 4, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "value", "min": 0, "max": 100, "show": False},
        "yAxis": {"type": "category", "data": list(names), "inverse": True, "axisTick": {"show": False}},
        "series": [{"type": "bar", "data": bars, "barMaxWidth": 22, "label": label}],
    }


def confusion_option(confusion: NDArray[np.int64], names: Sequence[str]) -> Option:
    """A matrix whose colour is the share of each row.

    Args:
        confusion: (classes, classes) counts, rows being true classes.
        names: the classes.
    """
    shares = confusion / np.maximum(confusion.sum(axis=1, keepdims=True), 1)
    numbered = len(names) <= MOST_NUMBERED_CLASSES
    cells = [
        {
            "value": [column, row, round(float(shares[row, column]), 4)],
            "label": _cell_label(int(confusion[row, column]), float(shares[row, column])),
            "name": f"{names[row]} → {names[column]}: {confusion[row, column]}",
        }
        for row in range(len(names))
        for column in range(len(names))
    ]
    longest = max(len(name) for name in names)
    # Room for the class names, about 7 pixels a letter.
    gap, turn = 7 * min(longest, 14), 0 if longest <= 2 else 90
    if not turn:
        gap = 14
    axis = {"type": "category", "data": list(names), "axisTick": {"show": False}, "nameLocation": "middle"}
    return {
        "animation": False,
        "grid": {"left": 34, "right": 8, "top": 8, "bottom": 34, "containLabel": True},
        "tooltip": {"formatter": "{b}"},
        "xAxis": {**axis, "name": _("Predicted"), "nameGap": 16 + gap, "axisLabel": {"rotate": turn}},
        "yAxis": {**axis, "name": _("True"), "inverse": True, "nameGap": 16 + gap},
        "visualMap": {"min": 0, "max": 1, "show": False, "inRange": {"color": ["rgba(37,99,235,0.04)", TRAIN_COLOR]}},
        "series": [
            {
                "type": "heatmap",
                "data": cells,
                "label": {"show": numbered},
                "selectedMode": "single",
                "select": {"itemStyle": {"borderColor": TEST_COLOR, "borderWidth": 2}},
            }
        ],
    }


def class_counts_option(names: Sequence[str], counts: Mapping[str, Sequence[int]]) -> Option:
    """Bars by class, one part on top of the other.

    Args:
        names: the classes.
        counts: for each part a count for each class; "" where the data set has no parts.
    """
    titles = {"train": _("Training"), "validation": _("Validation"), "test": _("Test"), "": _("Images")}
    turn = 0 if len(names) <= FEW_CLASSES else 30 if len(names) <= MOST_NUMBERED_CLASSES else 90
    return {
        "animation": False,
        "grid": {"left": 8, "right": 8, "top": 36, "bottom": 8, "containLabel": True},
        "legend": {"show": "" not in counts, "top": 0},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "category", "data": list(names), "axisLabel": {"rotate": turn}},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {
                "name": titles[part],
                "type": "bar",
                "stack": "all",
                "data": list(values),
                "color": PART_COLORS[part],
                "barMaxWidth": 90,
            }
            for part, values in counts.items()
        ],
    }


def histogram_option(histogram: Histogram, *, channels: Sequence[int] | None = None, log: bool = False) -> Option:
    """How often each value occurs, by channel.

    Args:
        histogram: of scaled or unscaled pixels; 1 channel is drawn in grey, 3 in red, green and blue.
        channels: which of them to draw; all by default.
        log: a logarithmic axis of shares.
    """
    count = len(histogram.shares)
    colors = CHANNEL_COLORS if count == 3 else (GREY_COLOR,)
    names = channel_names(count)
    middles = ((histogram.edges[:-1] + histogram.edges[1:]) / 2).round(4).tolist()
    series = []
    for channel in range(count) if channels is None else channels:
        # A logarithmic axis has no place for nothing.
        shares = [None if log and not share else round(float(share), 8) for share in histogram.shares[channel]]
        series.append(
            {
                "name": names[channel],
                "type": "line",
                "data": [[middle, share] for middle, share in zip(middles, shares, strict=True)],
                "showSymbol": False,
                "lineStyle": {"width": 1},
                "color": colors[channel],
                "areaStyle": {"opacity": 0.15, "origin": "start"},
                "step": "middle",
            }
        )
    return {
        "animation": False,
        "grid": {"left": 8, "right": 16, "top": 32, "bottom": 8, "containLabel": True},
        "legend": {"top": 0, "show": len(series) > 1},
        "tooltip": {"trigger": "axis", "valueFormatter": "percent"},
        "xAxis": {
            "type": "value",
            "min": float(histogram.edges[0].round(4)),
            "max": float(histogram.edges[-1].round(4)),
        },
        "yAxis": {"type": "log" if log else "value", "axisLabel": {"show": log}, "splitNumber": 3},
        "series": series,
    }


def channel_names(count: int) -> tuple[str, ...]:
    """What the channels are called: red, green and blue, or grey."""
    return (_("Red"), _("Green"), _("Blue")) if count == 3 else (_("Grey"),)


def accuracy_bars_option(names: Sequence[str], accuracies: Sequence[float], chosen: int) -> Option:
    """Horizontal bars of accuracies, one marked.

    Args:
        names: what each bar is.
        accuracies: 0…1.
        chosen: the place of the marked one.
    """
    bars = [
        {"value": round(100 * accuracy, 1), "itemStyle": {"color": TRAIN_COLOR if place == chosen else GREY_COLOR}}
        for place, accuracy in enumerate(accuracies)
    ]
    label = {"show": True, "position": "right", "formatter": "{c}%"}
    return {
        "animation": False,
        "grid": {"left": 4, "right": 60, "top": 4, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "value", "min": 0, "max": 100, "show": False},
        "yAxis": {"type": "category", "data": list(names), "inverse": True, "axisTick": {"show": False}},
        "series": [{"type": "bar", "data": bars, "barMaxWidth": 22, "label": label}],
    }


def image_sizes_option(widths: Sequence[int], heights: Sequence[int]) -> Option:
    """A point an image.

    Args:
        widths: in pixels.
        heights: in pixels.
    """
    axis = {"type": "value", "nameLocation": "middle", "scale": True}
    return {
        "animation": False,
        "grid": {"left": 32, "right": 16, "top": 8, "bottom": 32, "containLabel": True},
        "tooltip": {"trigger": "item", "formatter": "{c}"},
        "xAxis": {**axis, "name": _("Width in pixels"), "nameGap": 28},
        "yAxis": {**axis, "name": _("Height in pixels"), "nameGap": 44},
        "series": [
            {
                "type": "scatter",
                "symbolSize": 6,
                "data": [list(pair) for pair in zip(widths, heights, strict=True)],
                "itemStyle": {"color": TRAIN_COLOR, "opacity": 0.5},
            }
        ],
    }


def aspect_ratios_option(ratios: NDArray[np.float64]) -> Option:
    """How many images have each proportion, in bins of equal factors.

    Args:
        ratios: width over height.
    """
    edges = np.array([0.0, 0.4, 0.6, 0.7, 0.8, 0.95, 1.05, 1.25, 1.45, 1.7, 2.5, np.inf])
    names = ["< 0.4", "0.5", "2:3", "3:4", "0.9", "1:1", "1.15", "4:3", "3:2", "2:1", "> 2.5"]
    counts = np.histogram(ratios, bins=edges)[0]
    return {
        "animation": False,
        "grid": {"left": 8, "right": 8, "top": 8, "bottom": 32, "containLabel": True},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {
            "type": "category",
            "data": names,
            "name": _("Width : height"),
            "nameLocation": "middle",
            "nameGap": 28,
        },
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [{"type": "bar", "data": counts.tolist(), "color": TRAIN_COLOR, "barMaxWidth": 40}],
    }


def _cell_label(count: int, share: float) -> Option:
    """A cell's number, readable in both themes: on one that is half blue it needs an edge."""
    edged = {"color": "#ffffff", "textBorderColor": EDGE_COLOR, "textBorderWidth": 2}
    colors = edged if share > 0.25 else {"color": GREY_COLOR}
    return {"formatter": str(count) if count else "", "fontSize": 13, **colors}
