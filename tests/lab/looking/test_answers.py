import csv
import io

import numpy as np
import pytest

from lab.datasets.base import Skipped
from lab.looking.answers import Answers, find_differences, measure_entropy, order_images
from lab.looking.table import write_table

LABELS = ("cat", "dog", "owl")
ANSWERS = Answers(LABELS, np.array([[0.5, 0.3, 0.2], [0.05, 0.9, 0.05], [0.1, 0.2, 0.7]], np.float32))
OTHERS = Answers(("dog", "owl", "cat"), np.array([[0.2, 0.2, 0.6], [0.1, 0.8, 0.1], [0, 1, 0]], np.float32))
NAMES = ["img10.png", "img2.png", "img1.png"]


def test_the_likeliest_comes_first_and_doubt_is_said():
    assert ANSWERS.names == ["cat", "dog", "owl"]
    assert [name for name, _share in ANSWERS.rank(0, 2)] == ["cat", "dog"]
    assert ANSWERS.unsure.tolist() == [True, False, False]


@pytest.mark.parametrize(("order", "expected"), [("unsure", [0, 2, 1]), ("sure", [1, 2, 0]), ("name", [2, 1, 0])])
def test_images_are_ordered(order, expected):
    assert order_images(NAMES, ANSWERS, order) == expected


def test_networks_with_other_classes_are_compared_by_names():
    assert find_differences(ANSWERS, OTHERS).tolist() == [False, True, False]


def test_entropy_is_a_share_of_what_it_can_be():
    np.testing.assert_allclose(measure_entropy(np.array([[1, 0, 0], [1 / 3] * 3], np.float32)), [0, 1], atol=1e-6)


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_table_has_a_row_for_every_image_and_every_refused_file():
    rows = read(write_table(NAMES, ["cat", "", ""], {"run": ANSWERS}, [Skipped("x.jpg", "x.jpg is not an image.")]))
    assert [row["file"] for row in rows] == [*NAMES, "x.jpg"]
    first = rows[0]
    assert (first["true"], first["predicted"], first["second"], first["third"]) == ("cat", "cat", "dog", "owl")
    assert float(first["probability"]) == 0.5
    assert [float(first[f"p({label})"]) for label in LABELS] == pytest.approx([0.5, 0.3, 0.2])
    assert rows[3]["predicted"] == ""
    assert rows[3]["reason"] == "x.jpg is not an image."


def test_two_networks_stand_side_by_side():
    rows = read(write_table(NAMES, [""] * 3, {"a": ANSWERS, "b": OTHERS}, []))
    assert [(row["a: predicted"], row["b: predicted"]) for row in rows] == [
        ("cat", "cat"),
        ("dog", "owl"),
        ("owl", "owl"),
    ]


def test_no_file_name_becomes_a_formula():
    rows = read(write_table(["=1+1.png", *NAMES[1:]], [""] * 3, {"run": ANSWERS}, []))
    assert rows[0]["file"] == "'=1+1.png"
