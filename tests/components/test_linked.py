"""A link opens the same for readers of every language."""

import ast
from pathlib import Path

import pytest

from components.navigation import RUNS, TRAIN
from lab.i18n import DEFAULT_LANGUAGE, LANGUAGES, set_language
from tests.components.conftest import address, go_to, open_page

ROOT = Path(__file__).resolve().parents[2]
CURVES = {"curves-over": "time", "curves-log": "x,y"}
LISTED = {"runs-order": "test_accuracy", "runs-groups": "architecture"}


@pytest.fixture(autouse=True)
def usual_language():
    """AppTest words the options of a choice once more, outside the page: in the language of this thread."""
    yield
    set_language(DEFAULT_LANGUAGE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_opens_the_same_in_every_language(lab, language):
    set_language(language)
    run = lab.add()
    app = open_page(RUNS.script, lang=language, **LISTED)
    assert {key: app.selectbox(key=key).value for key in LISTED} == LISTED
    assert {key: address(app, key) for key in LISTED} == LISTED
    go_to(app, TRAIN.script, lang=language, run=run.id, **CURVES)
    assert app.button_group(key="curves-over").value == "time"
    assert app.button_group(key="curves-log").value == ["x", "y"]
    assert {key: address(app, key) for key in CURVES} == CURVES


def test_what_is_chosen_in_one_language_is_a_link_for_another(lab):
    set_language("ko")
    lab.add()
    app = open_page(RUNS.script, lang="ko")
    app.selectbox(key="runs-groups").set_value("state").run()
    app.selectbox(key="runs-order").set_value("best_val_loss").run()
    link = {key: address(app, key) for key in LISTED}
    set_language("en")
    other = open_page(RUNS.script, lang="en", **link)
    assert {key: other.selectbox(key=key).value for key in LISTED} == link
    # The usual ones need no place in the address.
    other.selectbox(key="runs-groups").set_value("").run()
    other.selectbox(key="runs-order").set_value("number").run()
    assert [address(other, key) for key in LISTED] == [None, None]


def test_no_choice_between_words_puts_them_into_the_address():
    files = [*(ROOT / "components").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    calls = [
        (file, node) for file in files for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)
    ]
    bound = [
        (file, node)
        for file, node in calls
        if any(isinstance(one.value, ast.Constant) and one.value.value == "query-params" for one in node.keywords)
    ]
    assert bound
    worded = [
        f"{file.name}:{node.lineno}" for file, node in bound if any(one.arg == "format_func" for one in node.keywords)
    ]
    assert worded == [], "Streamlit writes what such a widget shows: use components.linked instead."
