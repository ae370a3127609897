"""A warning where the scaling contradicts the network's weights, with the button that mends it."""

import streamlit as st

from components import session
from lab.config import RunConfig
from lab.i18n import _
from lab.scaling import SCALINGS
from lab.scaling.conflict import find_conflict


def draw_scaling_conflict(config: RunConfig) -> None:
    """Draw the warning, if there is one.

    Args:
        config: the draft.
    """
    conflict = find_conflict(config)
    if conflict is None:
        return
    st.warning(str(conflict), icon=":material/equalizer:")
    expected = SCALINGS[str(config.architecture.expected_scaling())]
    st.button(
        _("Scale by {title}").format(title=_(expected.title)),
        icon=":material/build:",
        on_click=lambda: session.set_draft(config.model_copy(update={"scaling": expected()})),
    )
