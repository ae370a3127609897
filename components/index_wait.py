"""What is said while another program holds the index of runs."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from lab.i18n import _


@contextmanager
def waiting_for_index() -> Iterator[None]:
    """Say so where it takes long: around whatever reads or changes the index."""
    with st.spinner(_("Waiting for the index of runs: another program holds it …")):
        yield
