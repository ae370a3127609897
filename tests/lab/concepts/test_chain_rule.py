"""Back-propagation against TensorFlow's gradients and central differences."""

import numpy as np
import pytest

from lab.concepts.backpropagation import Backpropagation, move_weights
from lab.concepts.chain_rule import NetworkWeights, measure_gradient, run_backward, run_forward

CASES = [
    Backpropagation(activation=activation, x_1=x_1, x_2=0.7, target=target, weights=tuple(weights))
    for activation in ("sigmoid", "tanh", "relu")
    for x_1, target, weights in (
        (1.0, 1.0, Backpropagation().weights),
        (-1.3, 0.2, np.random.default_rng(0).normal(0, 1, 9).tolist()),
        (2.0, -1.0, np.random.default_rng(1).normal(0, 2, 9).tolist()),
    )
]


def run(concept):
    forward = run_forward(concept.network, concept.inputs, concept.target, concept.activation)
    return forward, run_backward(concept.network, concept.inputs, concept.target, forward)


def find_gradient_in_keras(concept):
    import keras
    import tensorflow as tf

    function = getattr(keras.activations, concept.activation)
    weights = tf.Variable(concept.weights, dtype=tf.float64)
    with tf.GradientTape() as tape:
        w = tf.unstack(weights)
        a_1, a_2 = (function(w[at] * concept.x_1 + w[at + 1] * concept.x_2 + w[at + 2]) for at in (0, 3))
        loss = (function(w[6] * a_1 + w[7] * a_2 + w[8]) - concept.target) ** 2 / 2
    return float(loss), tape.gradient(loss, weights).numpy()


@pytest.mark.parametrize("concept", CASES, ids=str)
def test_the_chain_rule_gives_the_gradients_of_keras(concept):
    forward, backward = run(concept)
    loss, gradient = find_gradient_in_keras(concept)
    assert forward.loss == pytest.approx(loss, abs=1e-10)
    np.testing.assert_allclose(backward.by_weights, gradient, atol=1e-10)


@pytest.mark.parametrize("concept", CASES, ids=str)
def test_the_measured_gradient_is_the_same(concept):
    numeric = measure_gradient(concept.network, concept.inputs, concept.target, concept.activation)
    np.testing.assert_allclose(numeric, run(concept)[1].by_weights, atol=1e-8)


def test_a_step_lowers_the_loss():
    concept = Backpropagation()
    forward, backward = run(concept)
    moved = move_weights(concept.network, backward.by_weights, concept.learning_rate)
    assert run_forward(moved, concept.inputs, concept.target, "sigmoid").loss < forward.loss


def test_presets_show_learning_saturation_and_a_cut_chain():
    learns, saturated, dead = (
        np.abs(run(Backpropagation.from_preset(preset))[1].by_weights) for preset in Backpropagation.presets
    )
    assert learns.min() > 1e-3
    assert saturated.max() < 1e-2
    names = NetworkWeights._fields
    assert {name for name, one in zip(names, dead, strict=True) if one == 0} >= {"w_1", "w_2", "b_1"}
    assert dead[names.index("w_3")] > 0
