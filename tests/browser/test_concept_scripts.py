"""What the concepts compute in the browser is what NumPy computes."""

import base64

import numpy as np
import pytest

from components.concepts.neuron_script import NEURON
from components.concepts.small_network_script import SMALL_NETWORK
from lab.concepts.neuron import LEVELS, Weights, train_step
from lab.concepts.points import make_points
from lab.concepts.small_network import make_network, measure_accuracy, measure_loss, train_batch

pytestmark = [pytest.mark.browser, pytest.mark.slow]

POINTS, LABELS = make_points("spirals", 60, 0.1)
TRAIN_NEURON = """
async ([source, points, labels, activation]) => {
  const { trainStep } = await import(source);
  let weights = [0.4, -0.2, 0.1];
  for (let step = 0; step < 20; step++) weights = trainStep(weights, points, labels, activation, 0.3);
  return weights;
}
"""
TRAIN_NETWORK = """
async ([source, points, labels, kernels, biases, activation]) => {
  const { SmallNetwork } = await import(source);
  const network = new SmallNetwork(kernels, biases, activation);
  for (let start = 0; start < 60; start += 10)
    network.train(points.slice(start, start + 10), labels.slice(start, start + 10), 0.3, 0.001, 0.01);
  const { loss, accuracy } = network.judge(points, labels);
  const plain = (kernel) => kernel.map((row) => [...row]);
  return [network.kernels.map(plain), network.biases.map((bias) => [...bias]), loss, accuracy];
}
"""
TAKE_BATCHES = """
async ([source]) => {
  const { Batches } = await import(source);
  const read = (seed) => { const batches = new Batches(10, seed); return [0, 1, 2, 3, 4].map(() => batches.take(4)); };
  return [read(1), read(1), read(2)];
}
"""


def module(source: str) -> str:
    return "data:text/javascript;base64," + base64.b64encode(source.encode()).decode()


def test_a_neuron_learns_as_in_numpy(page):
    for activation in LEVELS:
        found = page.evaluate(TRAIN_NEURON, [module(NEURON), POINTS.tolist(), LABELS.tolist(), activation])
        weights = Weights(0.4, -0.2, 0.1)
        for _step in range(20):
            weights = train_step(weights, POINTS, LABELS, activation, 0.3)
        np.testing.assert_allclose(found, weights, atol=1e-12)


def test_a_small_network_learns_as_in_numpy(page):
    for activation in ("relu", "tanh", "sigmoid", "linear"):
        network = make_network(3, 5, activation, 1)
        parts = [[part.tolist() for part in parts] for parts in (network.kernels, network.biases)]
        given = [module(SMALL_NETWORK), POINTS.tolist(), LABELS.tolist(), *parts, activation]
        kernels, biases, loss, accuracy = page.evaluate(TRAIN_NETWORK, given)
        for start in range(0, 60, 10):
            batch = slice(start, start + 10)
            network = train_batch(network, POINTS[batch], LABELS[batch], 0.3, 0.001, 0.01)
        for one, other in zip([*kernels, *biases], [*network.kernels, *network.biases], strict=True):
            np.testing.assert_allclose(one, other, atol=1e-12)
        assert loss == pytest.approx(measure_loss(network, POINTS, LABELS), abs=1e-12)
        assert accuracy == measure_accuracy(network, POINTS, LABELS)


def test_every_epoch_of_batches_has_every_point_once(page):
    one, again, other = page.evaluate(TAKE_BATCHES, [module(SMALL_NETWORK)])
    assert one == again != other
    assert [len(batch) for batch in one[:3]] == [4, 4, 2]
    assert sorted(sum(one[:3], [])) == list(range(10))
