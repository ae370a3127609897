"""Data: choose images, look at them, decide on their size and how they are split."""

import streamlit as st

from components import session
from components.config_form import draw_choice, draw_form
from components.data_view import draw_source
from components.dataset_fetch import draw_fetch
from components.failures import shown_failures
from components.open_data import open_source
from lab.datasets import DATASETS
from lab.i18n import _

st.title(_("Data"))
settings, view = st.columns([2, 5], gap="large")
draft = session.get_draft()
with settings:
    dataset = draw_choice(DATASETS, draft.dataset, key="dataset")
    if dataset != draft.dataset:
        draft = draft.model_copy(update={"dataset": dataset})
        suggestion = dataset.suggest()
        if suggestion == session.get_draft().dataset.suggest():
            session.keep_draft(draft)
        else:
            # Other images: their own size and colour.
            session.set_draft(draft.model_copy(update={"preparation": suggestion}))
            st.rerun()
    with st.expander(_("Size and colour"), expanded=True):
        preparation = draw_form(draft.preparation, key="preparation")
    with st.expander(_("Split")):
        split = draw_form(draft.split, key="split")
    session.keep_draft(draft.model_copy(update={"preparation": preparation, "split": split}))
with view, shown_failures():
    if not draw_fetch(dataset):
        with st.spinner(_("Opening the images …")):
            source = open_source(dataset)
        draw_source(source, preparation)
