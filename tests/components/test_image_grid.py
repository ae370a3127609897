import base64

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.image_grid import encode_tile


def decode(address):
    kind, _comma, data = address.partition(",")
    pixels = cv2.imdecode(np.frombuffer(base64.b64decode(data), np.uint8), cv2.IMREAD_COLOR)[..., ::-1]
    return kind, pixels


@given(st.integers(1, 200), st.integers(1, 200), st.sampled_from([1, 3]))
def test_pictures_of_any_size_fit_the_tile(height, width, channels):
    _kind, pixels = decode(encode_tile(np.full((height, width, channels), 90, np.uint8), 64))
    assert max(pixels.shape[:2]) == 64
    assert np.abs(pixels.astype(int) - 90).max() <= 2


@pytest.mark.parametrize("color", [(250, 10, 10), (10, 250, 10), (10, 10, 250)])
def test_colours_stay_what_they_are(color):
    _kind, pixels = decode(encode_tile(np.full((300, 200, 3), color, np.uint8), 96))
    assert np.abs(pixels.astype(int) - color).max() <= 4


def test_small_pictures_show_their_pixels_exactly():
    image = np.array([[[255, 0, 0], [0, 0, 255]]], np.uint8)
    kind, pixels = decode(encode_tile(image, 96))
    assert kind == "data:image/png;base64"
    assert {tuple(color) for color in pixels.reshape(-1, 3).tolist()} == {(255, 0, 0), (0, 0, 255)}
    assert decode(encode_tile(np.zeros((300, 300, 3), np.uint8), 96))[0] == "data:image/jpeg;base64"
