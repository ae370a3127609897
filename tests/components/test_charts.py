import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.charts import (
    Curve,
    accuracy_bars_option,
    class_counts_option,
    confusion_option,
    curves_figure,
    histogram_option,
    image_sizes_option,
    thin,
    top_classes_option,
)
from lab.scaling import Scaler
from lab.scaling.histogram import count_levels, make_histogram

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


def test_a_curve_of_one_point_is_visible_and_an_update_keeps_the_zoom():
    figure = curves_figure([Curve("Training", "#000", [1], [0.5])], x_name="Epoch", revision="run")
    assert "markers" in figure["traces"][0]["mode"]
    assert figure["layout"]["uirevision"] == "run"
    assert "range" not in figure["layout"]["xaxis"]


def test_gaps_are_null():
    figure = curves_figure([Curve("Training", "#000", [1, 2, 3], [0.5, None, float("nan")])], x_name="", revision="")
    assert figure["traces"][0]["y"] == [0.5, None, None]


@pytest.mark.parametrize("classes", [2, 10, 100])
def test_every_option_is_strict_json(classes):
    names = [f"class {number}" for number in range(classes)]
    counts = np.ones((classes, classes), int)
    for option in (
        confusion_option(counts, names),
        confusion_option(np.zeros_like(counts), names),
        class_counts_option(names, {"train": [1] * classes, "test": [2] * classes}),
        top_classes_option(names[:5], [0.5] * len(names[:5])),
        histogram_option(histogram_of(3)),
        histogram_option(histogram_of(1), log=True),
        accuracy_bars_option(["a", "b"], [0.5, 1.0], 1),
        image_sizes_option([1, 2], [3, 4]),
    ):
        json.dumps(option, allow_nan=False)


def test_a_confusion_matrix_is_coloured_by_the_share_of_its_row():
    cells = confusion_option(np.array([[3, 1], [0, 8]]), ["cat", "dog"])["series"][0]["data"]
    assert [cell["value"] for cell in cells] == [[0, 0, 0.75], [1, 0, 0.25], [0, 1, 0.0], [1, 1, 1.0]]
    assert cells[1]["name"] == "cat → dog: 1"


def histogram_of(channels):
    images = np.random.default_rng(0).integers(0, 256, (3, 8, 8, channels), np.uint8)
    return make_histogram(count_levels(images), Scaler(scale=(1.0,) * channels, offset=(0.0,) * channels), 100)


def test_histograms_sum_to_one_in_a_hundred_bins():
    series = histogram_option(histogram_of(3))["series"]
    assert [line["name"] for line in series] == ["Red", "Green", "Blue"]
    for line in series:
        assert len(line["data"]) == 100
        assert sum(share for _middle, share in line["data"]) == pytest.approx(1, abs=1e-3)
    (line,) = histogram_option(histogram_of(3), channels=[2], log=True)["series"]
    assert line["name"] == "Blue"
    assert all(share is None or share > 0 for _middle, share in line["data"])
