"""The script that every visit runs: page settings and navigation."""

import streamlit as st

from components.backend import get_controller
from components.failures import shown_failures
from components.icon import draw_icon
from components.language import draw_language_switch, use_language
from components.navigation import PAGES
from lab.i18n import _

st.set_page_config(page_title="Deep Learning Lab", page_icon=draw_icon(), layout="wide")
use_language()
page = st.navigation([one.build() for one in PAGES], position="top")
with shown_failures():
    # Shown only where it takes long: another program holds the index, a backup for one.
    with st.spinner(_("Waiting for the index of runs …")):
        get_controller().store.wait_until_free()
    page.run()
# Last, since it stands in the header anyway and would leave a gap here.
draw_language_switch()
