"""Whole networks of keras.applications, with files that the test writes as Keras once wrote its own."""

import dataclasses
import hashlib

import keras
import numpy as np
import pytest

from lab.datasets.subset import Subset
from lab.imagenet import CLASS_INDEX, WHOLE
from lab.scaling import Scaler, Scaling
from lab.scaling.raw import Raw
from lab.scaling.tf import TF
from lab.settings import load_settings
from tests.lab.architectures.test_transfer import Asked, write_legacy
from tests.lab.worker.asking import answer_request, ask

NAME = "mobilenet_v2"
DARK, BRIGHT = (10, 20, 30), (250, 240, 230)
COLORS = np.array([DARK, BRIGHT, (250, 10, 10)], np.uint8)
IMAGES = np.repeat(np.repeat(COLORS[:, np.newaxis, np.newaxis], 224, axis=1), 224, axis=2)


def ask_for(file, origin, file_hash=None, **_options):
    raise Asked(file, origin, file_hash or "")


@pytest.mark.parametrize("name", WHOLE)
def test_files_addresses_and_checksums_are_those_that_keras_asks_for(name, monkeypatch):
    monkeypatch.setattr("keras.src.utils.file_utils.get_file", ask_for)
    with pytest.raises(Asked) as asked:
        getattr(keras.applications, WHOLE[name].function)()
    assert asked.value.args == (WHOLE[name].file, WHOLE[name].address, WHOLE[name].md5)


def test_the_class_index_is_the_one_that_keras_asks_for(monkeypatch):
    monkeypatch.setattr("keras.src.applications.imagenet_utils.CLASS_INDEX", None)
    monkeypatch.setattr("keras.src.utils.file_utils.get_file", ask_for)
    with pytest.raises(Asked) as asked:
        keras.applications.imagenet_utils.decode_predictions(np.zeros((1, 1000)))
    assert asked.value.args == (CLASS_INDEX.file, CLASS_INDEX.address, CLASS_INDEX.md5)


@pytest.fixture
def published(tmp_path, monkeypatch) -> keras.Model:
    """Keras's own network, its weights where the lab looks for them."""
    monkeypatch.setenv("LAB_HOME", str(tmp_path))
    load_settings.cache_clear()
    model = brighten(keras.applications.MobileNetV2(weights=None))
    path = tmp_path / "weights" / WHOLE[NAME].file
    write_legacy(model, path)
    content = path.read_bytes()
    values = {"md5": hashlib.md5(content).hexdigest(), "size_bytes": len(content)}
    monkeypatch.setitem(WHOLE, NAME, dataclasses.replace(WHOLE[NAME], **values))
    yield model
    load_settings.cache_clear()
    keras.backend.clear_session()


def brighten(model: keras.Model) -> keras.Model:
    """Weights that pass on how bright the image is: positive means, so that what is dark leaves nothing but zeros."""
    generator = np.random.default_rng(1)
    for weight in model.weights:
        if weight.name == "kernel" and len(weight.shape) == 4:
            # Of a depthwise convolution each output sees one channel.
            inputs = np.prod(weight.shape[:2] if weight.shape[-1] == 1 else weight.shape[:-1])
            weight.assign(generator.uniform(0.5, 1.5, weight.shape) / inputs)
        elif weight.name in ("gamma", "moving_variance"):
            weight.assign(generator.uniform(0.9, 1.1, weight.shape))
        elif weight.name in ("kernel", "bias"):
            weight.assign(generator.normal(0, 0.1, weight.shape))
    return model


def fit(scaling: Scaling) -> Scaler:
    return scaling.fit(Subset.whole(IMAGES))


def test_published_weights_answer_as_keras_does_and_raw_pixels_make_it_another_answer(published):
    prepared = keras.applications.mobilenet_v2.preprocess_input(IMAGES.astype(np.float32))
    right = ask("predict_imagenet", name=NAME, images=IMAGES, scaler=fit(TF()))
    np.testing.assert_allclose(right, published.predict(prepared, verbose=0), rtol=1e-3, atol=1e-5)
    dark, bright = right[:2]
    assert np.abs(dark - bright).max() > 0.1
    raw = ask("predict_imagenet", name=NAME, images=IMAGES, scaler=fit(Raw()))
    assert np.abs(raw[0] - dark).max() > 0.1, "what is dark is far from zero in raw pixels"


def test_without_the_weights_the_answer_names_the_file(tmp_path, monkeypatch):
    monkeypatch.setenv("LAB_HOME", str(tmp_path))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    load_settings.cache_clear()
    answer = answer_request("predict_imagenet", name="resnet50", images=IMAGES, scaler=fit(Raw()))
    assert WHOLE["resnet50"].file in answer["error"]
    load_settings.cache_clear()
