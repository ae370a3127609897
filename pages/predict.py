"""Predict: a run's network on one's own images."""

import streamlit as st

from components.backend import get_controller
from components.demonstration import draw_demonstration
from components.prediction import draw_prediction
from lab.i18n import _

st.title(_("Predict"))
folders = {
    record.id: record
    for record in get_controller().store.records()
    if get_controller().store.folder(record.id).checkpoints()
}
if folders:
    draw_prediction(folders)
else:
    st.info(_("Nothing has been trained yet: train a network first, then try it here."))
    draw_demonstration()
