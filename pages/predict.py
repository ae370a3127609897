"""Predict: a network on one's own images."""

import streamlit as st

from components.demonstration import draw_demonstration
from components.imagenet_choice import choose_imagenet
from components.model_choice import find_models
from components.prediction import draw_prediction
from components.predictor_choice import IMAGENET, choose_family, choose_predictors
from lab.i18n import _

st.title(_("Predict"))
models = find_models()
if choose_family() == IMAGENET:
    predictors = choose_imagenet()
    if predictors:
        draw_prediction(predictors)
elif models:
    draw_prediction(choose_predictors(models))
else:
    st.info(_("Nothing has been trained yet: train a network first, then try it here."))
    draw_demonstration()
