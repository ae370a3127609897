"""The script that every visit runs: page settings and navigation."""

import streamlit as st

from components.failures import shown_failures
from components.icon import draw_icon
from components.navigation import PAGES

st.set_page_config(page_title="Deep Learning Lab", page_icon=draw_icon(), layout="wide")
page = st.navigation([one.build() for one in PAGES], position="top")
with shown_failures():
    page.run()
