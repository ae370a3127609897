"""What two runs begin with in common, in words."""

import streamlit as st

from components.open_data import open_source
from lab.config import RunConfig
from lab.errors import LabError
from lab.i18n import _
from lab.shared_start import compare_starts


def draw_shared_start(a: RunConfig, b: RunConfig) -> None:
    """Draw it; nothing where the images are no longer there to count their classes.

    Args:
        a: a run's settings.
        b: another's.
    """
    try:
        shared = compare_starts(a, b, len(open_source(a.dataset).class_names))
    except LabError:
        return
    with st.expander(_("What both began with"), icon=":material/balance:", expanded=bool(shared.different)):
        for text in shared.same:
            st.markdown(f":material/check: {text}")
        for text in shared.different:
            st.markdown(f":material/call_split: {text}")
