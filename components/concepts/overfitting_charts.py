"""The charts of over-fitting: data in, an ECharts option out."""

import numpy as np

from components.charts import GREY_COLOR, TEST_COLOR, TRAIN_COLOR, VALIDATION_COLOR, Option
from lab.concepts.overfitting import Overfitting
from lab.concepts.polynomial import Array, Polynomial, Samples, fit_all, true_curve
from lab.concepts.polynomial_training import Stop, Training
from lab.i18n import _

PLACES, HIGHEST = 161, 3.0
STRENGTHS = np.logspace(-5, 0, 26)
# Validation errors of high degrees leave every picture.
LARGEST_ERROR, LEAST_ERROR = 10.0, 0.001
FRAME: Option = {"animation": False, "legend": {"top": 0}, "tooltip": {"trigger": "axis"}}
GRID: Option = {"left": 46, "right": 14, "top": 40, "bottom": 30}


def _line(name: str, x: Array, y: Array, color: str, **style: object) -> Option:
    data = np.stack([x, y], axis=1).round(4).tolist()
    line = {"width": 2.5, **style}
    return {"name": name, "type": "line", "data": data, "color": color, "symbol": "none", "lineStyle": line}


def _mark(color: str, places: dict[str, float]) -> Option:
    # The first name to the left of its line, another one to the right, so that they never overlap.
    sides = ("right", "left")
    data = [
        {"xAxis": place, "label": {"formatter": name, "align": side}}
        for (name, place), side in zip(places.items(), sides, strict=False)
    ]
    style = {"color": color, "type": "dashed", "width": 1.5}
    return {"markLine": {"symbol": "none", "silent": True, "lineStyle": style, "data": data}}


def fit_option(samples: Samples, curves: dict[str, tuple[Polynomial, str]]) -> Option:
    """The chart of points, the true curve and fitted ones.

    Args:
        samples: the training points.
        curves: by what the legend calls them, each with its colour.
    """
    x = np.linspace(-1, 1, PLACES)
    points = np.stack([samples.x, samples.y], axis=1).round(3).tolist()
    series = [
        _line(_("True curve"), x, true_curve(x), TEST_COLOR, type="dashed", width=2),
        *(_line(name, x, np.clip(one.predict(x), -9, 9), color) for name, (one, color) in curves.items()),
        {"name": _("Training points"), "type": "scatter", "data": points, "color": TRAIN_COLOR, "symbolSize": 8},
    ]
    return {
        **FRAME,
        "tooltip": {"show": False},
        "grid": {**GRID, "top": 58},
        "xAxis": {"type": "value", "min": -1, "max": 1},
        "yAxis": {"type": "value", "min": -HIGHEST, "max": HIGHEST},
        "series": series,
    }


def degrees_option(errors: tuple[tuple[float, float], ...], concept: Overfitting) -> Option:
    """The chart of training and validation error over the degree.

    Args:
        errors: both of every degree from 0.
        concept: with the chosen degree.
    """
    degrees = np.arange(len(errors), dtype=float)
    both = np.clip(np.array(errors), LEAST_ERROR, LARGEST_ERROR)
    marked = _mark(GREY_COLOR, {"": concept.degree})
    return {
        **FRAME,
        "grid": GRID,
        "xAxis": {"type": "value", "min": 0, "max": len(errors) - 1},
        "yAxis": {"type": "log", "min": LEAST_ERROR, "max": LARGEST_ERROR},
        "series": [
            {**_line(_("Training"), degrees, both[:, 0], TRAIN_COLOR), "symbol": "circle", **marked},
            {**_line(_("Validation"), degrees, both[:, 1], VALIDATION_COLOR), "symbol": "circle"},
        ],
    }


def path_option(samples: Samples, concept: Overfitting) -> Option:
    """The chart of every weight over the strength of the penalty.

    Args:
        samples: the training points.
        concept: the settings.
    """
    weights = np.array([one.weights for one in fit_all(samples, concept.degree, concept.penalty, STRENGTHS)])
    colors = [TRAIN_COLOR, VALIDATION_COLOR, TEST_COLOR, "#cc79a7", GREY_COLOR]
    lines = [
        {**_line(f"w{place + 1}", STRENGTHS, weights[:, place], colors[place % len(colors)], width=1.6)}
        for place in range(concept.degree)
    ]
    # Data of a logarithmic axis must not be rounded to zero.
    for place, line in enumerate(lines):
        line["data"] = [[float(x), round(float(y), 4)] for x, y in zip(STRENGTHS, weights[:, place], strict=True)]
    lines[0].update(_mark(GREY_COLOR, {"": max(concept.strength, float(STRENGTHS[0]))}))
    return {
        **FRAME,
        "legend": {"show": False},
        "tooltip": {"show": False},
        "grid": {**GRID, "top": 16},
        "xAxis": {"type": "log", "min": float(STRENGTHS[0]), "max": 1},
        "yAxis": {"type": "value", "min": -1.5, "max": 1.5},
        "series": lines,
    }


def force_option(weights: Array, force: Array) -> Option:
    """The chart of the weights and of the penalty's force on each.

    Args:
        weights: (degree,).
        force: of the same shape.
    """
    return {
        **FRAME,
        "grid": GRID,
        "xAxis": {"type": "category", "data": [f"w{place + 1}" for place in range(len(weights))]},
        "yAxis": [_about_zero(_("Weights"), weights), {**_about_zero(_("Force"), force), "splitLine": {"show": False}}],
        "series": [
            {"name": _("Weights"), "type": "bar", "data": weights.round(4).tolist(), "color": TRAIN_COLOR},
            {
                "name": _("Force"),
                "type": "bar",
                "yAxisIndex": 1,
                "data": force.round(5).tolist(),
                "color": VALIDATION_COLOR,
            },
        ],
    }


def _about_zero(name: str, values: Array) -> Option:
    """An axis with zero in its middle, so that the zeros of two axes meet."""
    largest = float(np.abs(values).max()) or 1.0
    reach = float(f"{1.2 * largest:.1g}")
    reach = reach if reach >= largest else float(f"{2 * largest:.1g}")
    return {"type": "value", "name": name, "min": -reach, "max": reach, "interval": reach}


def mask_option(values: Array, mask: Array) -> Option:
    """The chart of what leaves a layer through a dropout mask.

    Args:
        values: (samples, units), 0 where dropped.
        mask: of the same shape.
    """
    rows, columns = values.shape
    kept = [[column, row, round(float(values[row, column]), 2)] for row, column in zip(*np.nonzero(mask), strict=True)]
    dropped = [[int(column), int(row)] for row, column in zip(*np.nonzero(mask == 0), strict=True)]
    axis = {"type": "category", "axisTick": {"show": False}}
    return {
        "animation": False,
        "tooltip": {"show": False},
        "grid": {**GRID, "top": 12},
        "xAxis": {**axis, "data": [str(column + 1) for column in range(columns)]},
        "yAxis": {**axis, "data": [str(row + 1) for row in range(rows)], "inverse": True},
        "visualMap": {
            "show": False,
            "min": -3,
            "max": 3,
            "seriesIndex": 0,
            "inRange": {"color": ["#0891b2", "#e2e8f0", "#db2777"]},
        },
        "series": [
            {
                "type": "heatmap",
                "data": [[int(column), int(row), value] for column, row, value in kept],
                "itemStyle": {"borderWidth": 1, "borderColor": "rgba(128, 128, 128, 0.4)"},
            },
            {
                "type": "scatter",
                "data": dropped,
                "symbol": "path://M0,1 L1,0 L10,9 L9,10 Z M9,0 L10,1 L1,10 L0,9 Z",
                "symbolSize": 9,
                "color": GREY_COLOR,
            },
        ],
    }


def epochs_option(course: Training, stop: Stop | None, whole: Training | None = None) -> Option:
    """The chart of a training's losses.

    Args:
        course: of the training.
        stop: where it is stopped early, to be marked.
        whole: another training to compare with, dashed.
    """
    epochs = np.arange(1, len(course.losses) + 1, dtype=float)
    series = [
        _line(_("Training"), epochs, course.losses, TRAIN_COLOR),
        _line(_("Validation"), epochs, course.validation_losses, VALIDATION_COLOR),
    ]
    if stop:
        marks = {_("Best"): float(stop.best_epoch + 1)}
        if stop.was_stopped:
            marks[_("Stop")] = float(stop.last_epoch + 1)
        series[1].update(_mark(GREY_COLOR, marks))
    if whole:
        pairs = ((whole.losses, TRAIN_COLOR), (whole.validation_losses, VALIDATION_COLOR))
        series += [_line("", epochs, losses, color, type="dashed", width=1.5) for losses, color in pairs]
    top = 2 * float(np.median(course.validation_losses))
    return {
        **FRAME,
        "legend": {"top": 0, "data": [_("Training"), _("Validation")]},
        "grid": {**GRID, "top": 52},
        "xAxis": {"type": "value", "min": 0, "max": len(epochs)},
        "yAxis": {"type": "value", "min": 0, "max": float(f"{max(top, 0.02):.1g}")},
        "series": series,
    }


def gradients_option(batches: Array, each: Array) -> Option:
    """The chart of the first two slopes as batches see them.

    Args:
        batches: their gradients, (batches, at least 2).
        each: those of every sample, whose mean is the true one.
    """
    reach = float(np.ceil(2.5 * each[:, :2].std(axis=0).max() + np.abs(each[:, :2].mean(axis=0)).max()))
    mean = each[:, :2].mean(axis=0).round(4).tolist()
    axis = {"type": "value", "min": -reach, "max": reach}
    return {
        **FRAME,
        "tooltip": {"show": False},
        "legend": {"show": False},
        "grid": {**GRID, "top": 12},
        "xAxis": {**axis, "name": "∂L/∂w1", "nameLocation": "middle", "nameGap": 20},
        "yAxis": {**axis, "name": ""},
        "series": [
            {
                "type": "scatter",
                "data": batches[:, :2].round(4).tolist(),
                "color": TRAIN_COLOR,
                "symbolSize": 6,
                "itemStyle": {"opacity": 0.45},
            },
            {
                "type": "scatter",
                "data": [mean],
                "color": VALIDATION_COLOR,
                "symbol": "path://M4,0 L6,0 L6,4 L10,4 L10,6 L6,6 L6,10 L4,10 L4,6 L0,6 L0,4 L4,4 Z",
                "symbolSize": 18,
            },
        ],
    }
