"""No page shows a text past the catalogues: in a language that marks every translation, nothing is left unmarked."""

import gettext
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.navigation import PAGES
from lab import i18n
from lab.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
# Units, which are the same in every language.
UNITS = {"px"}
# Formulas, and numbers with their unit.
NO_TEXTS = {("latex", "body"), ("metric", "body")}
# Names: a paper's, with its address, and a layer's, with its class in Keras.
NAMES = re.compile(r"\[[^\]]*\]\(https://[^)]*\)|\*\*\w+\*\* · \w+")
WORD = re.compile(r"[^\W\d_]{2,}")


class Marking(gettext.NullTranslations):
    """Puts every text between «…», its values included."""

    def gettext(self, message):
        return f"«{message}»"

    def ngettext(self, singular, plural, n):
        return f"«{singular if n == 1 else plural}»"


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAB_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("LAB_WARM_WORKERS", "0")
        patch.setattr(i18n, "_catalogue", lambda _language: Marking())
        load_settings.cache_clear()
        yield
    load_settings.cache_clear()


def find_texts(app):
    """Every text of a page that Streamlit draws itself."""
    for element in (*app.main, *app.sidebar):
        proto = getattr(element, "proto", None)
        for name in ("label", "body", "help", "placeholder", "text", "title"):
            value = getattr(proto, name, None)
            if isinstance(value, str) and value:
                yield element.type, name, value


def strip_marked(text):
    """What is left of a text when everything translated, and every name, is taken out."""
    text = NAMES.sub("", text)
    while (shorter := re.sub(r"«[^«»]*»", "", text)) != text:
        text = shorter
    return text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_shows_a_text_past_the_catalogues(page):
    app = AppTest.from_file(str(ROOT / "components" / "main.py"), default_timeout=150).run()
    app = app.switch_page(page.script).run()
    assert not app.exception
    left = [
        (kind, name, text)
        for kind, name, text in find_texts(app)
        if (kind, name) not in NO_TEXTS and set(WORD.findall(strip_marked(text))) - UNITS
    ]
    assert left == [], left
