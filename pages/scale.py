"""Scale: how pixel values become the numbers that a network sees."""

import streamlit as st

from components import session
from components.config_form import draw_choice
from components.failures import shown_failures
from components.scaling_conflict import draw_scaling_conflict
from components.scaling_view import draw_scaling, draw_what_if_link
from lab.i18n import _
from lab.scaling import SCALINGS

st.title(_("Scale"))
st.caption(_("Pixels are whole numbers from 0 to 255; networks learn better from small numbers around zero."))
settings, view = st.columns([2, 5], gap="large")
draft = session.get_draft()
with settings:
    scaling = draw_choice(SCALINGS, draft.scaling, key="scaling")
    session.keep_draft(draft.model_copy(update={"scaling": scaling}))
    draft = session.get_draft()
    draw_scaling_conflict(draft)
    draw_what_if_link()
with view, shown_failures():
    draw_scaling(scaling, draft)
