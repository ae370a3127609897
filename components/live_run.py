"""A run as it trains: progress, curves, what the worker says."""

import streamlit as st

from components.backend import get_controller
from components.coach import draw_coach
from components.curve_controls import draw_curve_controls
from components.curves import learning_rate_figure, metric_figure
from components.failures import shown_failures
from components.formatting import format_count, format_duration, format_metric, format_percent, format_time, state_word
from components.live_chart import draw_live_chart
from lab.i18n import _, translate
from lab.runs.history import RunHistory
from lab.runs.status import RunStatus

SECONDS_BETWEEN_LOOKS = 0.45


def draw_live_run(run_id: str) -> None:
    """Draw a run, and keep drawing it until it ends.

    Args:
        run_id: the run.
    """
    state = get_controller().histories.follow(run_id).state
    st.fragment(_draw, run_every=None if state.ended else SECONDS_BETWEEN_LOOKS)(run_id, state)


def _draw(run_id: str, drawn: RunStatus) -> None:
    with shown_failures():
        history = get_controller().histories.follow(run_id)
        _draw_state(run_id, history)
        _draw_figures(history)
        draw_coach(history)
        _draw_curves(history)
        _draw_messages(history)
        if history.state is not drawn:
            # The rest of the page goes with the state, and at the end the timer must stop.
            st.rerun()


def _draw_state(run_id: str, history: RunHistory) -> None:
    state = history.state
    if state is RunStatus.QUEUED:
        position = get_controller().position(run_id)
        st.info(
            _("Waiting: number {position} in the queue.").format(position=position or 1),
            icon=":material/hourglass_empty:",
        )
    elif state is RunStatus.RUNNING:
        st.progress(_share_done(history), text=_progress_text(history))
    elif state is RunStatus.PAUSED:
        st.progress(_share_done(history), text=_("Paused") + " · " + _progress_text(history))
    elif state is RunStatus.FINISHED:
        st.progress(1.0, text=_progress_text(history))
    else:
        show = st.error if state is RunStatus.FAILED else st.warning
        show(f"**{state_word(state).capitalize()}.** {translate(history.state_message)}")


def _share_done(history: RunHistory) -> float:
    if history.progress:
        return min(1.0, history.progress["done"] / history.progress["total"])
    return min(1.0, history.steps_done / history.total_steps) if history.total_steps else 0.0


def _progress_text(history: RunHistory) -> str:
    if history.progress:
        return _preparation_text(history)
    if not len(history.batches):
        return {"data": _("Reading the images …"), "building": _("Building the network …")}.get(
            history.phase, _("Starting the worker …")
        )
    epoch = _("epoch {epoch} of {epochs}").format(epoch=history.batches.last("epoch"), epochs=history.fit["epochs"])
    batch = _("batch {batch} of {batches}").format(batch=history.batches.last("batch"), batches=history.fit["batches"])
    parts = [epoch, batch]
    if history.state.ended:
        parts = [epoch, _("trained in {time}").format(time=format_duration(history.batches.last("elapsed") or 0))]
    elif history.phase == "evaluating":
        parts = [epoch, _("testing …")]
    elif history.seconds_left is not None:
        parts.append(_("{time} left").format(time=format_duration(history.seconds_left)))
    return " · ".join(parts)


def _preparation_text(history: RunHistory) -> str:
    text = _("Preparing the images: {done:,} of {total:,}").format(**history.progress)
    if history.phase_seconds_left is None:
        return text
    return f"{text} · " + _("{time} left").format(time=format_duration(history.phase_seconds_left))


def _draw_figures(history: RunHistory) -> None:
    epochs, batches = history.epochs, history.batches
    speed = epochs.last("images_per_second") or batches.last("images_per_second")
    with st.container(horizontal=True, gap="medium"):
        st.metric(_("Training accuracy"), format_percent(epochs.last("accuracy") or batches.last("accuracy")))
        st.metric(_("Validation accuracy"), format_percent(epochs.last("val_accuracy")))
        st.metric(_("Training loss"), format_metric(epochs.last("loss") or batches.last("loss")))
        st.metric(_("Validation loss"), format_metric(epochs.last("val_loss")))
        st.metric(_("Images per second"), format_count(speed) if speed else "–")


def _draw_curves(history: RunHistory) -> None:
    view = draw_curve_controls(history)
    left, right = st.columns(2)
    with left:
        st.markdown(f"**{_('Loss')}**")
        draw_live_chart(metric_figure(history, "loss", view), key="loss-curves")
    with right:
        st.markdown(f"**{_('Accuracy')}**")
        draw_live_chart(metric_figure(history, "accuracy", view), key="accuracy-curves")
    rates = learning_rate_figure(history, view)
    if rates is not None:
        st.markdown(f"**{_('Learning rate')}**")
        draw_live_chart(rates, key="learning-rate-curve")


def _draw_messages(history: RunHistory) -> None:
    rate = history.batches.last("learning_rate")
    if rate is not None:
        st.caption(_("Learning rate {rate:g}").format(rate=rate))
    for time, text in history.messages[-5:]:
        st.caption(f"{format_time(time)} — {translate(text)}")
