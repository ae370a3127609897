"""The lab's entry: page settings and navigation."""

import streamlit as st

from components.backend import get_controller, get_model_service
from components.failures import shown_failures
from components.navigation import PAGES

st.set_page_config(page_title="Deep Learning Lab", page_icon=":material/experiment:", layout="wide")
page = st.navigation([one.build() for one in PAGES], position="top")
with shown_failures():
    get_controller()
    get_model_service()
    page.run()
