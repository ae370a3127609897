"""Where the settings do not fit together, with the way out as a button."""

import streamlit as st

from components import session
from components.open_data import open_source
from lab.config import RunConfig
from lab.errors import ConfigError
from lab.i18n import _


def draw_network_check(config: RunConfig) -> bool:
    """Say what does not fit.

    Args:
        config: the draft.

    Returns:
        Whether they do.
    """
    try:
        config.check()
        config.loss.check(len(open_source(config.dataset).class_names))
    except ConfigError as error:
        st.error(str(error), icon=":material/error:")
        if error.field == "preparation.size" and error.remedy is not None:
            label = _("Enlarge the images to {size} pixels").format(size=error.remedy)
            st.button(label, icon=":material/open_in_full:", on_click=_prepare, args=(config, {"size": error.remedy}))
        if error.field == "preparation.color":
            label = _("Take the images in colour")
            st.button(label, icon=":material/palette:", on_click=_prepare, args=(config, {"color": "rgb"}))
        return False
    return True


def _prepare(config: RunConfig, changes: dict[str, object]) -> None:
    preparation = config.preparation.model_copy(update=changes)
    session.set_draft(config.model_copy(update={"preparation": preparation}))
