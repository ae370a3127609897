"""A concept's settings: in the address, where anybody may change them, and from there in the widgets.

The address names every setting. Where it is another than the page wrote last, somebody has opened a link or gone back:
the widgets are then made anew with its values.
"""

from typing import TypeVar

import streamlit as st

from components import session
from components.failures import shown_failures
from lab.concepts.address import read_query, write_query
from lab.concepts.base import Concept

CONCEPT_PARAMETER = "concept"
HIDE_PARAMETER = "hide"
C = TypeVar("C", bound=Concept)


def read_concept(cls: type[C]) -> C:
    """The settings that the address holds; those from before where it holds none, and the usual ones where it is wrong.

    Args:
        cls: the concept.
    """
    name = cls.model_fields["name"].default
    asked = {field: text for field, text in st.query_params.items() if field in cls.model_fields}
    last = session.last_address(name)
    if asked and asked != last:
        session.count_up(_counter(name))
    concept = cls()
    with shown_failures():
        concept = read_query(cls, asked or last)
    return concept


def write_concept(concept: Concept) -> None:
    """Put the settings into the address."""
    query = write_query(concept)
    session.keep_address(concept.name, query)
    for name, text in query.items():
        if st.query_params.get(name) != text:
            st.query_params[name] = text


def change_concept(concept: Concept) -> None:
    """Change the settings from outside their widgets, which are then made anew."""
    session.count_up(_counter(concept.name))
    write_concept(concept)


def form_key(concept: Concept) -> str:
    """A name for the settings' widgets, another one after each change from outside."""
    return f"concept.{concept.name}.{session.count(_counter(concept.name))}"


def hidden_settings() -> frozenset[str]:
    """The settings that the address hides, by name."""
    return frozenset(st.query_params.get(HIDE_PARAMETER, "").split(","))


def _counter(name: str) -> str:
    return f"concept.{name}"
