"""Activation functions against Keras, and what a layer of them does."""

import numpy as np
import pytest

from lab.concepts.activation_functions import FUNCTIONS, softmax
from lab.concepts.activations import UNITS, Activations, run_layer

Z = np.concatenate([np.linspace(-8, 8, 161), [0.0, 1e-3, -1e-3]])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_and_slopes_are_those_of_keras(name):
    import keras
    import tensorflow as tf

    alpha = 0.3
    arguments = {"leaky_relu": {"negative_slope": alpha}, "elu": {"alpha": alpha}, "gelu": {"approximate": False}}
    function = getattr(keras.activations, name)
    z = tf.constant(Z, tf.float64)
    with tf.GradientTape() as tape:
        tape.watch(z)
        value = function(z, **arguments.get(name, {}))
    np.testing.assert_allclose(FUNCTIONS[name].value(Z, alpha), value, atol=1e-6)
    expected = tape.gradient(value, z).numpy()
    # At leaky ReLU's corner either side will do.
    corner = (Z == 0) & (name == "leaky_relu")
    np.testing.assert_allclose(FUNCTIONS[name].derivative(Z, alpha)[~corner], expected[~corner], atol=1e-6)


@pytest.mark.parametrize("temperature", [0.1, 1.0, 7.0])
def test_softmax_is_that_of_keras_over_the_temperature(temperature):
    import keras

    scores = np.random.default_rng(0).normal(0, 3, (5, 4))
    expected = keras.ops.convert_to_numpy(keras.ops.softmax(scores / temperature))
    np.testing.assert_allclose(softmax(scores, temperature), expected, atol=1e-6)


def test_huge_scores_overflow_nowhere():
    np.testing.assert_allclose(softmax(np.array([1000.0, 0.0, -1000.0]), 0.1), [1, 0, 0])
    assert FUNCTIONS["sigmoid"].value(np.array([-1000.0, 1000.0]), 0).tolist() == [0, 1]


def test_sigmoid_saturates_relu_does_not_but_its_units_can_die():
    assert run_layer("sigmoid", 0, 1.5, 0).flat_share < 0.01
    assert run_layer("sigmoid", 0, 6, 0).flat_share > 0.4
    assert run_layer("relu", 0, 6, 0).flat_share == pytest.approx(run_layer("relu", 0, 1.5, 0).flat_share)
    assert run_layer("relu", 0, 1.5, -6).dead_units > 0.9 * UNITS
    assert run_layer("leaky_relu", 0.3, 1.5, -6).dead_units == 0


def test_softmax_has_controls_of_its_own_and_stays_at_the_output_in_the_lab():
    from lab.config import RunConfig

    softmax_settings = Activations(function="softmax")
    assert "temperature" in softmax_settings.controls() and "z" not in softmax_settings.controls()
    assert {one.activation for one in softmax_settings.fill_in(RunConfig()).architecture.hidden_layers} == {"relu"}
    elu = Activations(function="elu")
    assert "alpha" in elu.controls() and "alpha" not in Activations(function="gelu").controls()
    assert {one.activation for one in elu.fill_in(RunConfig()).architecture.hidden_layers} == {"elu"}
