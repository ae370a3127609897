"""Look inside: what happens in a run's network between an image and the answer."""

import streamlit as st

from components.demonstration import draw_demonstration
from components.inside import draw_inside
from components.model_choice import find_models
from lab.i18n import _

st.title(_("Look inside"))
models = find_models()
if models:
    draw_inside(models)
else:
    st.info(_("Nothing has been trained yet: train a network first, then look inside it here."))
    draw_demonstration()
