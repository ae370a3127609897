"""Choices that stand in the address, so that a link shows somebody else the same, in whatever language they read.

Streamlit's own `bind="query-params"` writes what a widget shows: it does for text, numbers and names, which are the
same in every language. A choice between words goes through here.
"""

from collections.abc import Collection
from typing import TypeVar

import streamlit as st

V = TypeVar("V", bound=str)


def read_link(parameter: str, allowed: Collection[V], default: V) -> V:
    """What the address says.

    Args:
        parameter: its name in the address.
        allowed: what it may say.
        default: what counts where it says nothing, or nothing that is allowed.
    """
    asked = st.query_params.get(parameter)
    return next((one for one in allowed if one == asked), default)


def write_link(parameter: str, value: str, default: str = "") -> None:
    """Let the address say what was chosen; nothing for the default, so that it stays short.

    Args:
        parameter: its name in the address.
        value: what was chosen.
        default: what counts where the address says nothing.
    """
    if value == default:
        st.query_params.pop(parameter, None)
    elif st.query_params.get(parameter) != value:
        st.query_params[parameter] = value
