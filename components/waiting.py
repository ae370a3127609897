"""Waiting for the model service: how far it is, what is left, a Stop; leaving or changing a control ends the work."""

import time
from collections.abc import Callable
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components import session
from components.formatting import format_duration
from lab.i18n import _
from lab.model_service import OnProgress

R = TypeVar("R")

# Short work shows nothing, so that nothing jumps.
SECONDS_UNSEEN = 0.6
# Before, an estimate of what is left is a guess.
SECONDS_BEFORE_ESTIMATE, SHARE_BEFORE_ESTIMATE = 2.0, 0.03


def shown_waiting(
    text: str, ask: Callable[[OnProgress], R], key: str | None = None, stoppable: bool = True
) -> R | None:
    """Ask, and draw how far it is where that takes long.

    Streamlit ends a script, where its browser is closed or a control was changed, at its next call: each look at the
    progress makes one, so the request is given up within a fifth of a second, and the service ends its work.

    Args:
        text: what is being done, such as "Asking the network …".
        ask: gets what it shall tell its progress: `lambda tell: service.predict(network, images, tell)`.
        key: for what is asked without a click on a button: another one for each thing that can be asked. What was
            stopped then is not begun again when the page is drawn anew.
        stoppable: say no in a fragment, where Streamlit lets a click wait until the fragment is through.

    Returns:
        The answer, or None where it was stopped, which is then drawn with a button to go on.

    Raises:
        ServiceError: of the question.
    """
    if key in _stopped():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_("Stopped."), width="content")
            st.button(_("Go on"), key=f"go-on-{key}", on_click=_stopped().discard, args=(key,))
        return None
    waiting = _Waiting(text, key, stoppable)
    try:
        return ask(waiting.show)
    finally:
        waiting.place.empty()


def _stopped() -> set[str | None]:
    return session.remember("stopped-requests", set[str | None])


def _stop(key: str | None) -> None:
    """The click draws the page anew, and that ends the request."""
    if key is not None:
        _stopped().add(key)


class _Waiting:
    """The place of the bar."""

    def __init__(self, text: str, key: str | None, stoppable: bool) -> None:
        self.place = st.empty()
        self._text, self._key, self._stoppable = text, key, stoppable
        self._began = time.monotonic()
        self._bar: DeltaGenerator | None = None

    def show(self, share: float | None) -> None:
        """Draw how far it is; always calls Streamlit."""
        seconds = time.monotonic() - self._began
        if seconds < SECONDS_UNSEEN:
            self.place.empty()
            return
        if self._bar is None:
            self._bar = self._draw()
        self._bar.progress(share or 0.0, text=f"{self._text} {_describe_time(seconds, share)}")

    def _draw(self) -> DeltaGenerator:
        with self.place.container(horizontal=True, vertical_alignment="bottom"):
            bar = st.empty()
            if self._stoppable:
                name = f"stop-{self._text}-{self._key}"
                st.button(_("Stop"), icon=":material/stop:", key=name, on_click=_stop, args=(self._key,))
        return bar


def _describe_time(seconds: float, share: float | None) -> str:
    if share is None or share < SHARE_BEFORE_ESTIMATE or seconds < SECONDS_BEFORE_ESTIMATE:
        return format_duration(seconds)
    return _("{time} left").format(time=format_duration(seconds * (1 / share - 1)))
