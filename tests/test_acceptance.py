"""What the papers say is tested is tested."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SECTIONS = (
    "Promises",
    "Archives and folders",
    "Images",
    "Settings and jobs",
    "Faults",
    "Models brought from elsewhere",
)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
RULE = re.compile(r"\|[\s|:-]+\|?")


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"), path)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def rows(document: str, section: str) -> list[str]:
    """The lines of a section's first table, its head left out."""
    text = (ROOT / document).read_text(encoding="utf-8")
    body = text.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    table = next((part for part in body.split("\n\n") if part.lstrip().startswith("|")), "")
    return [line for line in table.strip().splitlines() if not RULE.fullmatch(line)][1:]


def check(line: str) -> None:
    named = NAMED.findall(line)
    assert named, f"no test in: {line}"
    for path, name in named:
        assert (ROOT / path).is_file(), path
        assert name in names_in(path), f"{path} has no {name}"


@pytest.mark.parametrize("section", SECTIONS)
def test_every_line_of_the_acceptance_has_tests_that_are_there(section):
    found = rows("docs/acceptance.md", section)
    assert found
    for line in found:
        check(line)


def test_all_six_promises_are_made_with_their_tests():
    assert [line[2:4] for line in rows("docs/acceptance.md", "Promises")] == [f"{number}." for number in range(1, 7)]
    promises = rows("README.md", "What it promises")
    assert len(promises) == 6
    for line in promises:
        check(line)
