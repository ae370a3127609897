"""Model: choose a network and how it learns, see its layers, start."""

import streamlit as st

from components import session
from components.config_form import draw_choice, draw_form
from components.failures import shown_failures
from components.network_view import draw_network_view
from components.scaling_conflict import draw_scaling_conflict
from components.start import start_run
from lab.architectures import ARCHITECTURES
from lab.errors import ConfigError
from lab.i18n import _
from lab.optimizers import OPTIMIZERS

heading, action = st.columns([3, 2], gap="large", vertical_alignment="bottom")
heading.title(_("Model"))
draft = session.get_draft()
problems: list[ConfigError] = []
network, learning = st.columns([3, 2], gap="large")
with network:
    st.subheader(_("Network"), anchor=False)
    architecture = draw_choice(ARCHITECTURES, draft.architecture, "architecture", problems)
with learning:
    st.subheader(_("How it learns"), anchor=False)
    optimizer = draw_choice(OPTIMIZERS, draft.optimizer, "optimizer", problems)
    draft = draw_form(draft, key="training", only=("batch_size", "epochs", "seed"), problems=problems)
draft = draft.model_copy(update={"architecture": architecture, "optimizer": optimizer})
session.keep_draft(draft)
with action, shown_failures():
    if st.button(
        _("Start training"),
        type="primary",
        icon=":material/play_arrow:",
        width="stretch",
        disabled=bool(problems),
        help=_("Something above must be put right first.") if problems else None,
    ):
        start_run(draft)
with network, shown_failures():
    draw_scaling_conflict(draft)
with shown_failures():
    draw_network_view(draft, network)
