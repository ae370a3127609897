import numpy as np
import pytest

from lab.datasets.subset import Subset
from lab.scaling import SCALINGS, Scaler
from lab.scaling.caffe import Caffe
from lab.scaling.histogram import count_levels, make_histogram, picture
from lab.scaling.raw import Raw
from lab.scaling.tf import TF
from lab.scaling.torch import Torch
from lab.scaling.z_score import ZScore
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


@pytest.mark.parametrize(("scaling", "mode"), [(TF(), "tf"), (Torch(), "torch"), (Caffe(), "caffe")])
def test_the_same_numbers_as_keras_applications(scaling, mode):
    from keras.applications.imagenet_utils import preprocess_input

    images = np.random.default_rng(0).integers(0, 256, (5, 4, 6, 3), np.uint8)
    expected = preprocess_input(images.astype(np.float32), mode=mode, data_format="channels_last")
    np.testing.assert_allclose(scaling.fit(Subset.whole(images)).transform(images), expected, atol=1e-5)


def test_zero_one():
    pixels = np.array([0, 51, 255], np.uint8).reshape(1, 1, 3, 1)
    np.testing.assert_allclose(ZeroOne().fit(Subset.whole(pixels)).transform(pixels).ravel(), [0, 0.2, 1], rtol=1e-6)


def test_the_data_set_s_own_z_score_has_mean_zero_and_deviation_one():
    images = np.random.default_rng(0).integers(20, 90, (50, 8, 8, 3), np.uint8)
    images[..., 2] //= 3
    scaled = ZScore().fit(Subset.whole(images)).transform(images)
    np.testing.assert_allclose(scaled.mean(axis=(0, 1, 2)), 0, atol=1e-4)
    np.testing.assert_allclose(scaled.std(axis=(0, 1, 2)), 1, atol=1e-4)


def test_it_is_the_same_however_the_images_are_divided(monkeypatch):
    images = np.random.default_rng(0).integers(0, 256, (50, 8, 8, 3), np.uint8)
    whole = ZScore().fit(Subset.whole(images))
    monkeypatch.setattr("lab.scaling.z_score.CHUNK_BYTES", 500)
    assert ZScore().fit(Subset.whole(images)) == whole


def test_a_channel_that_never_changes_divides_by_nothing():
    images = np.full((4, 8, 8, 1), 7, np.uint8)
    assert np.isfinite(ZScore().fit(Subset.whole(images)).transform(images)).all()


def test_a_scaler_of_an_earlier_run_still_loads():
    assert Scaler.model_validate_json('{"scale": [1.0], "offset": [0.0]}').reverse_channels is False


@pytest.mark.parametrize("cls", SCALINGS.classes(), ids=lambda cls: cls.__name__)
def test_tensorflow_scales_as_numpy_does(cls):
    import tensorflow as tf

    images = np.random.default_rng(0).integers(0, 256, (5, 4, 6, 3), np.uint8)
    scaler = cls().fit(Subset.whole(images))
    in_graph = scaler.apply(tf.cast(images, tf.float32)).numpy()
    np.testing.assert_allclose(in_graph, scaler.transform(images), rtol=1e-6)


@pytest.mark.parametrize("cls", SCALINGS.classes(), ids=lambda cls: cls.__name__)
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("bins", [7, 100, 256])
def test_histograms_are_those_of_numpy(cls, channels, bins):
    images = np.random.default_rng(0).integers(30, 200, (5, 14, 16, channels), np.uint8)
    scaler = cls().fit(Subset.whole(images))
    scaled = scaler.transform(images).astype(np.float64)
    found = make_histogram(count_levels(images), scaler, bins)
    edges = np.histogram_bin_edges(scaled, bins=bins)
    np.testing.assert_allclose(found.edges, edges, atol=1e-6)
    for channel in range(channels):
        values = scaled[..., channel]
        counts = np.histogram(values, bins=found.edges)[0]
        np.testing.assert_allclose(found.shares[channel], counts / values.size, atol=1e-12)
        assert found.mean[channel] == pytest.approx(values.mean(), abs=1e-6)
        assert found.deviation[channel] == pytest.approx(values.std(), abs=1e-6)
        assert (found.low[channel], found.high[channel]) == pytest.approx((values.min(), values.max()))


def test_the_picture_of_the_numbers_is_the_image_but_for_caffe():
    image = np.zeros((2, 2, 3), np.uint8)
    image[0, 0] = (255, 0, 0)
    assert picture(image, ZeroOne().fit(Subset.whole(image[np.newaxis])))[0, 0].tolist() == [255, 0, 0]
    swapped = picture(image, Caffe().fit(Subset.whole(image[np.newaxis])))[0, 0]
    assert swapped[2] == 255
    assert Raw().fit(Subset.whole(image[np.newaxis])).scale == (1.0,) * 3
