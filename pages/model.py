"""Model: choose a network and how it learns, see its layers, start."""

import streamlit as st

from components import session
from components.config_form import draw_choice, draw_form
from components.cost import draw_cost
from components.failures import shown_failures
from components.layer_table import draw_layers
from components.network_check import draw_network_check
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
with network, shown_failures():
    is_possible = draw_network_check(draft)
    if is_possible:
        draw_scaling_conflict(draft)
with action, shown_failures():
    is_affordable = is_possible and not problems and draw_cost(draft)
    if st.button(
        _("Start training"),
        type="primary",
        icon=":material/play_arrow:",
        width="stretch",
        disabled=not is_affordable,
        help=None if is_affordable else _("Something must be put right first."),
    ):
        start_run(draft)
if is_possible:
    with network, shown_failures():
        draw_layers(draft)
