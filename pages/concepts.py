"""Concepts: the theory as things to play with. The address names the one that is open, and its settings."""

import streamlit as st

from components.concept_page import draw_concept, draw_overview
from components.concept_state import CONCEPT_PARAMETER
from lab.concepts import CONCEPTS

name = st.query_params.get(CONCEPT_PARAMETER)
if name in set(CONCEPTS):
    draw_concept(CONCEPTS[name])
else:
    draw_overview()
