"""Runs: everything that was trained."""

import streamlit as st

from components.backend import get_controller
from components.navigation import TRAIN
from components.run_table import draw_run_table
from lab.i18n import _

st.title(_("Runs"))
records = get_controller().store.records()
if not records:
    st.info(_("Nothing has been trained yet."))
    st.page_link(TRAIN.script, label=_("Start with the demonstration"), icon=TRAIN.icon)
else:
    st.caption(_("Mark a run to open it, or several to delete them."))
    chosen = draw_run_table(records, key="runs")
    with st.container(horizontal=True):
        if st.button(_("Open"), icon=":material/open_in_new:", disabled=len(chosen) != 1, type="primary"):
            st.switch_page(TRAIN.script, query_params={"run": chosen[0].id})
        unfinished = any(not record.state.ended for record in chosen)
        if st.button(
            _("Delete"),
            icon=":material/delete:",
            disabled=not chosen or unfinished,
            help=_("Stop a run before deleting it.") if unfinished else None,
        ):
            for record in chosen:
                get_controller().store.delete(record.id)
            st.rerun()
