"""Languages: chosen for a context, found where none was chosen, and kept apart in caches."""

import threading
from contextvars import copy_context

import pytest

from components.network_diagram import describe_diagram
from lab import i18n
from lab.architectures.mlp import MLP
from lab.i18n import LANGUAGES, _, cache_by_language, get_language, set_language


def speak(language, function, *args):
    """Call a function in a language, and leave no trace of it."""

    def run():
        set_language(language)
        return function(*args)

    return copy_context().run(run)


@pytest.fixture(autouse=True)
def english():
    set_language("en")


def test_a_language_holds_for_its_context_alone():
    assert speak("ko", _, "Images") != "Images"
    assert _("Images") == "Images"
    assert speak("xx", _, "Images") == "Images"


def test_where_none_was_chosen_it_is_found(monkeypatch):
    """As in a thread that runs a callback or a part of a page alone."""
    found = []
    monkeypatch.setattr(i18n, "_finders", [lambda: "ko"])
    thread = threading.Thread(target=lambda: found.append(get_language()))
    thread.start()
    thread.join()
    assert (found, get_language()) == (["ko"], "en")


def test_what_is_cached_is_kept_for_each_language():
    calls = []

    @cache_by_language(maxsize=8)
    def describe(name):
        calls.append(name)
        return f"{_('Images')}: {name}"

    for language in (*LANGUAGES, *LANGUAGES):
        assert speak(language, describe, "a") == speak(language, _, "Images") + ": a"
    assert calls == ["a"] * len(LANGUAGES)


def test_a_diagram_speaks_the_language_of_who_looks_at_it():
    rows = MLP().list_layers((8, 8, 1), 10)
    words = [speak(one, describe_diagram, rows, (8, 8, 1))["boxes"][0]["type"] for one in LANGUAGES]
    assert len(set(words)) == len(LANGUAGES)
