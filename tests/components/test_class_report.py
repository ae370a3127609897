"""The images behind the confusion matrix, and how each class fares."""

import pytest

from components.class_report import find_clicked_cell
from components.navigation import TRAIN
from tests.components.conftest import open_page


@pytest.mark.parametrize(("index", "cell"), [(0, (0, 0)), (7, (0, 7)), (34, (3, 4)), (99, (9, 9))])
def test_a_click_names_its_row_and_column(index, cell):
    event = {"selection": {"selected": [{"series_index": 0, "data_indices": [index]}], "areas": []}}
    assert find_clicked_cell(event, 10) == cell


def test_a_choice_taken_back_is_none():
    assert find_clicked_cell({"selection": {"selected": [], "areas": []}}, 10) is None


def test_the_images_behind_a_cell_are_shown_the_commonest_mistakes_first(lab):
    # Of ten images of each digit the first two ones and one seven are wrong.
    folder = lab.add(right=[place not in (1, 11, 7) for place in range(100)])
    app = open_page(TRAIN.script, run=folder.id)
    box = app.selectbox(key=f"cell-{folder.id}")
    assert box.options[:2] == ["1, taken for 2: 2", "7, taken for 8: 1"]
    before = len(app.get("image"))
    box.set_value((1, 2)).run()
    assert not app.exception
    assert len(app.get("image")) == before + 2
    table = next(one.value for one in app.dataframe if "Recall" in one.value)
    assert table["Recall"][1] == pytest.approx(0.8)
    assert table["Precision"][2] == pytest.approx(10 / 12)
