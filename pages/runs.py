"""Runs: everything that was trained."""

import streamlit as st

from components.backend import get_controller
from components.failures import shown_failures
from components.navigation import TRAIN
from components.run_actions import draw_run_actions
from components.run_import import draw_run_import
from components.run_table import draw_run_table
from lab.i18n import _
from lab.runs.table import find_runs

SECONDS_BETWEEN_LOOKS = 2.0


def draw_runs(words: str, archived: bool) -> None:
    """Draw the table and what can be done with the marked runs."""
    with shown_failures():
        records = [record for record in get_controller().store.records() if archived or not record.archived]
        found = find_runs(records, words) if words else records
        st.caption(_("{count} of {total} runs. Mark one to open it, two or more to compare them.").format(
            count=len(found), total=len(records)))  # fmt: skip
        draw_run_actions(draw_run_table(found, key=f"runs-{words}-{archived}"))


st.title(_("Runs"))
records = get_controller().store.records()
if not records:
    st.info(_("Nothing has been trained yet."))
    st.page_link(TRAIN.script, label=_("Start with the demonstration"), icon=TRAIN.icon)
    with st.container(horizontal=True):
        draw_run_actions([])
else:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            _("Find"),
            placeholder=_("digits adam finished …"),
            help=_("Words in names, notes, tags, states and settings."),
            key="find-runs",
            bind="query-params",
        )
        archived = st.toggle(_("With archived ones"), key="with-archived")
    moving = any(not record.state.ended for record in records)
    st.fragment(draw_runs, run_every=SECONDS_BETWEEN_LOOKS if moving else None)(words, archived)
draw_run_import()
