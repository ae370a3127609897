"""The last runs: links to their pages, and marks."""

from collections.abc import Collection, Sequence

import streamlit as st

from components import session
from components.formatting import format_percent, format_time, state_word
from components.navigation import COMPARE, TRAIN
from components.run_table import name_run
from components.verbatim import verbatim
from lab.i18n import _, ngettext
from lab.runs.record import RunRecord
from lab.runs.status import RunStatus

MOST_SHOWN = 6

ICONS = {
    RunStatus.QUEUED: ":material/hourglass_empty:",
    RunStatus.RUNNING: ":material/play_circle:",
    RunStatus.PAUSED: ":material/pause_circle:",
    RunStatus.FINISHED: ":material/check_circle:",
    RunStatus.FAILED: ":material/error:",
    RunStatus.STOPPED: ":material/stop_circle:",
    RunStatus.INTERRUPTED: ":material/power_off:",
}


def draw_last_runs(records: Sequence[RunRecord]) -> None:
    """Draw a line for each of the last runs: a mark, its name, what came of it, a link to its page.

    Args:
        records: all runs, the newest first.
    """
    known = {record.id for record in records}
    marked = {one for one in session.marked_runs() if one in known}
    for record in records[:MOST_SHOWN]:
        marked = _draw_link(record, marked)
    # In the order of their making, as on the page Runs.
    session.mark_runs(record.id for record in reversed(records) if record.id in marked)
    if marked:
        text = ngettext("Compare {count} marked run with another", "Compare {count} marked runs", len(marked))
        st.page_link(COMPARE.script, label=text.format(count=len(marked)), icon=COMPARE.icon)


def _draw_link(record: RunRecord, marked: Collection[str]) -> set[str]:
    """The marked runs, with or without this one."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        label = _("Mark {run}").format(run=name_run(record))
        is_marked = st.checkbox(label, record.id in marked, key=f"mark-{record.id}", label_visibility="collapsed")
        st.page_link(
            TRAIN.script,
            label=verbatim(name_run(record)),
            icon=ICONS[record.state],
            query_params={"run": record.id},
            width="stretch",
        )
        accuracy = format_percent(record.test_accuracy) if record.test_accuracy is not None else ""
        st.caption(f"{state_word(record.state)} {accuracy} · {format_time(record.created)}", width="content")
    return {*marked, record.id} if is_marked else {*marked} - {record.id}
