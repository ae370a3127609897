"""The one place that shows what went wrong; a traceback never reaches the browser."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from lab.errors import LabError
from lab.i18n import _

logger = logging.getLogger(__name__)


@contextmanager
def shown_failures() -> Iterator[None]:
    """Show the lab's own errors as they are worded, and any other as a short apology; log the latter whole."""
    try:
        yield
    except LabError as error:
        st.error(str(error), icon=":material/error:")
    except Exception:
        logger.exception("A page failed.")
        st.error(
            _("Something went wrong on this page; the server's log says what. Nothing is lost: reload the page."),
            icon=":material/bug_report:",
        )
