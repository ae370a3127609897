"""The one place that shows what went wrong; a traceback never reaches the browser."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from lab.errors import LabError
from lab.files import is_disk_full
from lab.i18n import _

logger = logging.getLogger(__name__)


@contextmanager
def shown_failures() -> Iterator[None]:
    """Show the lab's own errors as they are worded, and any other as a short apology; log the latter whole."""
    try:
        yield
    except LabError as error:
        st.error(str(error), icon=":material/error:")
    except sqlite3.OperationalError as error:
        logger.exception("The index of runs failed.")
        text = _("The index of runs could not be written ({reason}). Nothing was changed: try again in a minute.")
        st.error(text.format(reason=error), icon=":material/database:")
    except Exception as error:
        if is_disk_full(error):
            text = _("The server's disk is full. Nothing was changed: delete runs or data sets, then try again.")
            st.error(text, icon=":material/hard_disk:")
            return
        logger.exception("A page failed.")
        st.error(
            _("Something went wrong on this page; the server's log says what. Nothing is lost: reload the page."),
            icon=":material/bug_report:",
        )
