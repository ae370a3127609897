"""Compare: runs laid over one another. The address names them."""

import streamlit as st

from components import session
from components.backend import get_controller
from components.comparison import draw_comparison
from components.duel import draw_duel
from components.navigation import RUNS
from components.run_table import name_run
from lab.i18n import _

MOST_RUNS = 10

st.title(_("Compare"))
records = {record.id: record for record in get_controller().store.records()}
named = [one for one in st.query_params.get("runs", "").split(",") if one]
gone = [one for one in named if one not in records]
if gone:
    st.warning(_("There is no run {id}. It may have been deleted.").format(id=", ".join(gone)))
chosen = st.multiselect(
    _("Runs"),
    list(records),
    default=[one for one in named if one in records][:MOST_RUNS],
    format_func=lambda one: name_run(records[one]),
    max_selections=MOST_RUNS,
    placeholder=_("Choose two or more"),
    key=f"compared-{','.join(named)}",
)
if chosen != [one for one in named if one in records][:MOST_RUNS]:
    st.query_params["runs"] = ",".join(chosen)
    st.rerun()
if len(chosen) >= 2:
    draw_comparison([records[one] for one in chosen])
else:
    st.info(_("Choose two or more runs, here or on the page Runs. Or let two networks race:"))
    draw_duel(session.get_draft(), expanded=True)
    st.page_link(RUNS.script, icon=RUNS.icon)
