"""Predict: a run's network on one's own images."""

import streamlit as st

from components.demonstration import draw_demonstration
from components.model_choice import find_models
from components.prediction import draw_prediction
from lab.i18n import _

st.title(_("Predict"))
models = find_models()
if models:
    draw_prediction(models)
else:
    st.info(_("Nothing has been trained yet: train a network first, then try it here."))
    draw_demonstration()
