import json

import numpy as np
import pytest

from components.charts import (
    accuracy_bars_option,
    class_counts_option,
    confusion_option,
    histogram_option,
    image_sizes_option,
    top_classes_option,
)
from lab.scaling import Scaler
from lab.scaling.histogram import count_levels, make_histogram


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
