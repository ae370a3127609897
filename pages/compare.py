"""Compare: runs laid over one another. The address names them."""

import streamlit as st

from components import session
from components.backend import get_controller
from components.comparison import draw_comparison
from components.duel import draw_duel
from components.navigation import RUNS
from components.run_actions import MOST_COMPARED
from components.run_marks import keep_marks, read_marks
from components.run_table import name_run
from lab.i18n import _

st.title(_("Compare"))
records = {record.id: record for record in get_controller().store.records()}
marked = read_marks(records)
chosen = st.multiselect(
    _("Runs"),
    list(records),
    default=marked[:MOST_COMPARED],
    format_func=lambda one: name_run(records[one]),
    max_selections=MOST_COMPARED,
    placeholder=_("Choose two or more"),
    key=f"compared-{','.join(marked)}",
)
if chosen != marked[:MOST_COMPARED]:
    keep_marks(chosen)
    st.rerun()
keep_marks(marked)
if len(chosen) >= 2:
    draw_comparison([records[one] for one in chosen])
else:
    st.info(_("Choose two or more runs, here or on the page Runs. Or let two networks race:"))
    draw_duel(session.get_draft(), expanded=True)
    st.page_link(RUNS.script, icon=RUNS.icon)
