"""Epoch, batch, step: against the feed that the lab trains with, and what Keras counts."""

import numpy as np
import pytest

from lab.concepts.steps import Steps
from lab.datasets.subset import Subset
from lab.scaling import Scaler

CASES = [
    Steps(batch_size=100),
    Steps(batch_size=128),
    Steps(batch_size=1000),
    Steps(samples=150, batch_size=1),
    Steps(samples=100, batch_size=500),
    Steps(samples=1050, batch_size=100),
]


@pytest.mark.parametrize("concept", CASES, ids=str)
def test_the_lab_s_feed_has_as_many_steps_and_such_a_last_batch(concept):
    from lab.worker.feed import make_feed

    images = Subset.whole(np.zeros((concept.samples, 2, 2, 1), np.uint8), concept.labels())
    feed = make_feed(images, Scaler(scale=(1.0,), offset=(0.0,)), concept.batch_size, shuffle_seed=0)
    sizes = [len(labels) for _images, labels in feed]
    assert len(sizes) == len(feed) == concept.steps_an_epoch
    assert sizes[-1] == concept.last_batch
    assert sum(sizes) == concept.samples


def test_keras_takes_as_many_steps():
    import keras

    concept = Steps(batch_size=128, epochs=2)
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    zeros = np.zeros((concept.samples, 1), np.float32)
    model.fit(zeros, zeros, batch_size=concept.batch_size, epochs=concept.epochs, verbose=0)
    assert int(model.optimizer.iterations.numpy()) == concept.steps_an_epoch * concept.epochs == 16


def test_an_epoch_sees_every_sample_once_in_an_order_of_its_own():
    orders = Steps(epochs=3).orders()
    assert all(sorted(order) == list(range(1000)) for order in orders.tolist())
    assert not np.array_equal(orders[0], orders[1])
    assert np.array_equal(Steps(shuffle=False, epochs=2).orders(), np.tile(np.arange(1000), (2, 1)))


def test_unshuffled_batches_hold_one_class_and_shuffled_ones_both():
    for shuffle, classes in ((False, 1), (True, 2)):
        concept = Steps(shuffle=shuffle)
        batches = concept.labels()[concept.orders()[0]].reshape(-1, concept.batch_size)
        assert {len(set(batch)) for batch in batches.tolist()} == {classes}
