"""The deep network against Keras, and what the schemes are known for."""

import itertools

import numpy as np
import pytest

from lab.concepts.deep_network import EPSILON, UNITS, Design, draw_error, measure_deviation, run_through
from lab.concepts.initialisation import Initialisation
from lab.config import RunConfig

DESIGNS = [
    Design(scheme, activation, 4, normalized, 1.5, 0.3, residual)
    for (scheme, activation), normalized, residual in itertools.product(
        [("Glorot", "tanh"), ("He", "relu")], [False, True], [False, True]
    )
]


def deviations(**settings):
    flow = run_through(Initialisation(**settings).design())
    outputs, gradients = ([float(one.std()) for one in part] for part in (flow.outputs, flow.output_gradients))
    return outputs, gradients, flow.flat_share


@pytest.mark.parametrize("design", DESIGNS)
def test_numbers_and_gradients_are_those_of_keras(design):
    import keras
    import tensorflow as tf

    flow = run_through(design)
    last, outputs = tf.constant(flow.inputs), []
    kernels = [tf.Variable(kernel) for kernel in flow.kernels]
    with tf.GradientTape() as tape:
        for kernel in kernels:
            sums = last @ kernel
            if design.batch_normalization:
                constant = keras.initializers.Constant
                normalize = keras.layers.BatchNormalization(
                    epsilon=EPSILON,
                    gamma_initializer=constant(design.gamma),
                    beta_initializer=constant(design.beta),
                    dtype="float64",
                )
                sums = normalize(sums, training=True)
            new = getattr(keras.activations, design.activation)(sums)
            last = new + last if design.residual else new
            outputs.append(last)
        loss = tf.reduce_sum(last * draw_error())
    found = tape.gradient(loss, [*outputs, *kernels])
    mine = [*flow.outputs, *flow.output_gradients, *flow.kernel_gradients]
    for one, other in zip(mine, [*outputs, *found], strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(("scheme", "keras_name"), [("Glorot", "glorot_normal"), ("He", "he_normal")])
def test_weights_spread_as_keras_s(scheme, keras_name):
    import keras

    expected = keras.initializers.get(keras_name)((UNITS, UNITS)).numpy().std()
    assert measure_deviation(scheme) == pytest.approx(expected, rel=0.05)


def test_small_weights_fade_and_zeros_are_dead():
    outputs, gradients, _flat = deviations(scheme="N(0, 0.01)")
    assert outputs[-1] < 1e-6 and gradients[0] < 1e-6
    outputs, gradients, _flat = deviations(scheme="zeros", activation="relu")
    assert outputs[-1] == gradients[0] == 0


def test_large_weights_saturate_tanh_and_explode_with_relu():
    assert deviations(scheme="N(0, 1)", activation="tanh")[2] > 0.5
    assert deviations(scheme="N(0, 1)", activation="relu")[0][-1] > 1e4


def test_he_keeps_relu_and_glorot_keeps_tanh_alive():
    outputs, gradients, _flat = deviations(scheme="He", activation="relu", layers=20)
    assert 0.2 < outputs[-1] < 3 and 0.2 < gradients[0] < 3
    assert deviations(scheme="Glorot", activation="relu", layers=20)[0][-1] < 0.01
    assert deviations(scheme="Glorot", activation="tanh", layers=20)[0][-1] > 0.1


def test_batch_normalisation_and_residual_connections_save_small_weights():
    plain = deviations(scheme="N(0, 0.01)", layers=20)
    normalized = deviations(scheme="N(0, 0.01)", layers=20, batch_normalization=True)
    residual = deviations(scheme="N(0, 0.01)", layers=20, residual=True)
    assert normalized[0][-1] > 0.3 and normalized[1][0] > 1e-3
    assert residual[0][-1] > 0.9 and 0.9 < residual[1][0] < 1.5
    assert max(plain[0][-1], plain[1][0]) < 1e-12


def test_the_lab_gets_layers_that_begin_alike():
    he = Initialisation(scheme="He", activation="relu", layers=3, batch_normalization=True).fill_in(RunConfig())
    kinds = [item.block.name for item in he.architecture.layers]
    assert kinds == ["flatten", *["dense", "batch_normalization", "activation"] * 3]
    assert he.architecture.layers[1].block.kernel_initializer == "he_normal"
    residual = Initialisation(residual=True, layers=6).fill_in(RunConfig())
    assert [item.block.name for item in residual.architecture.layers].count("residual_block") == 3
    residual.check()
