"""The catalogues: what is compiled is what was translated, and every value keeps its place."""

import gettext
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
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


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    """Every text of the lab, as `make messages` collects them."""
    path = tmp_path_factory.mktemp("texts") / "lab.pot"
    command = [
        "-m",
        "babel.messages.frontend",
        "-q",
        "extract",
        "--mapping-file",
        "babel.cfg",
        "--output-file",
        str(path),
    ]
    done = subprocess.run([sys.executable, *command, "."], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    with path.open("rb") as file:
        return {as_tuple(message.id) for message in read_po(file) if message.id}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_missing_in_a_language(language, texts):
    translated = {as_tuple(one.id) for one in read_catalogue(language) if all(as_tuple(one.string)) and not one.fuzzy}
    assert texts - translated == set(), "run `make messages`, then translate what is new"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_translated_that_nobody_says(language, texts):
    assert {as_tuple(one.id) for one in read_catalogue(language)} - texts == set(), "run `make messages`"


@pytest.mark.parametrize("path", sorted((ROOT / "texts").rglob("*.en.md")), ids=lambda path: path.stem)
def test_every_long_text_is_there_in_every_language(path):
    for language in LANGUAGES:
        other = path.with_name(path.name.replace(".en.md", f".{language}.md"))
        assert other.read_text(encoding="utf-8").strip(), other
        assert other.read_text(encoding="utf-8") != path.read_text(encoding="utf-8")
