"""All losses against Keras's own."""

import numpy as np
import pytest

from lab.config import RunConfig
from lab.errors import ConfigError
from lab.losses import LOSSES
from lab.validation import validate


def values_of(name, probabilities, **settings):
    """Each image's loss, (images,)."""
    import keras

    return np.asarray(keras.losses.get(LOSSES[name](**settings).build(2))(LABELS, probabilities))


LABELS = np.array([0, 1, 1, 0, 1])
ONE = np.array([0.1, 0.7, 0.4, 0.25, 0.98], np.float32)
PROBABILITIES = np.stack([1 - ONE, ONE], axis=1)


@pytest.mark.parametrize("name", list(LOSSES))
def test_every_loss_is_a_number_that_is_less_where_the_network_is_right(name):
    right = np.eye(2, dtype=np.float32)[LABELS] * 0.98 + 0.01
    values = [values_of(name, given).mean() for given in (right, PROBABILITIES, right[:, ::-1])]
    assert np.isfinite(values).all()
    assert values == sorted(values)


@pytest.mark.parametrize("name", list(LOSSES))
def test_every_loss_counts_each_image_so_that_class_weights_can_weigh_it(name):
    import keras

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, activation="softmax")])
    model.compile(loss=LOSSES[name]().build(2))
    images = np.eye(2, dtype=np.float32)[LABELS]
    whole = model.evaluate(images, LABELS, sample_weight=np.ones(5, np.float32), verbose=0)
    none = model.evaluate(images, LABELS, sample_weight=np.zeros(5, np.float32), verbose=0)
    assert whole > 0
    assert none == 0


def test_for_two_classes_all_three_are_the_same_without_smoothing():
    values = [values_of(name, PROBABILITIES).mean() for name in LOSSES]
    np.testing.assert_allclose(values, -np.log(PROBABILITIES[np.arange(5), LABELS]).mean(), rtol=1e-4)


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.3])
def test_smoothing_is_that_of_szegedy(smoothing):
    # Rethinking the Inception Architecture (2015), section 7: (1 - e) * one-hot + e / classes.
    targets = (1 - smoothing) * np.eye(2)[LABELS] + smoothing / 2
    expected = -(targets * np.log(PROBABILITIES)).sum(axis=1)
    values = values_of("categorical_crossentropy", PROBABILITIES, label_smoothing=smoothing)
    np.testing.assert_allclose(values, expected, rtol=1e-4)


def test_binary_cross_entropy_takes_two_classes_and_names_what_it_got():
    loss = LOSSES["binary_crossentropy"]()
    loss.check(2)
    with pytest.raises(ConfigError, match="exactly 2 classes. Received: 10") as caught:
        loss.check(10)
    assert caught.value.field == "loss"


@pytest.mark.parametrize("smoothing", [-0.1, 1.0, float("nan")])
def test_an_impossible_smoothing_is_an_error_at_its_field(smoothing):
    with pytest.raises(ConfigError) as caught:
        validate(RunConfig, {"loss": {"name": "categorical_crossentropy", "label_smoothing": smoothing}})
    assert caught.value.field.startswith("loss")
    assert "label_smoothing" in caught.value.field
