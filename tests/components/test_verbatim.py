"""Names that look like Markdown."""

import pytest

from components.navigation import HOME, TRAIN
from components.verbatim import verbatim
from tests.components.conftest import open_page

NAME = "**Katze** _2_ $x^2$ :red[!] [a](b)"
SHOWN = r"\*\*Katze\*\* \_2\_ \$x^2\$ \:red\[!\] \[a\](b)"


@pytest.mark.parametrize(
    ("name", "markdown"),
    [
        (NAME, SHOWN),
        ("고양이 (흰) #3 - 2.5", "고양이 (흰) #3 - 2.5"),
        ("# one", r"\# one"),
        ("1. one", r"1\. one"),
        ("1.5", "1.5"),
    ],
)
def test_what_markdown_would_change_is_escaped_and_nothing_else(name, markdown):
    assert verbatim(name) == markdown


def test_a_run_is_called_what_its_author_called_it(lab):
    folder = lab.add(name=NAME)
    app = open_page(TRAIN.script, run=folder.id)
    assert app.subheader[0].value == f"#1 · {SHOWN}"
    assert f"#1 · {SHOWN}" in [one.proto.label for one in open_page(HOME.script).get("page_link")]
