"""Where else a run can be seen: on the MLflow server that the administrator has named."""

import streamlit as st

from lab.i18n import _
from lab.runs.run_folder import RunFolder
from lab.tracking.memory import read_memory


def draw_tracking_notice(folder: RunFolder) -> None:
    """Draw a link to the run in MLflow, or why it is not known there; nothing where no server is named.

    Args:
        folder: the run.
    """
    memory = read_memory(folder)
    if memory is None:
        return
    if memory.problem:
        text = _("MLflow at {server} was not told everything. The run itself is none the worse.")
        problem = memory.problem.replace("`", "'")
        st.caption(text.format(server=f"`{memory.server}`"), help=f"`{problem}`")
    if memory.url:
        st.link_button(_("In MLflow"), memory.url, icon=":material/open_in_new:")
