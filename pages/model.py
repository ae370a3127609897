"""Model: choose a network and how it learns, see its layers, start."""

import streamlit as st

from components import session
from components.callbacks_form import draw_callbacks
from components.config_form import draw_choice, draw_form
from components.cost import draw_cost
from components.draft_notice import draw_draft_notice, draw_link, take_link
from components.duel import draw_duel
from components.failures import shown_failures
from components.network_check import draw_network_check
from components.network_view import draw_network_view
from components.open_data import open_source
from components.scaling_conflict import draw_scaling_conflict
from components.schedule_view import draw_schedule
from components.stack_editor import draw_stack_editor
from components.start import draw_start
from components.transfer_base import complete_transfer, draw_readiness
from lab.architectures import ARCHITECTURES
from lab.architectures.base import StackedArchitecture
from lab.architectures.custom import Custom
from lab.errors import ConfigError
from lab.i18n import _
from lab.losses import LOSSES
from lab.optimizers import OPTIMIZERS
from lab.schedules import SCHEDULES

st.title(_("Model"))
take_link()
draft = session.get_draft()
problems: list[ConfigError] = []
settings, view = st.columns([2, 5], gap="large")
with settings, shown_failures():
    st.subheader(_("Network"), anchor=False)
    architecture = complete_transfer(draw_choice(ARCHITECTURES, draft.architecture, "architecture", problems))
    if isinstance(architecture, Custom):
        num_classes = len(open_source(draft.dataset).class_names)
        architecture = draw_stack_editor(architecture, draft.preparation.input_shape, num_classes, problems)
    st.subheader(_("How it learns"), anchor=False)
    optimizer = draw_choice(OPTIMIZERS, draft.optimizer, "optimizer", problems)
    schedule = draw_choice(SCHEDULES, draft.schedule, "schedule", problems)
    draft = draw_form(draft, key="training", only=("batch_size", "epochs", "seed"), problems=problems)
    with st.expander(_("Loss") + f" · {_(draft.loss.title).lower()}", icon=":material/functions:"):
        loss = draw_choice(LOSSES, draft.loss, "loss", problems)
        draft = draw_form(draft, key="training", only=("class_weights",), problems=problems)
    callbacks = draw_callbacks(draft.callbacks, problems)
    draft = draw_form(draft, key="training", only=("deterministic", "histograms"), problems=problems)
chosen = {"architecture": architecture, "optimizer": optimizer, "schedule": schedule, "loss": loss}
draft = draft.model_copy(update={**chosen, "callbacks": callbacks})
session.keep_draft(draft)
with settings:
    draw_schedule(draft)
with view, shown_failures():
    draw_draft_notice(draft)
    action, cost = st.columns([2, 3], gap="medium", vertical_alignment="center")
    fits = draw_network_check(draft)
    is_possible = fits and not problems and draw_readiness(draft)
    with cost:
        is_possible = is_possible and draw_cost(draft)
    with action:
        draw_start(draft, is_possible)
        draw_link(draft)
    if fits:
        draw_scaling_conflict(draft)
        draw_duel(draft)
    if fits or isinstance(draft.architecture, StackedArchitecture):
        draw_network_view(draft)
