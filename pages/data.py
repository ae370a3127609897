"""Data: choose images or bring in one's own, look at them, clean them, decide on their size and their split."""

import streamlit as st

from components import session
from components.config_form import draw_choice, draw_form
from components.data_view import draw_data, is_split_open
from components.dataset_fetch import draw_fetch
from components.failures import shown_failures
from components.import_panel import draw_import, draw_import_button, wants_import
from components.open_data import choose_dataset
from lab.datasets import DATASETS
from lab.i18n import _

st.title(_("Data"))
settings, view = st.columns([2, 5], gap="large")
draft = session.get_draft()
with settings:
    dataset = draw_choice(DATASETS, draft.dataset, key="dataset")
    if dataset != draft.dataset:
        choose_dataset(dataset)
        draft = session.get_draft()
    draw_import_button()
    with st.expander(_("Size and colour"), expanded=True):
        preparation = draw_form(draft.preparation, key="preparation")
    with st.expander(_("Split"), expanded=is_split_open()):
        split = draw_form(draft.split, key="split")
    session.keep_draft(draft.model_copy(update={"preparation": preparation, "split": split}))
with view, shown_failures():
    if wants_import(dataset):
        draw_import()
    elif not draw_fetch(dataset):
        draw_data(session.get_draft())
