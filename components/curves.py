"""A run's curves as they are looked at: over which axis, how smooth; nothing of Streamlit in here."""

import csv
import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from components.charts import BATCH_COLOR, GREY_COLOR, TRAIN_COLOR, VALIDATION_COLOR, Option
from components.curves_figure import Curve, curves_figure, thin
from lab.i18n import _, translate
from lab.runs.history import BATCH_COLUMNS, EPOCH_COLUMNS, RunHistory, Series

FEW_POINTS = 5
STAR_PIXELS = 14

Axis = Literal["epoch", "step", "time"]
Column = NDArray[np.float64]


@dataclass(frozen=True)
class CurveView:
    """How curves are looked at.

    Attributes:
        axis: what the x axis counts: epochs, optimizer steps, or seconds of training.
        smoothing: of the batches' line, 0 (none) to below 1: how much of the past a point holds.
        log_x: whether the x axis is logarithmic.
        log_y: whether the y axis is logarithmic.
    """

    axis: Axis = "epoch"
    smoothing: float = 0.0
    log_x: bool = False
    log_y: bool = False


def smooth(y: Column, smoothing: float) -> Column:
    """Exponential moving mean, without the pull towards zero at its start.

    Source: Kingma and Ba, 2014: Adam, section 3 (the correction of the bias of the first values).

    Args:
        y: (count,), NaN where there is no value: passed over, and NaN in the result.
        smoothing: 0 to below 1: the weight of what was before.
    """
    smoothed, mean, weight = np.full(len(y), np.nan), 0.0, 0.0
    for place in np.flatnonzero(np.isfinite(y)):
        mean = smoothing * mean + (1 - smoothing) * y[place]
        weight = smoothing * weight + (1 - smoothing)
        smoothed[place] = mean / weight
    return smoothed


def metric_figure(history: RunHistory, metric: str, view: CurveView) -> Option:
    """The batches' own values, the epochs' and validation's, the best epoch and the marks.

    Args:
        history: of the run.
        metric: "loss" or "accuracy".
        view: how to look at it.

    Returns:
        A figure for `components.live_chart`.
    """
    x, y = _read_batches(history, metric, view.axis)
    epoch_x, epoch_y = _read(history, history.epochs, metric, view.axis)
    val_x, val_y = _read(history, history.epochs, f"val_{metric}", view.axis)
    curves = [
        Curve(_("Batch"), BATCH_COLOR, x, y, markers=len(x) < FEW_POINTS),
        Curve(_("Training"), TRAIN_COLOR, epoch_x, epoch_y),
        Curve(_("Validation"), VALIDATION_COLOR, val_x, val_y),
    ]
    if view.smoothing:
        smoothed = _read_batches(history, metric, view.axis, view.smoothing)
        curves.append(Curve(_("Smoothed"), TRAIN_COLOR, *smoothed, markers=False))
    figure = _draw(curves, history, view, largest=1.0 if metric == "accuracy" and not view.log_y else None)
    if history.best_epoch in history.epochs["epoch"]:
        place = history.epochs["epoch"].index(history.best_epoch)
        if place < len(val_y):
            figure["traces"].append(_star(val_x[place], val_y[place]))
    return figure


def learning_rate_figure(history: RunHistory, view: CurveView) -> Option | None:
    """The learning rate that the optimizer used, or None where it never changed.

    Args:
        history: of the run.
        view: how to look at it.
    """
    x, y = _read_batches(history, "learning_rate", view.axis)
    if len(np.unique(y[np.isfinite(y)])) < 2:
        return None
    return _draw([Curve(_("Learning rate"), TRAIN_COLOR, x, y, markers=False)], history, view)


def write_csv(history: RunHistory) -> str:
    """All points as CSV, the batches' first, then the epochs'; the column `per` tells them apart."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    columns = list(dict.fromkeys((*BATCH_COLUMNS, *EPOCH_COLUMNS)))
    writer.writerow(["per", *columns])
    for per, series in (("batch", history.batches), ("epoch", history.epochs)):
        rows = [series[name] or [None] * len(series) for name in columns]
        writer.writerows([per, *row] for row in zip(*rows, strict=False))
    return text.getvalue()


def _read_batches(history: RunHistory, name: str, axis: Axis, smoothing: float = 0.0) -> tuple[Column, Column]:
    """The batches' curve with as many points as one can see; all who watch a run share the work of it."""
    # After a resume there may be as many batches as there were before, but they took other seconds.
    moment = (len(history.batches), history.batches.last("elapsed"))
    return _thin_batches(history, name, axis, smoothing, moment)


@lru_cache(maxsize=32)
def _thin_batches(
    history: RunHistory, name: str, axis: Axis, smoothing: float, _moment: tuple[int, float | None]
) -> tuple[Column, Column]:
    x, y = _read(history, history.batches, name, axis)
    # Smoothed before thinning: the mean is that of all batches.
    return thin(x, smooth(y, smoothing) if smoothing else y)


def _read(history: RunHistory, series: Series, name: str, axis: Axis) -> tuple[Column, Column]:
    per_epoch = max(1, int(history.fit.get("batches", 1)))
    if axis == "time":
        x = np.array(series["elapsed"], float)
    elif series is history.batches:
        x = np.array(series["step"], float) / (per_epoch if axis == "epoch" else 1)
    else:
        x = np.array(series["epoch"], float) * (1 if axis == "epoch" else per_epoch)
    y = np.array(series[name], float)
    # Another session may be taking in a point at this moment.
    count = min(len(x), len(y))
    return x[:count], y[:count]


def _draw(curves: list[Curve], history: RunHistory, view: CurveView, largest: float | None = None) -> Option:
    names = {"epoch": _("Epoch"), "step": _("Step"), "time": _("Seconds of training")}
    # Another axis has other numbers: a zoom of before would show nothing there.
    revision = f"{history.folder.id} {view.axis} {view.log_x} {view.log_y}"
    figure = curves_figure(curves, x_name=names[view.axis], revision=revision, largest=largest)
    layout = figure["layout"]
    layout["xaxis"]["type"] = "log" if view.log_x else "linear"
    layout["yaxis"]["type"] = "log" if view.log_y else "linear"
    layout["shapes"] = [_line(x, translate(text)) for x, text in _place_marks(history, view.axis)]
    return figure


def _place_marks(history: RunHistory, axis: Axis) -> list[tuple[float, str]]:
    per_epoch = max(1, int(history.fit.get("batches", 1)))
    steps, elapsed = history.batches["step"], history.batches["elapsed"]
    placed = []
    for mark in history.marks:
        if axis == "time" and steps and elapsed:
            placed.append((float(np.interp(mark.step, steps[: len(elapsed)], elapsed[: len(steps)])), mark.text))
        elif axis != "time":
            placed.append((mark.step / (per_epoch if axis == "epoch" else 1), mark.text))
    return placed


def _line(x: float, text: str) -> Option:
    label = {"text": text, "textposition": "middle", "textangle": -90, "font": {"size": 10, "color": GREY_COLOR}}
    line = {"color": GREY_COLOR, "width": 1, "dash": "dot"}
    return {"type": "line", "yref": "paper", "x0": x, "x1": x, "y0": 0, "y1": 1, "line": line, "label": label}


def _star(x: float, y: float) -> Option:
    return {
        "type": "scatter",
        "name": _("Best epoch"),
        "mode": "markers",
        "x": [float(x)],
        "y": [float(y) if np.isfinite(y) else None],
        "marker": {"symbol": "star", "size": STAR_PIXELS, "color": VALIDATION_COLOR},
        "hoverinfo": "skip",
    }
