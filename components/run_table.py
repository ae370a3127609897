"""Runs in a table or as a short list of links."""

from collections.abc import Sequence
from datetime import datetime

import pandas as pd
import streamlit as st

from components.formatting import format_percent, format_time, state_word
from components.navigation import TRAIN
from lab.architectures import ARCHITECTURES
from lab.datasets import DATASETS
from lab.i18n import _
from lab.runs.status import RunStatus
from lab.runs.store import RunRecord

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
    """A run's name for people: its number, its data set and its network."""
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
    """Draw a table in which runs can be marked.

    Returns:
        The marked runs.
    """
    table = pd.DataFrame(
        {
            _("Run"): [name_run(record) for record in records],
            _("State"): [state_word(record.state) for record in records],
            _("Test accuracy"): [record.test_accuracy for record in records],
            _("Started"): [datetime.fromtimestamp(record.created) for record in records],
        }
    )
    percent = st.column_config.NumberColumn(format="percent")
    when = st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm")
    event = st.dataframe(
        table,
        hide_index=True,
        key=key,
        on_select="rerun",
        selection_mode="multi-row",
        column_config={_("Test accuracy"): percent, _("Started"): when},
    )
    return [records[row] for row in event.selection.rows if row < len(records)]
