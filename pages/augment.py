"""Augment: what is changed at random in the training images."""

import streamlit as st

from components import session
from components.augmentation_view import draw_augmentation
from components.config_form import draw_choice
from components.failures import shown_failures
from components.open_data import open_source
from lab.augmentation import AUGMENTATIONS
from lab.i18n import _

st.title(_("Augment"))
st.caption(_("Every epoch sees each training image changed anew; validation and test images stay as they are."))
settings, view = st.columns([2, 5], gap="large")
draft = session.get_draft()
with settings:
    augmentation = draw_choice(AUGMENTATIONS, draft.augmentation, key="augmentation")
    session.keep_draft(draft.model_copy(update={"augmentation": augmentation}))
with view, shown_failures():
    draw_augmentation(augmentation, open_source(draft.dataset), draft.preparation)
