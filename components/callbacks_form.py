"""The forms of the callbacks."""

from typing import TypeVar

import streamlit as st

from components.config_form import draw_form
from lab.callbacks import Callbacks, EarlyStopping, ReduceLROnPlateau
from lab.errors import ConfigError
from lab.i18n import _

C = TypeVar("C", ReduceLROnPlateau, EarlyStopping)


def draw_callbacks(callbacks: Callbacks, problems: list[ConfigError]) -> Callbacks:
    """Draw the three callbacks, each folded away until it is wanted.

    Args:
        callbacks: the values to begin with.
        problems: receives what is wrong.
    """
    checkpoint = callbacks.model_checkpoint
    with st.expander(_("ModelCheckpoint"), icon=":material/save:"):
        st.caption(_("Keeps weights while training goes on, so that a crash wastes one epoch at most."))
        checkpoint = draw_form(checkpoint, "callbacks.model_checkpoint", problems=problems)
        if checkpoint.example:
            st.caption(_("After epoch 7, for example: `{name}`").format(name=checkpoint.example))
    plateau = callbacks.reduce_lr_on_plateau
    with st.expander(_("ReduceLROnPlateau") + _mark(plateau.enabled), icon=":material/trending_down:"):
        plateau = _draw_switched(plateau, "callbacks.reduce_lr_on_plateau", problems)
    stopping = callbacks.early_stopping
    with st.expander(_("EarlyStopping") + _mark(stopping.enabled), icon=":material/flag:"):
        stopping = _draw_switched(stopping, "callbacks.early_stopping", problems)
    return Callbacks(model_checkpoint=checkpoint, reduce_lr_on_plateau=plateau, early_stopping=stopping)


def _mark(enabled: bool) -> str:
    return " · " + _("on") if enabled else ""


def _draw_switched(settings: C, key: str, problems: list[ConfigError]) -> C:
    settings = draw_form(settings, key, only=("enabled",), problems=problems)
    if settings.enabled:
        others = [name for name in type(settings).model_fields if name != "enabled"]
        settings = draw_form(settings, key, only=others, problems=problems)
    return settings
