import numpy as np
import pytest

from lab.augmentation.geometric import Geometric
from lab.looking.averaging import AVERAGINGS, answer_averaged, make_versions
from lab.looking.predictor import Predictor
from lab.preparation import Preparation

IMAGES = np.random.default_rng(0).integers(1, 256, (3, 8, 8, 1), np.uint8)


class Brightest(Predictor):
    """Says in which half the brightest column is."""

    labels = ("left", "right")
    preparation = Preparation(size=8, color="grey")

    def ask(self, pixels, on_progress):
        on_progress(1.0)
        column = pixels[..., 0].max(axis=1).argmax(axis=1)
        return np.eye(2, dtype=np.float32)[(column >= 4).astype(int)]


def test_shifts_are_by_whole_pixels_with_black_coming_in():
    same, down, up, right, left = make_versions(IMAGES, "shifts", None)
    np.testing.assert_array_equal(same, IMAGES)
    np.testing.assert_array_equal(down[:, 1:], IMAGES[:, :-1])
    np.testing.assert_array_equal(up[:, :-1], IMAGES[:, 1:])
    np.testing.assert_array_equal(right[:, :, 1:], IMAGES[:, :, :-1])
    np.testing.assert_array_equal(left[:, :, :-1], IMAGES[:, :, 1:])
    assert down[:, 0].max() == up[:, -1].max() == right[:, :, 0].max() == left[:, :, -1].max() == 0
    flipped = make_versions(IMAGES, "flips", None)
    np.testing.assert_array_equal(flipped[5], IMAGES[:, :, ::-1])
    assert len(flipped) == 10


def test_off_asks_of_the_image_alone():
    np.testing.assert_array_equal(make_versions(IMAGES, "off", None), IMAGES[np.newaxis])


def test_the_answers_to_an_image_and_to_its_mirror_image_are_averaged():
    dot = np.zeros((1, 8, 8, 1), np.uint8)
    dot[0, 4, 1] = 255
    assert Brightest().answer(dot).names == ["left"]
    np.testing.assert_allclose(answer_averaged(Brightest(), dot, "shifts").probabilities, [[1, 0]])
    np.testing.assert_allclose(answer_averaged(Brightest(), dot, "flips").probabilities, [[0.5, 0.5]])


@pytest.mark.parametrize("averaging", AVERAGINGS)
def test_any_number_of_images_gets_an_answer_each(averaging):
    augmentation = Geometric()
    told = []
    for count in (0, 1, 70):
        images = np.repeat(IMAGES[:1], count, axis=0)
        answers = answer_averaged(Brightest(), images, averaging, augmentation, told.append)
        assert answers.probabilities.shape == (count, 2)
        np.testing.assert_allclose(answers.probabilities.sum(axis=1), 1, rtol=1e-6)
    assert told[-1] == pytest.approx(1)
