import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.datasets.translation import parse_translation, plan_renaming, suggest_direction, turn
from lab.errors import DatasetError

COURSE = 'translate = {"cane": "dog", "gatto": "cat"}  # Animals-10'


@pytest.mark.parametrize(
    "text",
    [
        COURSE,
        "{'cane': 'dog', 'gatto': 'cat'}",
        "cane,dog\ngatto,cat\n",
        "cane;dog\r\n\r\ngatto;cat",
        "cane\tdog\ngatto\tcat",
    ],
)
def test_dictionaries_and_lines_are_read_alike(text):
    assert parse_translation(text) == {"cane": "dog", "gatto": "cat"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "A translation is"),
        ("{}", "A translation is"),
        ('{"cane": open("/etc/passwd").read()}', "only words in quotation marks"),
        ('{"cane": 3}', "only words in quotation marks"),
        ('{"cane" "dog"', "cannot be read"),
        ('{**{"a": "b"}}', "only words in quotation marks"),
        ("cane,dog,wolf", "two words"),
        ("cane,dog\ncane,wolf", "`cane` has two translations, `dog` and `wolf`"),
        ("(" * 50_000 + "{", "cannot be read"),
        ("x" * 200_000, "100,000 are allowed"),
    ],
)
def test_what_is_no_translation_is_refused_with_the_reason(text, problem):
    with pytest.raises(DatasetError, match=problem):
        parse_translation(text)


def test_nothing_is_executed(tmp_path):
    sentinel = tmp_path / "sentinel"
    with pytest.raises(DatasetError):
        parse_translation(f'{{"a": __import__("pathlib").Path({str(sentinel)!r}).touch()}}')
    assert not sentinel.exists()


@given(st.text(max_size=300))
def test_any_text_is_a_translation_or_a_sentence(text):
    try:
        assert all(isinstance(word, str) for pair in parse_translation(text).items() for word in pair)
    except DatasetError as error:
        assert str(error)


def test_either_direction():
    translation = parse_translation(COURSE)
    assert turn(translation, "backward") == {"dog": "cane", "cat": "gatto"}
    assert suggest_direction(translation, {"cane", "gatto"}) == "forward"
    assert suggest_direction(translation, {"dog", "cat"}) == "backward"
    with pytest.raises(DatasetError, match="`dog` has two translations, `cane` and `chien`"):
        turn({"cane": "dog", "chien": "dog"}, "backward")


def test_the_course_s_dictionary_in_both_directions_at_once():
    both = {"cane": "dog", "gatto": "cat", "dog": "cane", "cat": "gatto"}
    assert suggest_direction(both, {"cane"}) == "forward"


def test_a_plan_names_changes_merges_and_names_that_are_nearly_alike():
    current = {"cane": "cane", "gatto": "gatto", "katze": "katze", "wolf": "wolf"}
    plan = plan_renaming(current, {"cane": " dog ", "gatto": "cat", "katze": "cat", "wolf": "Dog"})
    assert plan.changed == {"cane": "dog", "gatto": "cat", "katze": "cat", "wolf": "Dog"}
    assert plan.merged == {"cat": ("gatto", "katze")}
    assert plan.alike == (("dog", "Dog"),)
    assert plan_renaming(current, {}).changed == {}


def test_a_class_that_takes_another_s_name_is_merged_with_it():
    assert plan_renaming({"a": "a", "b": "b"}, {"a": "b"}).merged == {"b": ("a", "b")}


def test_a_class_without_a_name_is_refused():
    with pytest.raises(DatasetError, match="`cane` needs a name"):
        plan_renaming({"cane": "cane"}, {"cane": "  "})
