"""Taking in a run that another lab, or this one, has exported."""

import os
import tempfile
from pathlib import Path

import streamlit as st

from components import session
from components.backend import get_controller
from components.failures import shown_failures
from components.index_wait import waiting_for_index
from components.navigation import TRAIN
from lab.exporting.archive import check_no_archive_of_code
from lab.i18n import _


def draw_run_import() -> None:
    """Draw the place for the file, and go to the run that it holds."""
    with st.expander(_("Bring in a run"), icon=":material/upload:"):
        st.caption(_("The zip that Export, “Whole run”, makes. It gets a number of its own; nothing is overwritten."))
        upload = st.file_uploader(
            _("Exported run"), type=["zip", "keras", "h5"], key=f"run-upload-{session.count('brought')}"
        )
        if upload is None or not st.button(_("Bring it in"), type="primary", icon=":material/upload:"):
            return
        with shown_failures():
            check_no_archive_of_code(upload.getvalue(), upload.name)
            with waiting_for_index():
                run_id = _bring_in(upload.getvalue(), upload.name)
            session.count_up("brought")
            st.switch_page(TRAIN.script, query_params={"run": run_id})


def _bring_in(data: bytes, title: str) -> str:
    handle, name = tempfile.mkstemp(suffix=".zip")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        return get_controller().store.bring_in(path, title, session.owner())
    finally:
        path.unlink()
