"""What can be done with a run: stop, pause, another learning rate, more epochs, go on after its end."""

import streamlit as st

from components.backend import get_controller
from components.failures import shown_failures
from components.index_wait import waiting_for_index
from lab.i18n import _
from lab.runs.control import ask_for, read_control
from lab.runs.history import RunHistory
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus
from lab.schedules.constant import Constant

USUAL_EXTRA_EPOCHS = 10


def draw_controls(folder: RunFolder, history: RunHistory) -> None:
    """Draw the buttons for a run that waits or trains.

    Args:
        folder: the run.
        history: what has come of it so far.
    """
    stopping = folder.stop_requested()
    if history.state is not RunStatus.QUEUED and not stopping:
        _draw_pause(folder)
        with st.popover(_("Change"), icon=":material/tune:", help=_("While it trains.")), shown_failures():
            _draw_rate(folder, history)
            _draw_more_epochs(folder, history)
    label = _("Stopping …") if stopping else _("Stop")
    if st.button(label, icon=":material/stop:", disabled=stopping, key="stop"):
        get_controller().stop(folder.id)
        st.rerun()


def draw_resume(folder: RunFolder, history: RunHistory) -> None:
    """Draw the way on for a run that has ended.

    Args:
        folder: the run.
        history: what came of it.
    """
    if history.state is not RunStatus.FINISHED and st.button(
        _("Resume"),
        icon=":material/resume:",
        type="primary",
        help=_("Go on after the last whole epoch; what came after it is trained again."),
    ):
        _resume(folder)
    with st.popover(_("More epochs"), icon=":material/add:"), shown_failures():
        epochs = _ask_epochs(folder, history)
        rate = _ask_rate(folder, history)
        if st.button(_("Go on"), type="primary", key="go-on"):
            _resume(folder, epochs, rate)


def _resume(folder: RunFolder, epochs: int | None = None, rate: float | None = None) -> None:
    with waiting_for_index():
        get_controller().resume(folder.id, epochs=epochs, learning_rate=rate)
    st.rerun()


def _draw_pause(folder: RunFolder) -> None:
    if folder.pause_requested():
        if st.button(_("Resume"), icon=":material/play_arrow:", type="primary", key="go-on-after-pause"):
            get_controller().go_on(folder.id)
            st.rerun()
    elif st.button(_("Pause"), icon=":material/pause:", help=_("Nothing at all differs after a pause."), key="pause"):
        get_controller().pause(folder.id)
        st.rerun()


def _draw_rate(folder: RunFolder, history: RunHistory) -> None:
    rate = _ask_rate(folder, history)
    if rate is not None and st.button(_("Take this learning rate")):
        ask_for(folder, learning_rate=rate)
        st.toast(_("From the next step on; the curves get a mark."))


def _draw_more_epochs(folder: RunFolder, history: RunHistory) -> None:
    epochs = _ask_epochs(folder, history)
    if st.button(_("Train so long")):
        ask_for(folder, epochs=epochs)
        st.toast(_("It will train for {epochs} epochs in all.").format(epochs=epochs))


def _ask_epochs(folder: RunFolder, history: RunHistory) -> int:
    now = max(folder.read_config().epochs, read_control(folder).epochs or 0)
    usual = max(now, len(history.epochs)) + USUAL_EXTRA_EPOCHS
    return int(st.number_input(_("Epochs in all"), value=usual, step=1, help=_("Those done so far count too.")))


def _ask_rate(folder: RunFolder, history: RunHistory) -> float | None:
    """A learning rate; None where it shall stay, or a schedule decides on it."""
    config = folder.read_config()
    if not isinstance(config.schedule, Constant):
        st.caption(_("The schedule decides on the learning rate."))
        return None
    now = float(history.batches.last("learning_rate") or config.optimizer.learning_rate)
    rate = float(st.number_input(_("Learning rate"), value=now, step=0.0001, format="%g"))
    return None if rate == now else rate
