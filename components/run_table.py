"""Runs in a table or as a short list of links."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from components.formatting import format_percent, format_time, state_word
from components.navigation import TRAIN
from lab.architectures import ARCHITECTURES
from lab.datasets import DATASETS
from lab.i18n import _
from lab.runs.record import RunRecord
from lab.runs.status import RunStatus
from lab.runs.table import differing_settings

# More columns than this nobody reads; the page Compare shows them all.
MOST_SETTINGS = 12
# They are in the run's name.
SHOWN_ANYWAY = ("dataset", "architecture")

ICONS = {
    RunStatus.QUEUED: ":material/hourglass_empty:",
    RunStatus.RUNNING: ":material/play_circle:",
    RunStatus.PAUSED: ":material/pause_circle:",
    RunStatus.FINISHED: ":material/check_circle:",
    RunStatus.FAILED: ":material/error:",
    RunStatus.STOPPED: ":material/stop_circle:",
    RunStatus.INTERRUPTED: ":material/power_off:",
}


def name_run(record: RunRecord) -> str:
    """A run's name for people: its number and what it is called, or its data set and its network."""
    if record.name:
        return f"#{record.number} · {record.name}"
    dataset = _(DATASETS[record.dataset].title) if record.dataset in DATASETS else record.dataset
    network = record.architecture
    network = _(ARCHITECTURES[network].title) if network in ARCHITECTURES else network
    return f"#{record.number} · {dataset} · {network}"


def draw_run_links(records: Sequence[RunRecord]) -> None:
    """Draw a line for each run: its name, what came of it, a link to its page."""
    for record in records:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.page_link(
                TRAIN.script,
                label=name_run(record),
                icon=ICONS[record.state],
                query_params={"run": record.id},
                width="stretch",
            )
            accuracy = format_percent(record.test_accuracy) if record.test_accuracy is not None else ""
            st.caption(f"{state_word(record.state)} {accuracy} · {format_time(record.created)}", width="content")


def draw_run_table(records: Sequence[RunRecord], key: str) -> list[RunRecord]:
    """Draw a table in which runs can be marked: their best values, and the settings in which they differ.

    Args:
        records: the runs, in order.
        key: a name for the table, unique on its page.

    Returns:
        The marked runs.
    """
    percent = st.column_config.NumberColumn(format="percent")
    columns: dict[str, list[Any]] = {
        _("Run"): [name_run(record) for record in records],
        _("Tags"): [list(record.tags) for record in records],
        _("State"): [state_word(record.state) for record in records],
        _("Test accuracy"): [record.test_accuracy for record in records],
        _("Best validation accuracy"): [record.best_val_accuracy for record in records],
        _("Best validation loss"): [record.best_val_loss for record in records],
        _("Epochs"): [record.epochs_done or None for record in records],
        _("Started"): [datetime.fromtimestamp(record.created) for record in records],
    }
    for difference in differing_settings(records)[:MOST_SETTINGS]:
        if difference.path not in SHOWN_ANYWAY:
            columns.setdefault(difference.label, list(difference.texts))
    if not any(record.tags for record in records):
        del columns[_("Tags")]
    event = st.dataframe(
        pd.DataFrame(columns),
        hide_index=True,
        key=key,
        on_select="rerun",
        selection_mode="multi-row",
        column_config={
            _("Test accuracy"): percent,
            _("Best validation accuracy"): percent,
            _("Best validation loss"): st.column_config.NumberColumn(format="%.3f"),
            _("Started"): st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm"),
        },
    )
    return [records[row] for row in event.selection.rows if row < len(records)]
