import numpy as np
import pytest

from components.deletion_chart import deletion_option
from components.deletion_check import describe_deletion
from components.heat_map import AGAINST_COLORS, FOR_COLORS, color_heat
from components.kept_answers import keep_answer
from components.where_it_looks import list_classes
from lab.errors import ServiceError
from lab.explanations.deletion import FRACTIONS, Deletion

SURE = np.array([0.1, 0.7, 0.2], np.float32)


def name_roles(truth: int | None, wanted: int | None) -> list[tuple[int, str]]:
    return [(one.number, one.role) for one in list_classes(SURE, truth, wanted)]


def test_a_mistake_is_shown_beside_the_truth_and_a_right_answer_beside_its_second_choice():
    assert name_roles(truth=0, wanted=None) == [(1, "its answer"), (0, "the truth")]
    assert name_roles(truth=1, wanted=None) == [(1, "its answer"), (2, "its second choice")]
    assert name_roles(truth=None, wanted=None) == [(1, "its answer"), (2, "its second choice")]


def test_a_class_that_is_asked_for_is_shown_once():
    assert name_roles(truth=None, wanted=0)[2:] == [(0, "chosen by you")]
    assert name_roles(truth=0, wanted=0) == [(1, "its answer"), (0, "the truth")]
    assert [one.probability for one in list_classes(SURE, None, 0)] == pytest.approx([0.7, 0.2, 0.1])


def test_what_speaks_for_and_against_has_its_own_colours_and_nothing_is_transparent():
    colors = color_heat(np.array([[1.0, 0.001, 0.0, -1.0]], np.float32))
    assert tuple(colors[0, 0]) == (*FOR_COLORS[1], 255)
    assert tuple(colors[0, 3]) == (*AGAINST_COLORS[1], 255)
    assert colors[0, 1, 3] < 5
    assert colors[0, 2, 3] == 0
    assert (color_heat(np.zeros((3, 3), np.float32))[..., 3] == 0).all()


def test_one_bright_pixel_does_not_leave_all_others_dark():
    heat = np.full((30, 30), 0.5, np.float32)
    heat[0, 0] = 100
    assert (color_heat(heat)[..., 3] == 255).all()


def make_deletion(lit: float, moved: float) -> Deletion:
    falls, stays = ([0.9, *[value] * (len(FRACTIONS) - 2), 0.1] for value in (lit, moved))
    return Deletion(FRACTIONS, tuple(falls), tuple(stays), tuple(stays), tuple(stays))


def test_a_deletion_is_put_into_words_with_what_follows_from_it():
    good = describe_deletion(make_deletion(0.2, 0.8), "cat")
    assert "most lit 20% of the image" in good
    assert "**cat** goes from 90.0% to **20.0%**" in good
    assert "elsewhere, to 80.0%" in good
    assert "more than on others" in good
    assert "don't trust this map" in describe_deletion(make_deletion(0.8, 0.2), "cat")


def test_the_chart_has_both_lines_over_the_whole_image():
    option = deletion_option(make_deletion(0.2, 0.8))
    lines = {line["name"]: line["data"] for line in option["series"]}
    assert [point[1] for point in lines["Lit places gone"]][:2] == [90, 20]
    assert all(line[0][0] == 0 and line[-1][0] == 100 for line in lines.values())
    assert set(option["legend"]["data"]) <= set(lines)


def test_an_answer_is_asked_for_once_and_what_failed_or_was_stopped_again():
    asked = []

    def ask() -> int | None:
        asked.append(1)
        if len(asked) == 1:
            raise ServiceError("not now")
        return None if len(asked) == 2 else 7

    with pytest.raises(ServiceError):
        keep_answer(("a question",), ask)
    assert keep_answer(("a question",), ask) is None
    assert keep_answer(("a question",), ask) == keep_answer(("a question",), ask) == 7
    assert len(asked) == 3
