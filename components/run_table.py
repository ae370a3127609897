"""Runs in a table, and in groups."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from components.formatting import state_word
from lab.architectures import ARCHITECTURES
from lab.datasets import DATASETS
from lab.i18n import _
from lab.runs.record import RunRecord
from lab.runs.status import RunStatus
from lab.runs.table import Grouping, RunGroup, differing_settings, group_runs

# More columns than this nobody reads; the page Compare shows them all.
MOST_SETTINGS = 12
# They are in the run's name.
SHOWN_ANYWAY = ("dataset", "architecture")


def name_run(record: RunRecord) -> str:
    """A run's name for people: its number and what it is called, or its data set and its network."""
    if record.name:
        return f"#{record.number} · {record.name}"
    return f"#{record.number} · {_name_dataset(record.dataset)} · {_name_network(record.architecture)}"


def _name_dataset(name: str) -> str:
    return _(DATASETS[name].title) if name in DATASETS else name


def _name_network(name: str) -> str:
    return _(ARCHITECTURES[name].title) if name in ARCHITECTURES else name


def name_grouping(by: Grouping) -> str:
    """What the runs of a group have in common, in a word."""
    words = {"dataset": _("Data set"), "architecture": _("Network"), "state": _("State"), "tags": _("Tags")}
    return words[by]


def name_group(by: Grouping, value: str) -> str:
    """A group's name for people."""
    if by == "dataset":
        return _name_dataset(value)
    if by == "architecture":
        return _name_network(value)
    if by == "state":
        return state_word(RunStatus(value))
    return value or _("no tags")


def draw_groups(groups: Sequence[RunGroup], by: Grouping) -> None:
    """Draw a line for each group: how many runs it has, and the best of them.

    Args:
        groups: in order.
        by: what the runs of each have in common.
    """
    percent = st.column_config.NumberColumn(format="percent")
    columns = {
        name_grouping(by): [name_group(by, group.value) for group in groups],
        _("Runs"): [len(group.records) for group in groups],
        _("Best run"): [name_run(group.best) if group.best else None for group in groups],
        _("Test accuracy"): [group.best.test_accuracy if group.best else None for group in groups],
        _("Best validation accuracy"): [group.best.best_val_accuracy if group.best else None for group in groups],
    }
    shares = {_("Test accuracy"): percent, _("Best validation accuracy"): percent}
    st.dataframe(pd.DataFrame(columns), hide_index=True, height="content", column_config=shares, placeholder="–")


def draw_run_table(
    records: Sequence[RunRecord], marked: Collection[str], by: Grouping | None = None
) -> list[RunRecord]:
    """Draw a table in which runs can be marked: their best values, and the settings in which they differ.

    Args:
        records: the runs, in order.
        marked: the ids of those that are marked at first.
        by: what the runs of a group have in common; the best of each group then has a star.

    Returns:
        The marked runs.
    """
    groups = group_runs(records, by) if by else []
    if groups:
        records = [record for group in groups for record in group.records]
    best = {group.best.id for group in groups if group.best}
    percent = st.column_config.NumberColumn(format="percent")
    columns: dict[str, list[Any]] = {
        _("Run"): [f"★ {name_run(record)}" if record.id in best else name_run(record) for record in records],
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
    if by:
        names = [name_group(by, group.value) for group in groups for _record in group.records]
        columns = {
            name_grouping(by): names,
            **{name: column for name, column in columns.items() if name != name_grouping(by)},
        }
    event = st.dataframe(
        pd.DataFrame(columns),
        hide_index=True,
        # Rows are marked by their place: in another order it is another table, with the same runs marked.
        key=f"runs-{hash((by, *(record.id for record in records)))}",
        on_select="rerun",
        selection_mode="multi-row",
        selection_default={"selection": {"rows": [row for row, one in enumerate(records) if one.id in marked]}},
        column_config={
            _("Test accuracy"): percent,
            _("Best validation accuracy"): percent,
            _("Best validation loss"): st.column_config.NumberColumn(format="%.3f"),
            _("Started"): st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm"),
        },
        placeholder="–",
    )
    return [records[row] for row in event.selection.rows if row < len(records)]
