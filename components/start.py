"""Starting a run and going to its page."""

import streamlit as st

from components import session
from components.backend import get_controller
from components.index_wait import waiting_for_index
from components.navigation import TRAIN
from lab.config import RunConfig
from lab.i18n import _


def start_run(config: RunConfig) -> None:
    """Queue a run and show it; a second click of the same button gives the same run.

    Args:
        config: what to train.

    Raises:
        ConfigError: the settings cannot work together.
    """
    with waiting_for_index():
        run_id = get_controller().submit(config, session.owner(), session.submission_token(config))
    st.switch_page(TRAIN.script, query_params={"run": run_id})


def draw_start(config: RunConfig, is_possible: bool) -> None:
    """Draw the button that starts a run.

    Args:
        config: what to train.
        is_possible: whether nothing stands against it.
    """
    if st.button(
        _("Start training"),
        type="primary",
        icon=":material/play_arrow:",
        width="stretch",
        disabled=not is_possible,
        help=None if is_possible else _("Something must be put right first."),
    ):
        start_run(config)
