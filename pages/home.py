"""Home: a live demonstration at once, the last runs, the way through the lab."""

import streamlit as st

from components.backend import get_controller
from components.demonstration import draw_demonstration
from components.navigation import PATH
from components.run_links import draw_last_runs
from lab.i18n import _

st.title(_("Deep Learning Lab"))
st.markdown(_("Train image classifiers on your own pictures, watch them learn, and look at what they do."))

demonstration, runs = st.columns([3, 2], gap="large")
with demonstration, st.container(border=True):
    draw_demonstration()
with runs:
    st.subheader(_("Last runs"), anchor=False)
    records = get_controller().store.records()
    draw_last_runs(records)
    if not records:
        st.caption(_("Nothing has been trained yet. The demonstration takes about ten seconds."))

st.subheader(_("Step by step"), anchor=False)
for column, page in zip(st.columns(len(PATH), border=True), PATH, strict=True):
    with column:
        st.page_link(page.script, label=f"**{_(page.title)}**", icon=page.icon)
        st.caption(_(page.purpose))
