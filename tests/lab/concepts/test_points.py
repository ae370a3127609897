"""The points that small networks learn."""

from typing import get_args

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from lab.concepts.points import REACH, Kind, make_points


@pytest.mark.parametrize("kind", get_args(Kind))
def test_points_are_balanced_repeatable_in_sight_and_can_be_told_apart(kind):
    points, labels = make_points(kind, 200, 0.0, seed=3)
    again, _labels = make_points(kind, 200, 0.0, seed=3)
    np.testing.assert_array_equal(points, again)
    assert labels.sum() == 100
    assert np.abs(points).max() < REACH
    others, truth = make_points(kind, 200, 0.0, seed=4)
    assert KNeighborsClassifier(3).fit(points, labels).score(others, truth) > 0.97


def test_noise_makes_it_harder():
    pure, _labels = make_points("circles", 200, 0.0)
    noisy, _labels = make_points("circles", 200, 0.5)
    assert 0.4 < (noisy - pure).std() < 0.6
