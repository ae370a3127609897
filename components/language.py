"""The language of the pages: from the address, else as chosen before, else the administrator's or the browser's."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components import session
from components.browser_component import declare_component
from lab.i18n import DEFAULT_LANGUAGE, LANGUAGES, _, find_language_with, set_language
from lab.settings import load_settings

PARAMETER = "lang"
KEY = "language"

CSS = """
.language { position: fixed; top: 0.85rem; right: 3.6rem; z-index: 999991; }
select { font: 13px var(--st-font); color: var(--st-text-color); background: var(--st-background-color); height: 30px;
         border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius); padding: 0 4px;
         cursor: pointer; }
select:hover, select:focus-visible { border-color: var(--st-primary-color); outline: none; }
"""
JAVASCRIPT = """
function render({ data, parentElement, setTriggerValue }) {
  const select = parentElement.querySelector("select");
  select.ariaLabel = select.title = data.title;
  select.replaceChildren(...Object.entries(data.languages).map(([code, name]) => new Option(name, code)));
  select.value = data.language;
  select.onchange = () => setTriggerValue("chosen", select.value);
}
"""
_mount = declare_component("lab_language", html='<div class="language"><select></select></div>', css=CSS, js=JAVASCRIPT)


def use_language() -> None:
    """Set the language of this run of the page; the address names it where somebody has chosen it."""
    find_language_with(_find_language)
    asked = st.query_params.get(PARAMETER)
    if asked in LANGUAGES:
        session.choose_language(asked)
    set_language(_find_language())
    chosen = session.chosen_language()
    if chosen and asked != chosen:
        st.query_params[PARAMETER] = chosen


def draw_language_switch() -> None:
    """Draw the list of languages beside the menu; a choice keeps the page and what is entered on it."""
    data = {"languages": LANGUAGES, "language": _find_language(), "title": _("Language")}
    _mount(data=data, key=KEY, on_chosen_change=_choose)


def _choose() -> None:
    language = session.widget_value(KEY).chosen
    if language in LANGUAGES:
        session.choose_language(language)
        st.query_params[PARAMETER] = language


def _find_language() -> str:
    # The controller's threads and the routes belong to nobody's session.
    if get_script_run_ctx(suppress_warning=True) is None:
        return DEFAULT_LANGUAGE
    chosen = session.chosen_language() or load_settings().language
    if chosen:
        return chosen
    browser = (st.context.locale or "").split("-")[0]
    return browser if browser in LANGUAGES else DEFAULT_LANGUAGE
