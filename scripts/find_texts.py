"""Finds the texts to translate, for Babel, whose own reader misses those in f-strings before Python 3.12."""

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import IO

Found = tuple[int, str, str | tuple[str, ...], list[str]]


def find_texts(
    file: IO[bytes],
    keywords: Mapping[str, object],
    comment_tags: Collection[str],  # noqa: ARG001 - Babel hands them to every extractor
    options: Mapping[str, str],  # noqa: ARG001
) -> Iterator[Found]:
    """See https://babel.pocoo.org, "Writing extraction methods".

    Args:
        file: Python's source, in UTF-8.
        keywords: names of the functions that mark a text.
        comment_tags: of remarks to translators; there are none in the lab.
        options: none.

    Yields:
        Line, function, its texts (two for a plural), remarks.
    """
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in keywords:
            texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if texts:
                yield node.lineno, node.func.id, texts[0] if len(texts) == 1 else tuple(texts), []
