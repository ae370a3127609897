"""Images as numbers, against OpenCV and the lab's own preparation."""

import cv2
import numpy as np
import pytest

from components.concepts.pictures import load_picture, make_grey
from lab.concepts.images import LUMA, Images, weigh_channels
from lab.config import RunConfig
from lab.preparation import Preparation

IMAGE = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)


def test_grey_is_that_of_opencv_and_of_the_lab():
    expected = cv2.cvtColor(IMAGE, cv2.COLOR_RGB2GRAY).astype(int)
    found = weigh_channels(IMAGE, LUMA).astype(int)
    # OpenCV counts in whole numbers: where a sum lies in the middle between two, it may take the other one.
    assert np.abs(found - expected).max() <= 1
    assert np.mean(found != expected) < 0.01
    lab = Preparation(size=64, color="grey").apply(IMAGE)[..., 0].astype(int)
    assert np.array_equal(lab, expected)
    assert Images().weights == LUMA
    assert sum(LUMA) == pytest.approx(1)


def test_a_weight_of_one_is_that_channel_and_too_much_is_white():
    for channel in range(3):
        weights = tuple(np.eye(3)[channel].tolist())
        assert np.array_equal(weigh_channels(IMAGE, weights), IMAGE[..., channel])
    assert weigh_channels(np.full((1, 1, 3), 200, np.uint8), (1.0, 1.0, 1.0)).item() == 255


def test_the_window_lies_within_the_image():
    for size in (8, 64, 224):
        for share in (0.0, 0.5, 1.0):
            row, column, side = Images(across=share, down=share, zoom=12).find_window(size)
            assert 0 <= row <= size - side and 0 <= column <= size - side
    assert Images(across=1.0, down=0.0, zoom=4).find_window(8) == (0, 4, 4)


def test_the_pictures_are_real_and_have_the_size_that_is_asked_for():
    for name in ("flower", "temple"):
        image = load_picture(name, 32)
        assert image.shape == (32, 32, 3) and image.dtype == np.uint8
        assert image.std() > 20
    digit = load_picture("digit", 64)
    assert digit.shape == (8, 8, 3)
    assert np.array_equal(make_grey(digit)[..., 0], digit[..., 0])


def test_the_way_into_the_lab_takes_size_and_colour_along():
    filled = Images(size=16, color="grey").fill_in(RunConfig())
    assert filled.preparation.input_shape == (16, 16, 1)
