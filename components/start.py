"""Starting a run and going to its page."""

import streamlit as st

from components import session
from components.backend import get_controller
from components.navigation import TRAIN
from lab.config import RunConfig


def start_run(config: RunConfig) -> None:
    """Queue a run and show it; a second click of the same button gives the same run.

    Args:
        config: what to train.

    Raises:
        ConfigError: the settings cannot work together.
    """
    run_id = get_controller().submit(config, session.owner(), session.submission_token(config))
    st.switch_page(TRAIN.script, query_params={"run": run_id})
