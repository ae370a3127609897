"""Long explanations: Markdown files, one a language, `texts/KIND/NAME.LANGUAGE.md`."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lab.i18n import DEFAULT_LANGUAGE

TEXTS_DIRECTORY = Path(__file__).resolve().parent.parent / "texts"
HEADING = re.compile(r"^## .*$", re.MULTILINE)


@dataclass(frozen=True)
class ConceptText:
    """What a concept's page says.

    Attributes:
        explanation: three sentences, Markdown.
        question: something to try, Markdown.
        answer: to be folded away, Markdown.
    """

    explanation: str
    question: str
    answer: str


@lru_cache
def read_concept_text(name: str, language: str) -> ConceptText:
    """Read a concept's text: an explanation, then a question and its answer, each under a heading of its own.

    Args:
        name: the concept's.
        language: a code; one without a file gives English.

    Raises:
        FileNotFoundError: there is no text at all.
        ValueError: it has not these three parts.
    """
    parts = [part.strip() for part in HEADING.split(_find(name, language).read_text(encoding="utf-8"))]
    if len(parts) != 3:
        raise ValueError(f"The text of `{name}` ({language}) must have two headings. Received: {len(parts) - 1}.")
    return ConceptText(*parts)


def _find(name: str, language: str) -> Path:
    path = TEXTS_DIRECTORY / "concepts" / f"{name}.{language}.md"
    return path if path.exists() else path.with_name(f"{name}.{DEFAULT_LANGUAGE}.md")
