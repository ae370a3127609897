"""A duel: one setting, two values, everything else the same; both curves race."""

from typing import Any

import streamlit as st
from pydantic.fields import FieldInfo

from components import session
from components.backend import get_controller
from components.failures import shown_failures
from components.index_wait import waiting_for_index
from components.navigation import COMPARE
from lab.config import RunConfig
from lab.duel import DuelSetting, change_setting, choose_class, list_duel_settings, read_setting, suggest_rivals
from lab.errors import ConfigError
from lab.i18n import _
from lab.validation import choices

SIDES = ("A", "B")


def draw_duel(config: RunConfig, *, expanded: bool = False) -> None:
    """Draw the choice of the setting and its two values, and the button.

    Args:
        config: what both sides have in common.
        expanded: whether it is open at first.
    """
    with st.expander(_("Duel: what if?"), icon=":material/swords:", expanded=expanded), shown_failures():
        st.caption(_("Two trainings with the same seed, first weights and order of images; one thing differs."))
        settings = list_duel_settings(config)
        columns = st.columns([2, 1, 1, 1], vertical_alignment="bottom")
        setting = columns[0].selectbox(
            _("What differs"), settings, format_func=lambda one: one.label, key="duel-setting"
        )
        rivals = suggest_rivals(config, setting)
        values = [
            _ask_value(columns[1 + place], config, setting, rival, side)
            for place, (side, rival) in enumerate(zip(SIDES, rivals, strict=True))
        ]
        if columns[3].button(_("Race"), type="primary", icon=":material/play_arrow:", width="stretch", key="race"):
            _start(config, setting, values)


def _start(config: RunConfig, setting: DuelSetting, values: list[Any]) -> None:
    first, second = (change_setting(config, setting.path, value) for value in values)
    if first == second:
        raise ConfigError(setting.path, _("Both sides are the same: give one of them another value."))
    with waiting_for_index():
        ids = get_controller().submit_duel((first, second), session.owner(), session.submission_token(first, second))
    st.switch_page(COMPARE.script, query_params={"runs": ",".join(ids)})


def _ask_value(place: Any, config: RunConfig, setting: DuelSetting, value: Any, side: str) -> Any:  # noqa: ANN401
    key = f"duel-{setting.path}-{side}-{session.draft_version()}"
    if setting.classes:
        classes = list(setting.classes)
        chosen = place.selectbox(
            side, classes, classes.index(type(value)), format_func=lambda one: _(one.title), key=key
        )
        return choose_class(read_setting(config, setting.path), chosen)
    field: FieldInfo = type(read_setting(config, setting.parent)).model_fields[setting.field]
    if isinstance(value, bool):
        names = {False: _("off"), True: _("on")}
        return place.selectbox(side, list(names), int(value), format_func=names.__getitem__, key=key)
    allowed = choices(field.annotation)
    if allowed:
        return place.selectbox(side, allowed, allowed.index(value), format_func=lambda one: _(str(one)), key=key)
    if isinstance(value, int):
        return int(place.number_input(side, value=value, step=1, key=key))
    return float(place.number_input(side, value=float(value), step=0.0001, format="%g", key=key))
