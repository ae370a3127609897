import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.looking.robustness import DISTURBANCES


def disturb(name: str, image: np.ndarray, value: float) -> np.ndarray:
    disturbance = DISTURBANCES[name]
    return disturbance.apply(image)[disturbance.values.index(value)]


@pytest.mark.parametrize("name", DISTURBANCES)
@given(size=st.integers(4, 40), channels=st.sampled_from([1, 3]), seed=st.integers(0, 99))
def test_the_neutral_value_changes_nothing_and_every_value_keeps_the_shape(name, size, channels, seed):
    image = np.random.default_rng(seed).integers(0, 256, (size, size, channels), np.uint8)
    disturbance = DISTURBANCES[name]
    changed = disturbance.apply(image)
    assert changed.shape == (len(disturbance.values), *image.shape)
    assert changed.dtype == np.uint8
    np.testing.assert_array_equal(changed[disturbance.values.index(disturbance.neutral)], image)
    assert list(disturbance.values) == sorted(disturbance.values)


def test_a_quarter_turn_and_a_shift_move_a_point_where_they_should():
    image = np.zeros((25, 25, 1), np.uint8)
    image[12, 20] = 255
    assert disturb("rotation", image, 90)[4, 12, 0] == 255
    assert disturb("rotation", image, -90)[20, 12, 0] == 255
    assert disturb("shift", image, -48)[12, 8, 0] == 255
    assert disturb("shift", image, 48).max() == 0


def test_strengths_are_what_they_say():
    grey = np.full((50, 50, 3), 100, np.uint8)
    assert disturb("brightness", grey, 0).max() == 0
    assert disturb("brightness", grey, 200).min() == 200
    assert disturb("noise", grey, 20).std() == pytest.approx(20, rel=0.05)
    hidden = disturb("occlusion", np.zeros((50, 50, 1), np.uint8), 40)
    assert (hidden == 127).sum() == 20 * 20
    assert (hidden[15:35, 15:35] == 127).all()
    edge = np.zeros((50, 50, 1), np.uint8)
    edge[:, 25:] = 200
    steepness = [int(np.abs(np.diff(disturb("blur", edge, value)[25, :, 0].astype(int))).max()) for value in (0, 2, 8)]
    assert steepness == sorted(steepness, reverse=True)
    assert len(set(steepness)) == 3
