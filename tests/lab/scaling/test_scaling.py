import numpy as np
import pytest

from lab.datasets.subset import Subset
from lab.scaling import SCALINGS, Scaler
from lab.scaling.tf import TF
from lab.scaling.torch import Torch
from lab.scaling.zero_one import ZeroOne


@pytest.mark.parametrize("cls", SCALINGS.classes(), ids=lambda cls: cls.__name__)
@pytest.mark.parametrize("channels", [1, 3])
def test_every_scaling_keeps_the_shape_and_its_scaler_survives_json(cls, channels):
    images = np.random.default_rng(0).integers(0, 256, (5, 4, 6, channels), np.uint8)
    scaler = cls().fit(Subset.whole(images))
    scaled = scaler.transform(images)
    assert scaled.dtype == np.float32
    assert scaled.shape == images.shape
    again = Scaler.model_validate_json(scaler.model_dump_json())
    np.testing.assert_array_equal(again.transform(images), scaled)


@pytest.mark.parametrize(("scaling", "mode"), [(TF(), "tf"), (Torch(), "torch")])
def test_the_same_numbers_as_keras_applications(scaling, mode):
    from keras.applications.imagenet_utils import preprocess_input

    images = np.random.default_rng(0).integers(0, 256, (5, 4, 6, 3), np.uint8)
    expected = preprocess_input(images.astype(np.float32), mode=mode, data_format="channels_last")
    np.testing.assert_allclose(scaling.fit(Subset.whole(images)).transform(images), expected, atol=1e-5)


def test_zero_one():
    pixels = np.array([0, 51, 255], np.uint8).reshape(1, 1, 3, 1)
    np.testing.assert_allclose(ZeroOne().fit(Subset.whole(pixels)).transform(pixels).ravel(), [0, 0.2, 1], rtol=1e-6)
