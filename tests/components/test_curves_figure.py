import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from components.curves_figure import Curve, curves_figure, thin

values = st.lists(st.floats(-1e6, 1e6) | st.just(float("nan")), min_size=1, max_size=3000)


@given(values, st.integers(4, 700))
def test_thinning_keeps_the_ends_and_the_extremes_within_its_limit(y, limit):
    y = np.array(y)
    x = np.arange(len(y), dtype=float)
    kept_x, kept_y = thin(x, y, limit)
    assert len(kept_x) == len(kept_y) <= max(limit, 4)
    assert (kept_x[0], kept_x[-1]) == (x[0], x[-1])
    assert (np.diff(kept_x) > 0).all()
    if np.isfinite(y).all():
        assert (kept_y.min(), kept_y.max()) == (y.min(), y.max())


def test_few_points_stay_as_they_are():
    x, y = np.arange(5.0), np.arange(5.0)
    assert thin(x, y)[0] is x


def test_axes_have_no_numbers_before_there_is_a_point():
    layouts = [curves_figure([Curve("Training", "#000", x, x)], x_name="", revision="")["layout"] for x in ([], [1.0])]
    assert [layout["xaxis"].get("showticklabels") for layout in layouts] == [False, None]
    assert [layout["yaxis"].get("showticklabels") for layout in layouts] == [False, None]


def test_a_curve_of_one_point_is_visible_and_an_update_keeps_the_zoom():
    figure = curves_figure([Curve("Training", "#000", [1], [0.5])], x_name="Epoch", revision="run")
    assert "markers" in figure["traces"][0]["mode"]
    assert figure["layout"]["uirevision"] == "run"
    assert "range" not in figure["layout"]["xaxis"]


def test_gaps_are_null():
    figure = curves_figure([Curve("Training", "#000", [1, 2, 3], [0.5, None, float("nan")])], x_name="", revision="")
    assert figure["traces"][0]["y"] == [0.5, None, None]
