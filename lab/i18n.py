"""Words on the screen go through gettext: English in the code, catalogues in `locale/`."""

import gettext as _gettext
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

LOCALE_DIRECTORY = Path(__file__).resolve().parent.parent / "locale"
DOMAIN = "lab"

_language: ContextVar[str] = ContextVar("language", default="en")


@lru_cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    return _gettext.translation(DOMAIN, LOCALE_DIRECTORY, languages=[language], fallback=True)


def set_language(language: str) -> None:
    """Choose the language of everything translated from here on in this context (one browser session).

    Args:
        language: a code such as "en" or "ko"; one without a catalogue gives English.
    """
    _language.set(language)


def _(message: str) -> str:
    """Translate a message; without a translation it comes back as it is."""
    return _catalogue(_language.get()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate a message that depends on a count, with `{count}` filled in."""
    return _catalogue(_language.get()).ngettext(singular, plural, count).format(count=count)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a message for translation where it stands; it is translated where it is drawn."""
    return message
