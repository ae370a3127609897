"""Translating class names by a dictionary, and what that would change before anything is changed."""

import ast
import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lab.errors import DatasetError
from lab.i18n import _
from lab.natural_order import natural_key

Direction = Literal["forward", "backward"]
MOST_CHARACTERS = 100_000


@dataclass(frozen=True)
class RenamePlan:
    """What a renaming would do.

    Attributes:
        changed: new names by old ones, for the classes that would be called otherwise.
        merged: for each name that more than one class would have, those classes.
        alike: groups of new names that differ only in small and capital letters.
    """

    changed: dict[str, str]
    merged: dict[str, tuple[str, ...]]
    alike: tuple[tuple[str, ...], ...]


def parse_translation(text: str) -> dict[str, str]:
    """Read a translation; nothing in it is ever executed.

    Args:
        text: a Python dictionary such as `{"cane": "dog"}`, perhaps assigned to a name, or lines `cane,dog`.

    Returns:
        The second word by the first.

    Raises:
        DatasetError: it is neither, or a word has two translations; says which.
    """
    if len(text) > MOST_CHARACTERS:
        problem = _("The translation has {count:,} characters; at most {most:,} are allowed.")
        raise DatasetError(problem.format(count=len(text), most=MOST_CHARACTERS))
    pairs = _parse_dictionary(text) if "{" in text else _parse_lines(text)
    if not pairs:
        raise DatasetError(_('A translation is a dictionary such as {"cane": "dog"}, or lines such as: cane,dog'))
    return _index(pairs)


def turn(translation: Mapping[str, str], direction: Direction) -> dict[str, str]:
    """The translation in a direction.

    Raises:
        DatasetError: turned round, a word would have two translations; names it.
    """
    if direction == "forward":
        return dict(translation)
    return _index([(new, old) for old, new in translation.items()])


def suggest_direction(translation: Mapping[str, str], class_names: set[str]) -> Direction:
    """The direction that knows more of the classes."""
    forward = len(class_names & translation.keys())
    return "forward" if forward >= len(class_names & set(translation.values())) else "backward"


def plan_renaming(current: Mapping[str, str], wanted: Mapping[str, str]) -> RenamePlan:
    """What it would mean to call classes otherwise.

    Args:
        current: what classes are called now, by the name under which they were imported.
        wanted: what they shall be called, by the same; those that are missing stay as they are.

    Raises:
        DatasetError: a class would have no name.
    """
    names = {imported: wanted.get(imported, called).strip() for imported, called in current.items()}
    nameless = [imported for imported, name in names.items() if not name]
    if nameless:
        raise DatasetError(_("The class `{name}` needs a name.").format(name=nameless[0]))
    sharing: dict[str, list[str]] = {}
    for imported, name in sorted(names.items(), key=lambda item: natural_key(item[0])):
        sharing.setdefault(name, []).append(imported)
    spellings: dict[str, list[str]] = {}
    for name in sharing:
        spellings.setdefault(name.casefold(), []).append(name)
    return RenamePlan(
        {imported: name for imported, name in names.items() if name != current[imported]},
        {name: tuple(imported) for name, imported in sharing.items() if len(imported) > 1},
        tuple(tuple(group) for group in spellings.values() if len(group) > 1),
    )


def _parse_dictionary(text: str) -> list[tuple[str, str]]:
    problem = _("The dictionary cannot be read: {reason}.")
    try:
        tree = ast.parse(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise DatasetError(problem.format(reason=error)) from error
    found = next((node for node in ast.walk(tree) if isinstance(node, ast.Dict)), None)
    if found is None:
        return []
    pairs = []
    for key, value in zip(found.keys, found.values, strict=True):
        words = [node.value for node in (key, value) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        if len(words) != 2:
            reason = _("only words in quotation marks are allowed, line {line}").format(line=value.lineno)
            raise DatasetError(problem.format(reason=reason))
        pairs.append((words[0], words[1]))
    return pairs


def _parse_lines(text: str) -> list[tuple[str, str]]:
    delimiter = max(",;\t", key=text.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error as error:
        raise DatasetError(_("The translation cannot be read: {reason}.").format(reason=error)) from error
    wrong = next((row for row in rows if len(row) != 2), None)
    if wrong is not None:
        text = _("A line of a translation has two words, such as: cane,dog. Received: {line}.")
        raise DatasetError(text.format(line=delimiter.join(wrong)[:80]))
    return [(row[0], row[1]) for row in rows]


def _index(pairs: list[tuple[str, str]]) -> dict[str, str]:
    words: dict[str, str] = {}
    for old, new in ((old.strip(), new.strip()) for old, new in pairs):
        if words.setdefault(old, new) != new:
            text = _("`{word}` has two translations, `{first}` and `{second}`.")
            raise DatasetError(text.format(word=old, first=words[old], second=new))
    return words
