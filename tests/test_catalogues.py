"""The catalogues: what is compiled is what was translated, and every value keeps its place."""

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "locale"
LANGUAGES = sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/lab.po"))


def read_catalogue(language):
    with (LOCALE / language / "LC_MESSAGES" / "lab.po").open("rb") as file:
        return [message for message in read_po(file, locale=language) if message.id]


def as_tuple(text):
    return (text,) if isinstance(text, str) else tuple(text)


def find_values(text):
    return sorted(re.findall(r"\{[^{}]*\}", text))


def test_there_is_korean():
    assert "ko" in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_every_value(language):
    # Of a plural, the singular may say "one" instead of the count.
    lost = [
        message.id
        for message in read_catalogue(language)
        for text in as_tuple(message.string)
        if text and find_values(text) != find_values(as_tuple(message.id)[-1])
    ]
    assert lost == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_was_translated(language):
    compiled = gettext.translation("lab", LOCALE, languages=[language])
    different = [
        message.id
        for message in read_catalogue(language)
        if isinstance(message.id, str) and message.string and compiled.gettext(message.id) != message.string
    ]
    assert different == [], "run `make messages`"
