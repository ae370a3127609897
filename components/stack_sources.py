"""Where a network of one's own begins, and keeping it by name."""

import streamlit as st

from components import session
from lab.architectures import ARCHITECTURES
from lab.architectures.base import Architecture, StackedArchitecture
from lab.architectures.custom import Custom
from lab.errors import ConfigError
from lab.i18n import _
from lab.network import Stack
from lab.saved_networks import delete_network, is_saved, list_networks, save_network


def draw_sources(stack: Stack) -> None:
    """Draw what one can begin with, and the way to save.

    Args:
        stack: the draft's.
    """
    begin, keep = st.columns(2)
    # A new name after each change, which closes it.
    key = f"stack-from-{session.draft_version()}"
    # A new name after each change, which closes it.
    with (
        begin,
        st.popover(_("Start from"), icon=":material/account_tree:", width="stretch", key=key),
    ):
        _draw_networks()
    with keep, st.popover(_("Save"), icon=":material/save:", width="stretch", key="stack-save"):
        _draw_saving(stack)


def _draw_networks() -> None:
    kept: dict[str, Architecture] = session.remember_settings("architecture")
    st.button(_("Nothing"), icon=":material/check_box_outline_blank:", on_click=_take, args=((),), width="stretch")
    for name in ARCHITECTURES:
        cls = ARCHITECTURES[name]
        if not issubclass(cls, StackedArchitecture) or name in ("custom", "transfer_from_run"):
            continue
        architecture = kept.get(name) or cls()
        assert isinstance(architecture, StackedArchitecture)
        st.button(
            _(cls.title),
            icon=":material/lan:",
            key=f"stack-from-{name}",
            on_click=_take,
            args=(architecture.stack(),),
            width="stretch",
        )
    networks, damaged = list_networks()
    for number, network in enumerate(networks):
        with st.container(horizontal=True, gap="xxsmall"):
            st.button(
                network.title,
                icon=":material/bookmark:",
                key=f"stack-saved-{number}",
                on_click=_take,
                args=(network.layers,),
                width="stretch",
            )
            st.button(
                "",
                icon=":material/delete:",
                type="tertiary",
                help=_("Delete {title}").format(title=network.title),
                key=f"stack-delete-{number}",
                on_click=delete_network,
                args=(network.title,),
            )
    for one in damaged:
        st.caption(_("{file} is damaged: {reason}").format(file=one.file, reason=one.reason))


def _take(stack: Stack) -> None:
    draft = session.get_draft()
    session.set_draft(draft.model_copy(update={"architecture": Custom(layers=stack)}))


def _draw_saving(stack: Stack) -> None:
    title = st.text_input(_("Name"), key="stack-title", max_chars=60)
    known = bool(title.strip()) and is_saved(title)
    label = _("Replace the one of this name") if known else _("Save")
    if st.button(label, icon=":material/save:", type="primary", disabled=not title.strip(), key="stack-save-now"):
        try:
            save_network(title, stack)
        except ConfigError as error:
            st.error(str(error))
        else:
            st.success(_("Saved: it stands under “Start from”."), icon=":material/check:")
