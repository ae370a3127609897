"""Runs: everything that was trained."""

import streamlit as st

from components.backend import get_controller
from components.navigation import TRAIN
from components.run_actions import draw_undo
from components.run_import import draw_run_import
from components.run_list import draw_run_list
from lab.i18n import _

st.title(_("Runs"))
records = get_controller().store.records()
if records:
    draw_run_list(moving=any(not record.state.ended for record in records))
else:
    st.info(_("Nothing has been trained yet."))
    st.page_link(TRAIN.script, label=_("Start with the demonstration"), icon=TRAIN.icon)
    draw_undo()
draw_run_import()
