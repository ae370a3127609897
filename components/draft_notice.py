"""Where the draft comes from: a run whose settings were taken over, or a link."""

import streamlit as st

from components import session
from components.failures import shown_failures
from components.verbatim import verbatim
from lab.comparing import describe_change
from lab.config import RunConfig
from lab.config_link import decode_config, encode_config
from lab.i18n import _

PARAMETER = "config"


def take_link() -> None:
    """Take over the settings that the address holds, once; it is then the plain address again."""
    text = st.query_params.get(PARAMETER)
    if text is None:
        return
    with shown_failures():
        config = decode_config(text)
        del st.query_params[PARAMETER]
        session.set_draft(config)
        st.rerun()


def draw_draft_notice(draft: RunConfig) -> None:
    """Draw what has been changed since the draft was taken from a run; nothing where it wasn't.

    Args:
        draft: as it is now.
    """
    origin = session.draft_origin()
    if origin is None:
        return
    name, before = origin
    change = describe_change(before, draft)
    text = _("From {run}; changed: **{change}**.") if change else _("The settings of {run}; nothing changed yet.")
    st.info(text.format(run=verbatim(name), change=change), icon=":material/content_copy:")


def draw_link(draft: RunConfig) -> None:
    """Draw the address at which this form comes filled in.

    Args:
        draft: what it shall hold.
    """
    with st.popover(_("Link"), icon=":material/link:", help=_("An address at which this form comes filled in.")):
        with shown_failures():
            base = (st.context.url or "").split("?")[0]
            st.code(f"{base}?{PARAMETER}={encode_config(draft)}", language=None, wrap_lines=True)
            st.caption(_("Whoever opens it finds these settings. Images of your own must be on the same server."))
