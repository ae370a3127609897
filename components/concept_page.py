"""The frame of every concept: what it is, its controls and picture, a question, the way into the lab."""

import importlib
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from components import session
from components.concept_state import (
    CONCEPT_PARAMETER,
    HIDE_PARAMETER,
    change_concept,
    form_key,
    hidden_settings,
    read_concept,
    write_concept,
)
from components.config_form import draw_form
from components.failures import shown_failures
from components.language import PARAMETER as LANGUAGE_PARAMETER
from components.navigation import CONCEPTS as CONCEPTS_PAGE
from components.navigation import PAGES
from lab.concepts import CONCEPTS, Concept
from lab.concepts.address import write_query
from lab.i18n import _, get_language
from lab.texts import ConceptText, read_concept_text

Draw = Callable[[Any, str], Mapping[str, object] | None]

# On a phone the picture comes first, and the controls stay in view below it while it scrolls. Their margin, which the
# picture gives up, keeps them off the beginning of the picture. 640 px: where Streamlit puts columns below one another.
NARROW = """
<style>
@media (max-width: 640px) {
  .stColumn:has(> div > div > .st-key-concept-picture) { margin-bottom: -40vh; }
  .stColumn:has(> div > div > .st-key-concept-controls) {
    order: 1; position: sticky; bottom: 0; z-index: 1; box-sizing: border-box; max-height: 40vh; margin-top: 40vh;
    padding: 0.5rem 0.25rem; overflow: hidden auto; background: Canvas; border-top: 1px solid rgb(128 128 128 / 40%);
  }
}
</style>
"""


def draw_overview() -> None:
    """Draw all concepts, each with a sentence."""
    st.title(_("Concepts"))
    st.markdown(
        _("Half of the course is theory. Here it moves: turn a knob, see what happens, take it to a real network.")
    )
    classes = CONCEPTS.classes()
    columns = st.columns(3)
    for place, cls in enumerate(classes):
        with columns[place % 3], st.container(border=True):
            draw_concept_link(cls, f"**{_(cls.title)}**")
            st.caption(_(cls.summary))


def draw_concept_link(cls: type[Concept], label: str) -> None:
    """Draw a link to a concept's page.

    Args:
        cls: the concept.
        label: of the link, Markdown.
    """
    query = {CONCEPT_PARAMETER: cls.model_fields["name"].default}
    st.page_link(CONCEPTS_PAGE.script, label=label, icon=cls.icon, query_params=query)


def draw_concept(cls: type[Concept]) -> None:
    """Draw a concept's page.

    Args:
        cls: the concept.
    """
    name = cls.model_fields["name"].default
    text = read_concept_text(name, get_language())
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title(_(cls.title), width="content")
        st.page_link(CONCEPTS_PAGE.script, label=_("All concepts"), icon=":material/apps:")
    st.markdown(text.explanation)
    st.html(NARROW)
    _draw_play(cls)
    _draw_question(text)
    _draw_neighbours(cls)


@st.fragment
def _draw_play(cls: type[Concept]) -> None:
    """Controls and picture; nothing else of the page is drawn anew when a control moves."""
    with shown_failures():
        _draw_presets(cls)
        concept = read_concept(cls)
        before = concept.controls()
        shown = [name for name in before if name not in hidden_settings()]
        # Where nothing is left to move, the picture has all the room.
        controls, picture = st.columns([2, 5], gap="large") if shown else (st.container(), st.container())
        with controls, st.container(key="concept-controls", gap="xsmall"):
            concept = draw_form(concept, form_key(concept), only=shown)
            write_concept(concept)
        if concept.controls() != before:
            st.rerun()
        with picture, st.container(key="concept-picture"):
            draw: Draw = importlib.import_module(f"components.concepts.{concept.name}").draw
            changes = draw(concept, f"picture.{concept.name}")
        with picture:
            _draw_ways_on(concept)
        if changes:
            change_concept(concept.model_copy(update=dict(changes)))
            st.rerun()


def _draw_presets(cls: type[Concept]) -> None:
    with st.container(horizontal=True, gap="small"):
        for place, preset in enumerate(cls.presets):
            st.button(
                _(preset.title),
                key=f"preset.{cls.model_fields['name'].default}.{place}",
                icon=":material/play_circle:",
                on_click=change_concept,
                args=(cls.from_preset(preset),),
            )


def _draw_ways_on(concept: Concept) -> None:
    """Into the lab with the same setting, and a link for others with chosen controls hidden."""
    page = next(one for one in PAGES if one.name == concept.lab_page)
    with st.container(horizontal=True):
        if st.button(_(concept.lab_label), icon=page.icon, key="concept-to-lab"):
            session.set_draft(concept.fill_in(session.get_draft()))
            st.switch_page(page.script)
        with st.popover(_("Link"), icon=":material/link:", help=_("An address at which this page looks like this.")):
            _draw_link(concept)


def _draw_link(concept: Concept) -> None:
    titles = {name: _(field.title or name) for name, field in type(concept).model_fields.items() if name != "name"}
    hidden = st.multiselect(
        _("Controls to hide"),
        list(titles),
        default=[name for name in titles if name in hidden_settings()],
        format_func=titles.__getitem__,
        help=_("For a class: only what is to be played with stays."),
        key=f"concept-hide.{concept.name}",
    )
    query = {CONCEPT_PARAMETER: concept.name, **write_query(concept)}
    if session.chosen_language():
        query[LANGUAGE_PARAMETER] = get_language()
    if hidden:
        query[HIDE_PARAMETER] = ",".join(hidden)
    address = "&".join(f"{name}={text}" for name, text in query.items())
    st.code(f"{(st.context.url or '').split('?')[0]}?{address}", language=None, wrap_lines=True)


def _draw_question(text: ConceptText) -> None:
    title = _("Try it")
    with st.container(border=True):
        st.markdown(f"**{title}**  \n{text.question}")
        with st.expander(_("Answer")):
            st.markdown(text.answer)


def _draw_neighbours(cls: type[Concept]) -> None:
    """The concepts before and after."""
    classes = CONCEPTS.classes()
    place = classes.index(cls)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        for step, arrow in ((-1, "← {title}"), (1, "{title} →")):
            if 0 <= place + step < len(classes):
                other = classes[place + step]
                draw_concept_link(other, arrow.format(title=_(other.title)))
