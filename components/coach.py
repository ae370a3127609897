"""What the coach has to say about a run, and the cure at a click."""

import streamlit as st

from components.failures import shown_failures
from components.start import start_run
from lab.coaching.advice import Advice, read_progress
from lab.coaching.rules import coach
from lab.config import RunConfig
from lab.errors import LabError
from lab.i18n import _, cache_by_language
from lab.runs.control import read_control
from lab.runs.history import RunHistory
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus


def draw_coach(history: RunHistory) -> None:
    """Draw a box for each thing noticed; nothing for a healthy run.

    Args:
        history: of the run.
    """
    for advice in _advise(history, history.epochs.last("elapsed"), history.state):
        _draw_advice(advice)


@cache_by_language(maxsize=32)
def _advise(history: RunHistory, _elapsed: float | None, _state: RunStatus) -> tuple[Advice, ...]:
    """Once an epoch, for all who watch: in between it has nothing new to say."""
    folder = history.folder
    try:
        labels = folder.read_json(folder.labels_path)
    except LabError:
        # It has not come so far.
        return ()
    return tuple(coach(read_progress(history, _read_present_config(folder), len(labels))))


def _read_present_config(folder: RunFolder) -> RunConfig:
    """A run's settings with the learning rate that it has now, where somebody asked for another on the way."""
    config, asked = folder.read_config(), read_control(folder).learning_rate
    if asked is None:
        return config
    optimizer = config.optimizer.model_copy(update={"learning_rate": asked})
    return config.model_copy(update={"optimizer": optimizer})


def _draw_advice(advice: Advice) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/sports: **{advice.title}.** {advice.evidence}  \n{advice.lesson}", width="stretch")
        if advice.cure is None:
            return
        label = _("Try {cure}").format(cure=advice.cure_label)
        if st.button(label, icon=":material/healing:", key=f"cure-{advice.rule}", help=_("A new run; this one stays.")):
            with shown_failures():
                start_run(advice.cure)
