"""The row above a run's curves: how they are looked at, and the numbers to take home."""

import streamlit as st

from components.curves import Axis, CurveView, write_csv
from components.linked import read_link, write_link
from lab.i18n import _
from lab.runs.history import RunHistory


def draw_curve_controls(history: RunHistory) -> CurveView:
    """Draw the row; its choices stand in the address.

    Args:
        history: of the run, for its numbers.

    Returns:
        What is chosen.
    """
    names: dict[Axis, str] = {"epoch": _("Epoch"), "step": _("Step"), "time": _("Time")}
    scales = {"x": _("log x"), "y": _("log y")}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        axis = st.segmented_control(
            _("Over"),
            list(names),
            default=read_link("curves-over", names, "epoch"),
            required=True,
            format_func=names.__getitem__,
            key="curves-over",
            help=_("What the axis below counts."),
        )
        write_link("curves-over", axis, "epoch")
        logarithmic = st.pills(
            _("Logarithmic"),
            list(scales),
            selection_mode="multi",
            default=[scale for scale in read_link("curves-log", ("x", "y", "x,y"), "").split(",") if scale],
            format_func=scales.__getitem__,
            key="curves-log",
            help=_("A logarithmic axis gives each factor of ten the same room: it shows small losses apart."),
        )
        write_link("curves-log", ",".join(sorted(logarithmic)))
        smoothing = st.slider(
            _("Smoothing"),
            0.0,
            0.99,
            0.0,
            0.01,
            key="curves-smoothing",
            bind="query-params",
            width=160,
            help=_("A moving mean of the batches, so that the trend shows; their own values stay faintly behind it."),
        )
        st.download_button(
            _("CSV"),
            lambda: write_csv(history),
            file_name=f"{history.folder.id}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="curves-csv",
            help=_("Every point of every curve."),
        )
    return CurveView(axis, smoothing, "x" in logarithmic, "y" in logarithmic)
