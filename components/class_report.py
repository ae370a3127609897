"""How each class fares, how far the network's certainty can be trusted, and the images behind the matrix."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from components import session
from components.charts import GREY_COLOR, TEST_COLOR, confusion_option
from components.curves_figure import Curve, curves_figure
from components.formatting import format_percent
from components.gallery import fit_into
from components.live_chart import draw_live_chart
from lab.datasets.prepared import prepare_images
from lab.i18n import _
from lab.judging.report import (
    Predictions,
    calibrate,
    count_confusion,
    find_cell,
    judge_classes,
    read_predictions,
    top_k_accuracy,
)  # fmt: skip
from lab.runs.run_folder import RunFolder

TILE_PIXELS = 96
MOST_TILES = 24
MATRIX_PIXELS = 460
TOP = 3


def draw_confusion(folder: RunFolder, confusion: NDArray[np.int64], labels: Sequence[str]) -> None:
    """Draw the matrix; a click on a cell chooses the images that `draw_class_report` shows.

    Args:
        folder: the run.
        confusion: (classes, classes) counts, rows being true classes.
        labels: the classes.
    """
    option, key = confusion_option(confusion, labels), f"confusion-{folder.id}"
    if not folder.predictions_path.exists():
        st.echarts_chart(option, key=key, height=MATRIX_PIXELS)
        return

    def choose() -> None:
        cell = find_clicked_cell(session.widget_value(key), len(labels))
        session.set_widget(_name_choice(folder), cell if cell and confusion[cell] else None)

    st.echarts_chart(option, key=key, height=MATRIX_PIXELS, on_select=choose)


def find_clicked_cell(event: Mapping[str, Any], num_classes: int) -> tuple[int, int] | None:
    """The row and the column of the matrix that a click chose; None where it took a choice back.

    Args:
        event: what the chart says.
        num_classes: how many rows and columns.
    """
    chosen = [index for series in event["selection"]["selected"] for index in series["data_indices"]]
    return divmod(int(chosen[0]), num_classes) if chosen else None


def _name_choice(folder: RunFolder) -> str:
    return f"cell-{folder.id}"


def draw_class_report(folder: RunFolder, labels: Sequence[str]) -> None:
    """Draw it; nothing where the run's single predictions were not kept.

    Args:
        folder: the run.
        labels: the classes.
    """
    if not folder.predictions_path.exists():
        return
    predictions = read_predictions(folder.predictions_path)
    _draw_cell(folder, predictions, labels)
    draw_figures(predictions, labels, key="test")


def draw_figures(predictions: Predictions, labels: Sequence[str], key: str) -> None:
    """Draw the table of classes and the calibration.

    Args:
        predictions: a network's answers.
        labels: the classes.
        key: a name for the widgets, unique on the page.
    """
    classes, trust = st.columns([3, 2], gap="large")
    with classes:
        _draw_classes(predictions, labels)
    with trust:
        _draw_calibration(predictions, key)


def _draw_cell(folder: RunFolder, predictions: Predictions, labels: Sequence[str]) -> None:
    confusion = count_confusion(predictions)
    cells = [(int(row), int(column)) for row, column in np.argwhere(confusion)]
    # The commonest mistakes first, then what was right.
    cells.sort(key=lambda cell: (cell[0] == cell[1], -confusion[cell]))
    chosen = st.selectbox(
        _("Images behind a cell of the matrix"),
        cells,
        index=None,
        format_func=lambda cell: _("{true}, taken for {guess}: {count}").format(
            true=labels[cell[0]], guess=labels[cell[1]], count=confusion[cell]
        ),
        placeholder=_("Click into the matrix, or choose here; the commonest mistakes come first"),
        key=_name_choice(folder),
    )
    if chosen is None:
        return
    rows = find_cell(predictions, *chosen)
    config = folder.read_config()
    images = prepare_images(config.dataset, config.preparation).images.take(predictions.indices[rows[:MOST_TILES]])
    _draw_tiles(images, predictions.probabilities[rows, chosen[1]])
    if len(rows) > MOST_TILES:
        st.caption(_("The first {shown} of {count}.").format(shown=MOST_TILES, count=len(rows)))


def _draw_tiles(images: NDArray[np.uint8], sure: NDArray[np.float32]) -> None:
    with st.container(horizontal=True, gap="small"):
        for image, share in zip(images, sure, strict=False):
            st.image(fit_into(image, TILE_PIXELS), caption=format_percent(float(share)), width=TILE_PIXELS)


def _draw_classes(predictions: Predictions, labels: Sequence[str]) -> None:
    st.markdown(
        f"**{_('Each class')}**",
        help=_(
            "Precision: of what was taken for the class, the share that is it. Recall: of what is it, the share that "
            "was found. F1: their harmonic mean."
        ),
    )
    figures = judge_classes(count_confusion(predictions))
    table = pd.DataFrame(
        {
            _("Class"): list(labels),
            _("Precision"): [one.precision for one in figures],
            _("Recall"): [one.recall for one in figures],
            "F1": [one.f1 for one in figures],
            _("Images"): [one.count for one in figures],
        }
    )
    share = st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1)
    columns = {_("Precision"): share, _("Recall"): share, "F1": share}
    st.dataframe(table, hide_index=True, column_config=columns)
    if len(labels) > TOP:
        st.caption(
            _("The true class is among the {k} likeliest for {share} of the images.").format(
                k=TOP, share=format_percent(top_k_accuracy(predictions, TOP))
            )
        )


def _draw_calibration(predictions: Predictions, key: str) -> None:
    st.markdown(
        f"**{_('Can its certainty be trusted?')}**",
        help=_(
            "Of the images that it is sure of to 80%, just as many should be right: then the points lie on the line."
        ),
    )
    calibration = calibrate(predictions)
    curves = [
        Curve(_("As it should be"), GREY_COLOR, [0.0, 1.0], [0.0, 1.0], markers=False, dash="dot"),
        Curve(_("This network"), TEST_COLOR, calibration.sure, calibration.right),
    ]
    figure = curves_figure(curves, x_name=_("How sure it is"), revision="calibration", largest=1.0)
    figure["layout"]["yaxis"]["title"] = {"text": _("How often it is right")}
    draw_live_chart(figure, key=f"calibration-{key}")
    st.caption(
        _("On average certainty and truth differ by {error} (expected calibration error).").format(
            error=format_percent(calibration.error)
        )
    )
