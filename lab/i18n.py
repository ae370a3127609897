"""Words on the screen go through gettext: English in the code, catalogues in `locale/`."""

import gettext as _gettext
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from lab.source_text import JOINED, SourceText

LOCALE_DIRECTORY = Path(__file__).resolve().parent.parent / "locale"
DOMAIN = "lab"

P = ParamSpec("P")
R = TypeVar("R")
# Every language of the lab, once, by its code and under its own name; the first one is that of the code.
LANGUAGES = {"en": "English", "ko": "한국어"}
DEFAULT_LANGUAGE = "en"
# That of texts which people of any language will read: English, to be translated where it is drawn.
SOURCE = "source"

_language: ContextVar[str | None] = ContextVar("language", default=None)
_finders: list[Callable[[], str]] = []


class _Source(_gettext.NullTranslations):
    """Translates nothing, and lets every text remember what it was made of."""

    def gettext(self, message: str) -> str:
        return SourceText(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return SourceText(msgid1 if n == 1 else msgid2, msgid1, msgid2)


@lru_cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    if language == SOURCE:
        return _Source()
    return _gettext.translation(DOMAIN, LOCALE_DIRECTORY, languages=[language], fallback=True)


def set_language(language: str) -> None:
    """Choose the language of everything translated from here on in this context (one browser session).

    Args:
        language: a code such as "en" or "ko"; one without a catalogue gives English.
    """
    _language.set(language)


def find_language_with(finder: Callable[[], str]) -> None:
    """Say how the language is found where none has been chosen in this context yet.

    Streamlit runs callbacks and parts of a page in threads of their own, before or without the page's script.

    Args:
        finder: gives a language's code.
    """
    _finders[:] = [finder]


def get_language() -> str:
    """The language of this context."""
    language = _language.get()
    if language is None:
        language = _finders[0]() if _finders else DEFAULT_LANGUAGE
        _language.set(language)
    return language


def write_for_every_reader() -> None:
    """Let this process make texts that are translated where they are read: it is a worker, and shows nothing itself."""
    find_language_with(lambda: SOURCE)
    set_language(SOURCE)


@contextmanager
def for_every_reader() -> Iterator[None]:
    """Make such texts within a block, or within a function that this decorates: they go into a file."""
    before = _language.set(SOURCE)
    try:
        yield
    finally:
        _language.reset(before)


def cache_by_language(maxsize: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Remember what a function gave whose results hold translated texts, for each language by itself.

    Args:
        maxsize: so many results are kept, those that were asked for last.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        def keep(_language: str, *args: P.args, **kwargs: P.kwargs) -> R:
            return function(*args, **kwargs)

        # With its own type, mypy would not let keyword arguments through, which need not be hashable for it.
        remember: Callable[..., R] = lru_cache(maxsize)(keep)

        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            return remember(get_language(), *args, **kwargs)

        return call

    return decorate


def _(message: str) -> str:
    """Translate a message; without a translation it comes back as it is."""
    return _catalogue(get_language()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate a message that depends on a count, with `{count}` filled in."""
    return _catalogue(get_language()).ngettext(singular, plural, count).format(count=count)


def translate(text: str) -> str:
    """Say in this context's language what was written for every reader.

    Args:
        text: a `SourceText`, as read with `unpack_text`; any other, and one that the catalogue does not know, comes
            back as it is.
    """
    if not isinstance(text, SourceText):
        return text
    values = {name: translate(value) if isinstance(value, str) else value for name, value in text.values.items()}
    try:
        message = _find_message(text)
        # A message of the catalogue's alone is filled in: one in a file may ask for anything.
        if message is not None:
            return message.format(**values) if values else message
    except (LookupError, ValueError, TypeError, AttributeError):
        # Somebody has altered the values.
        pass
    return str.__str__(text)


def _find_message(text: SourceText) -> str | None:
    """The translation of a text's message; None where there is none."""
    if text.message == JOINED:
        return JOINED
    catalogue = _catalogue(get_language())
    if text.plural:
        count = text.values["count"]
        found = catalogue.ngettext(text.message, text.plural, count if isinstance(count, int) else 0)
    else:
        found = catalogue.gettext(text.message)
    return None if found in (text.message, text.plural) else found


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a message for translation where it stands; it is translated where it is drawn."""
    return message
