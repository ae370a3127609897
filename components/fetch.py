"""Fetching something that isn't on this machine yet, with progress."""

import streamlit as st

from components.failures import shown_failures
from components.formatting import format_count
from lab.fetching import Fetch
from lab.i18n import _, translate

SECONDS_BETWEEN_LOOKS = 0.5


def draw_fetch_button(fetch: Fetch, text: str) -> None:
    """Draw the button, or how far it is.

    Args:
        fetch: what is not there yet.
        text: says so.
    """
    progress = fetch.progress()
    if progress is not None and progress.state == "running":
        st.fragment(_draw_progress, run_every=SECONDS_BETWEEN_LOOKS)(fetch)
        return
    if progress is not None and progress.state == "failed":
        # It says what is not there, too.
        st.error(translate(progress.message), icon=":material/cloud_off:")
    else:
        st.info(text, icon=":material/cloud_download:")
    if st.button(_("Fetch it"), type="primary", icon=":material/download:"):
        fetch.start()
        st.rerun()


def _draw_progress(fetch: Fetch) -> None:
    with shown_failures():
        progress = fetch.progress()
        if progress is None or progress.state != "running":
            # The page shows what has come, or why it has not.
            st.rerun()
        done, total = format_count(progress.done_bytes), format_count(progress.total_bytes)
        share = progress.done_bytes / progress.total_bytes if progress.total_bytes else 0.0
        st.progress(min(1.0, share), text=_("Fetching: {done}B of {total}B").format(done=done, total=total))
