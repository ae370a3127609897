"""Several runs' curves in one picture; nothing of Streamlit in here."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from components.charts import RUN_COLORS, Option
from components.curves_figure import Curve, curves_figure, thin
from lab.i18n import _
from lab.runs.history import RunHistory

# With more runs than this, lines for every batch would hide one another.
FEW_RUNS = 2
FAINT = "59"


@dataclass(frozen=True)
class ComparedRun:
    """A run in a comparison.

    Attributes:
        label: what the legend calls it.
        history: what came of it so far.
    """

    label: str
    history: RunHistory


def comparison_figure(runs: Sequence[ComparedRun], metric: str, *, log_y: bool = False) -> Option:
    """Validation as solid lines, training dotted, a colour for each run; of two runs the batches as well.

    Args:
        runs: in the order of their colours.
        metric: "loss" or "accuracy".
        log_y: whether the y axis is logarithmic.

    Returns:
        A figure for `components.live_chart`.
    """
    curves: list[Curve] = []
    for place, run in enumerate(runs):
        curves.extend(_draw_run(run, RUN_COLORS[place % len(RUN_COLORS)], metric, len(runs) <= FEW_RUNS))
    revision = " ".join(run.history.folder.id for run in runs) + str(log_y)
    figure = curves_figure(
        curves, x_name=_("Epoch"), revision=revision, largest=1.0 if metric == "accuracy" and not log_y else None
    )
    figure["layout"]["yaxis"]["type"] = "log" if log_y else "linear"
    return figure


def _draw_run(run: ComparedRun, color: str, metric: str, with_batches: bool) -> list[Curve]:
    history, curves = run.history, []
    if with_batches:
        per_epoch = max(1, int(history.fit.get("batches", 1)))
        count = min(len(history.batches["step"]), len(history.batches[metric]))
        steps = np.array(history.batches["step"][:count], float) / per_epoch
        x, y = thin(steps, np.array(history.batches[metric][:count], float))
        name = _("{run}, batches").format(run=run.label)
        curves.append(Curve(name, color + FAINT, x, y, markers=False, in_legend=False))
    epochs = history.epochs["epoch"]
    x, y = thin(np.array(epochs, float), np.array(history.epochs[metric][: len(epochs)], float))
    name = _("{run}, training").format(run=run.label)
    curves.append(Curve(name, color, x, y, markers=False, dash="dot", in_legend=False))
    x, y = thin(np.array(epochs, float), np.array(history.epochs[f"val_{metric}"][: len(epochs)], float))
    curves.append(Curve(run.label, color, x, y))
    return curves
