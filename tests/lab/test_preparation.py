import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.preparation import Preparation


@given(
    st.integers(1, 40), st.integers(1, 40), st.sampled_from([1, 3]), st.sampled_from([4, 8, 33]),
    st.sampled_from(["rgb", "grey"]), st.sampled_from(["crop", "pad", "stretch"]),
)  # fmt: skip
def test_whatever_comes_in_has_the_network_s_shape(height, width, channels, size, color, fit):
    image = np.full((height, width, channels), 200, np.uint8)
    preparation = Preparation(size=size, color=color, fit=fit)
    prepared = preparation.apply(image)
    assert prepared.shape == preparation.input_shape
    assert prepared.dtype == np.uint8
    assert prepared.max() == 200
    if fit != "pad" or height == width:
        assert prepared.min() == 200


def test_what_has_the_right_size_is_not_touched():
    image = np.random.default_rng(0).integers(0, 256, (8, 8, 3), np.uint8)
    np.testing.assert_array_equal(Preparation(size=8).apply(image), image)


def test_crop_keeps_the_middle_and_pad_keeps_all():
    image = np.zeros((4, 8, 1), np.uint8)
    image[:, 2:6] = 100
    image[:, :2] = 255
    assert (Preparation(size=4, color="grey", fit="crop").apply(image) == 100).all()
    padded = Preparation(size=8, color="grey", fit="pad").apply(image)
    assert (padded[:2] == 0).all()
    assert (padded[2:6, :2] == 255).all()


@pytest.mark.parametrize(("pixel", "grey"), [((255, 0, 0), 76), ((0, 255, 0), 150), ((0, 0, 255), 29)])
def test_grey_is_luma(pixel, grey):
    image = np.full((4, 4, 3), pixel, np.uint8)
    assert Preparation(size=4, color="grey").apply(image)[0, 0, 0] == grey
