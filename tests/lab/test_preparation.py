import tracemalloc

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.images import decode_image
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


@pytest.mark.parametrize("shape", [(1, 30_000), (30_000, 1), (1, 2_000_000)])
@pytest.mark.parametrize("fit", ["crop", "pad", "stretch"])
def test_a_thin_image_takes_no_more_memory_than_itself(shape, fit):
    image = np.full((*shape, 3), 200, np.uint8)
    tracemalloc.start()
    prepared = Preparation(size=32, fit=fit).apply(image)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert prepared.shape == (32, 32, 3)
    assert prepared.max() == 200
    assert peak < 2 * image.nbytes + 1_000_000


def test_a_side_that_shrinks_is_averaged_though_the_other_grows():
    stripes = np.zeros((16, 3200, 1), np.uint8)
    stripes[:, ::4] = 200
    assert (Preparation(size=32, color="grey", fit="stretch").apply(stripes) == 50).all()


@pytest.mark.parametrize(("shape", "rows", "columns"), [((300, 200), 32, 21), ((200, 300), 21, 32), ((9, 3), 32, 11)])
def test_pad_keeps_the_proportions_in_the_middle(shape, rows, columns):
    prepared = Preparation(size=32, color="grey", fit="pad").apply(np.full((*shape, 1), 255, np.uint8))[..., 0]
    assert (prepared > 0).any(axis=1).sum() == rows
    assert (prepared > 0).any(axis=0).sum() == columns
    assert set(np.unique(prepared)) == {0, 255}
    left, right = np.flatnonzero(prepared.any(axis=0))[[0, -1]]
    assert abs(left - (31 - right)) <= 1


@pytest.mark.parametrize("fit", ["crop", "pad", "stretch"])
@pytest.mark.parametrize("shape", [(480, 640), (900, 60), (33, 20)])
def test_a_file_decoded_small_looks_like_the_whole_image_made_small(shape, fit):
    generator = np.random.default_rng(0)
    image = cv2.resize(generator.integers(0, 256, (6, 8, 3), np.uint8), shape[::-1], interpolation=cv2.INTER_CUBIC)
    data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes()
    preparation = Preparation(size=32, fit=fit)
    whole = preparation.apply(decode_image(data, "a.jpg"))
    np.testing.assert_allclose(preparation.decode(data, "a.jpg").astype(int), whole, atol=12)
