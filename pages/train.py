"""Train: one run, live while it trains, judged when it has ended."""

import streamlit as st

from components import session
from components.backend import get_controller
from components.demonstration import draw_demonstration
from components.run_page import draw_run_page
from lab.i18n import _

records = get_controller().store.records(limit=1)
run_id = st.query_params.get("run") or session.last_run() or (records[0].id if records else None)
if run_id is None:
    st.title(_("Train"))
    draw_demonstration()
else:
    # The address names the run, so that a reload or another browser shows the same one.
    st.query_params["run"] = run_id
    session.keep_last_run(run_id)
    draw_run_page(get_controller().store.record(run_id))
