"""Fetching a data set that isn't on this machine yet, with progress."""

import streamlit as st

from components.failures import shown_failures
from components.formatting import format_count
from lab.datasets import Dataset
from lab.datasets.fetching import fetch_progress, is_present, start_fetch
from lab.datasets.keras_sets import KerasSet
from lab.i18n import _

SECONDS_BETWEEN_LOOKS = 0.5


def draw_fetch(dataset: Dataset) -> bool:
    """Where a data set must be fetched first, draw the button or the progress.

    Args:
        dataset: the draft's data set.

    Returns:
        Whether there is nothing else to show yet.
    """
    if not isinstance(dataset, KerasSet) or is_present(dataset.name):
        return False
    progress = fetch_progress(dataset.name)
    running = progress is not None and progress.state == "running"
    if not running:
        if progress is not None and progress.state == "failed":
            st.error(progress.message, icon=":material/cloud_off:")
        st.info(
            _("{title} is not on this machine yet.").format(title=_(dataset.title)), icon=":material/cloud_download:"
        )
        if st.button(_("Fetch it"), type="primary", icon=":material/download:"):
            start_fetch(dataset.name)
            st.rerun()
    if running:
        st.fragment(_draw_progress, run_every=SECONDS_BETWEEN_LOOKS)(dataset.name)
    return True


def _draw_progress(name: str) -> None:
    with shown_failures():
        progress = fetch_progress(name)
        if progress is None or progress.state != "running":
            # The page shows the images, or why there are none.
            st.rerun()
        done, total = format_count(progress.done_bytes), format_count(progress.total_bytes)
        share = progress.done_bytes / progress.total_bytes if progress.total_bytes else 0.0
        st.progress(min(1.0, share), text=_("Fetching: {done}B of {total}B").format(done=done, total=total))
