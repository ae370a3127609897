import numpy as np

from components.robustness_view import Watched, robustness_option
from lab.looking.answers import Answers
from lab.looking.robustness import DISTURBANCES

SHIFT = DISTURBANCES["shift"]


def test_the_curve_is_the_watched_class_s_probability_and_hollow_where_another_one_is_the_answer():
    share = np.linspace(0, 1, len(SHIFT.values), dtype=np.float32)
    answers = Answers(("cat", "dog"), np.stack([share, 1 - share], axis=1))
    pixels = np.zeros((len(share), 2, 2, 1), np.uint8)
    option = robustness_option(SHIFT, [Watched("a", "cat", pixels, answers)], place=3)
    points = option["series"][0]["data"]
    assert [point["value"][0] for point in points] == list(SHIFT.values)
    assert [point["value"][1] for point in points] == [round(100 * float(one), 2) for one in share]
    assert points[0]["itemStyle"]["color"] == "transparent"
    assert points[-1]["itemStyle"]["color"] != "transparent"
    assert option["series"][0]["markLine"]["data"] == [{"xAxis": SHIFT.values[3]}]
