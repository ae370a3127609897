"""The script that every visit runs: page settings and navigation."""

import streamlit as st

from components.backend import get_controller
from components.failures import shown_failures
from components.icon import draw_icon
from components.index_wait import waiting_for_index
from components.language import draw_language_switch, use_language
from components.navigation import PAGES

st.set_page_config(page_title="Deep Learning Lab", page_icon=draw_icon(), layout="wide")
use_language()
page = st.navigation([one.build() for one in PAGES], position="top")
with shown_failures():
    with waiting_for_index():
        get_controller().store.wait_until_free()
    page.run()
# Last, since it stands in the header anyway and would leave a gap here.
draw_language_switch()
