import keras
import numpy as np

from lab.datasets.subset import Subset
from lab.scaling import Scaler
from lab.worker.feed import make_feed
from lab.worker.pace import choose_steps_per_execution


def test_the_model_is_as_it_was_and_fast_steps_are_taken_many_at_a_time():
    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [keras.layers.Input((4, 4, 1)), keras.layers.Flatten(), keras.layers.Dropout(0.5), keras.layers.Dense(1)]
    )
    model.compile("adam", "mse")
    model.optimizer.build(model.trainable_variables)
    feed = make_feed(Subset.whole(np.zeros((40, 4, 4, 1), np.uint8)), Scaler(scale=(1.0,), offset=(1.0,)), 4)
    before = [variable.numpy() for variable in [*model.variables, *model.optimizer.variables]]
    choose_steps_per_execution(model, feed, batch_size=4, batches=1000)
    after = [variable.numpy() for variable in [*model.variables, *model.optimizer.variables]]
    assert 4 <= model.steps_per_execution <= 64
    for old, new in zip(before, after, strict=True):
        np.testing.assert_array_equal(old, new)


def test_an_epoch_has_at_least_four_points_where_it_has_four_batches():
    model = keras.Sequential([keras.layers.Input((4, 4, 1)), keras.layers.Flatten(), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    feed = make_feed(Subset.whole(np.zeros((40, 4, 4, 1), np.uint8)), Scaler(scale=(1.0,), offset=(1.0,)), 4)
    for batches, most in ((10, 2), (1, 1)):
        choose_steps_per_execution(model, feed, batch_size=4, batches=batches)
        assert model.steps_per_execution == most
