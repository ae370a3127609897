"""The playground's network against Keras, and what its presets promise."""

import numpy as np
import pytest

from lab.concepts.playground import TEST_COUNT, Playground
from lab.concepts.points import make_points
from lab.concepts.small_network import make_network, measure_accuracy, measure_loss, run_network, train_batch


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "linear"])
def test_training_is_that_of_keras(activation):
    import keras

    points, labels = make_points("circles", 80, 0.2)
    network = make_network(2, 5, activation, seed=3)
    regularizer = keras.regularizers.L1L2(0.002, 0.01)
    model = keras.Sequential([keras.Input((2,))])
    for units, kind in ((5, activation), (5, activation), (1, "sigmoid")):
        model.add(keras.layers.Dense(units, activation=kind, kernel_regularizer=regularizer))
    model.set_weights([part for pair in zip(network.kernels, network.biases, strict=True) for part in pair])
    model.compile(keras.optimizers.SGD(0.3), keras.losses.BinaryCrossentropy())
    for start in range(0, 80, 10):
        batch = slice(start, start + 10)
        model.train_on_batch(points[batch], labels[batch])
        network = train_batch(network, points[batch], labels[batch], 0.3, 0.002, 0.01)
    mine = [part for pair in zip(network.kernels, network.biases, strict=True) for part in pair]
    for one, other in zip(mine, model.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)
    np.testing.assert_allclose(run_network(network, points)[-1], model(points), atol=1e-5)
    bare = keras.losses.BinaryCrossentropy()(labels[:, None], model(points))
    assert measure_loss(network, points, labels) == pytest.approx(float(bare), abs=1e-5)


def train(settings: Playground, steps: int):
    points, labels = make_points(settings.data, settings.count, settings.noise, settings.seed)
    network = make_network(settings.layers, settings.units, settings.activation, settings.seed)
    generator = np.random.default_rng(0)
    for _step in range(steps):
        batch = generator.choice(len(points), min(settings.batch_size, len(points)), replace=False)
        network = train_batch(network, points[batch], labels[batch], settings.learning_rate, settings.l1, settings.l2)
    return network, points, labels


def test_xor_is_beyond_one_neuron_and_easy_for_a_hidden_layer():
    stuck, solved, _deep, _spirals = map(Playground.from_preset, Playground.presets)
    assert 0.4 <= measure_accuracy(*train(stuck, 1500)) <= 0.75
    assert measure_accuracy(*train(solved, 1500)) > 0.99


def test_too_deep_and_noisy_over_fits():
    deep = Playground.from_preset(Playground.presets[2])
    network, points, labels = train(deep, 3000)
    others, truth = make_points(deep.data, TEST_COUNT, deep.noise, deep.seed + 1000)
    assert measure_accuracy(network, points, labels) > 0.9
    assert measure_loss(network, others, truth) > measure_loss(network, points, labels) + 0.5


def test_the_network_without_hidden_layers_is_a_neuron():
    network = make_network(0, 4, "relu", 0)
    assert [kernel.shape for kernel in network.kernels] == [(2, 1)]
