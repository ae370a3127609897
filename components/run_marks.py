"""Which runs are marked: the same on every page, and named by the address where a page is about them."""

from collections.abc import Iterable

import streamlit as st

from components import session
from lab.i18n import _

PARAMETER = "runs"


def read_marks(known: Iterable[str]) -> list[str]:
    """The marked runs; those that the address names where it names any. One that is gone is said and forgotten.

    Args:
        known: the ids of all runs.
    """
    named = st.query_params.get(PARAMETER)
    marked = session.marked_runs() if named is None else [one for one in named.split(",") if one]
    known = set(known)
    gone = [one for one in marked if one not in known]
    if gone and named is not None:
        st.warning(_("There is no run {id}. It may have been deleted.").format(id=", ".join(gone)))
    return [one for one in dict.fromkeys(marked) if one in known]


def keep_marks(run_ids: Iterable[str]) -> None:
    """Mark these runs and no others, here, in the address and on every page."""
    session.mark_runs(run_ids)
    text = ",".join(session.marked_runs())
    if st.query_params.get(PARAMETER, "") != text:
        if text:
            st.query_params[PARAMETER] = text
        else:
            del st.query_params[PARAMETER]
