import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from components.gallery import fit_into, make_strip


@given(st.integers(1, 300), st.integers(1, 300), st.sampled_from([1, 3]), st.integers(8, 100))
def test_images_of_any_size_fit_and_keep_their_proportions(height, width, channels, side):
    fitted = fit_into(np.full((height, width, channels), 9, np.uint8), side)
    assert max(fitted.shape[:2]) == side
    assert fitted.shape[2] == 3
    assert abs(fitted.shape[0] / fitted.shape[1] - height / width) <= max(1, height / width) * max(1, width / height)


def test_small_images_show_their_pixels():
    image = np.array([[0, 255], [255, 0]], np.uint8)[..., np.newaxis]
    fitted = fit_into(image, 8)
    assert set(np.unique(fitted)) == {0, 255}
    assert (fitted[:4, :4] == 0).all()


def test_a_strip_is_transparent_between_its_images():
    strip = make_strip([np.zeros((4, 4, 3), np.uint8)] * 3, side=10, gap=2)
    assert strip.shape == (10, 34, 4)
    assert (strip[:, 10:12, 3] == 0).all()
    assert (strip[:, :10, 3] == 255).all()
