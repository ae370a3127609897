"""One neuron against scikit-learn."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from lab.concepts.neuron import COUNT, Neuron, Weights, activate, measure_accuracy, train_step, weigh
from lab.concepts.points import make_points

ZERO = Weights(0.0, 0.0, 0.0)


def train(kind, activation, learning_rate, steps, noise=0.3):
    points, labels = make_points(kind, COUNT, noise)
    weights = ZERO
    for _step in range(steps):
        weights = train_step(weights, points, labels, activation, learning_rate)
    return weights, points, labels


@pytest.mark.parametrize("kind", ["blobs", "circles"])
def test_a_sigmoid_neuron_is_logistic_regression(kind):
    # So noisy that no line parts the points: the best weights are then finite.
    weights, points, labels = train(kind, "sigmoid", 1.0, 4000, noise=1.0)
    judge = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(points, labels)
    np.testing.assert_allclose(weights[:2], judge.coef_[0], atol=1e-5)
    assert weights.bias == pytest.approx(judge.intercept_[0], abs=1e-5)
    outputs = activate(weigh(weights, points), "sigmoid")
    np.testing.assert_allclose(outputs, judge.predict_proba(points)[:, 1], atol=1e-5)


@pytest.mark.parametrize("activation", ["step", "sigmoid", "tanh", "linear"])
def test_one_line_parts_two_blobs_but_not_xor(activation):
    weights, points, labels = train("blobs", activation, 0.1, 300, noise=0.0)
    assert measure_accuracy(weights, points, labels, activation) == 1
    weights, points, labels = train("XOR", activation, 0.1, 300, noise=0.0)
    assert measure_accuracy(weights, points, labels, activation) <= 0.75


def test_the_threshold_is_the_bias_turned_round():
    sums = np.array([-2.01, -1.99])
    points = np.stack([sums, np.zeros(2)], axis=1)
    assert activate(weigh(Weights(1.0, 0.0, 2.0), points), "step").tolist() == [0, 1]


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "linear"])
def test_the_step_goes_down_the_slope_of_the_loss(activation):
    points, labels = make_points("spirals", 40, 0.1)
    weights = Weights(0.7, -0.4, 0.9)

    def loss(values):
        outputs = activate(weigh(Weights(*values), points), activation)
        if activation == "sigmoid":
            return -np.mean(labels * np.log(outputs) + (1 - labels) * np.log(1 - outputs))
        targets = 2 * labels - 1 if activation == "tanh" else labels
        return np.mean((outputs - targets) ** 2) / 2

    numeric = [(loss(weights + change) - loss(weights - change)) / 2e-6 for change in 1e-6 * np.eye(3)]
    step = np.array(weights) - np.array(train_step(weights, points, labels, activation, 1.0))
    np.testing.assert_allclose(step, numeric, atol=1e-7)


def test_the_first_preset_parts_its_points_and_the_last_always_fires():
    first, _xor, last = (Neuron.from_preset(preset) for preset in Neuron.presets)
    points, labels = make_points(last.data, COUNT, last.noise)
    assert np.all(activate(weigh(last.weights, points), last.activation) == 1)
    weights = first.weights
    points, labels = make_points(first.data, COUNT, first.noise)
    for _step in range(200):
        weights = train_step(weights, points, labels, first.activation, first.learning_rate)
    assert measure_accuracy(weights, points, labels, first.activation) == 1
