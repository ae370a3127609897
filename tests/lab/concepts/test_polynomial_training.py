"""Training in batches: against least squares, Keras's EarlyStopping and the formula of sampling."""

import itertools

import numpy as np
import pytest

from lab.concepts.overfitting import EPOCHS, LEARNING_RATE, SEED
from lab.concepts.polynomial import MOST_DEGREES, fit, make_samples
from lab.concepts.polynomial_training import draw_gradients, predict_spread, stop_early, train


def test_enough_epochs_of_all_points_come_to_least_squares():
    course = train(20, 0.3, 3, 20, 0.1, 2000, SEED)
    expected = fit(make_samples(20, 0.3, SEED), 3)
    np.testing.assert_allclose(course.polynomials[-1].weights, expected.weights, atol=1e-6)


@pytest.mark.parametrize("patience", [0, 1, 5, 20, 400])
def test_it_stops_where_keras_stops(patience):
    import keras

    losses = train(30, 0.3, 15, 4, LEARNING_RATE, EPOCHS, SEED).validation_losses
    judge = keras.callbacks.EarlyStopping("val_loss", patience=patience, mode="min")
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.stop_training = False
    judge.set_model(model)
    judge.on_train_begin()
    for epoch, loss in enumerate(losses):
        judge.on_epoch_end(epoch, {"val_loss": loss})
        if model.stop_training:
            break
    found = stop_early(losses, patience)
    assert (found.best_epoch, found.last_epoch, found.was_stopped) == (judge.best_epoch, epoch, model.stop_training)


def test_validation_loss_turns_and_impatience_stops_too_soon():
    losses = train(30, 0.3, 15, 4, LEARNING_RATE, EPOCHS, SEED).validation_losses
    best = losses.argmin()
    assert 10 < best < EPOCHS / 2 and losses[-1] > 1.5 * losses[best]
    assert stop_early(losses, 1).best_epoch < stop_early(losses, 30).best_epoch == best


@pytest.mark.parametrize("count", range(16, 41, 2))
def test_no_setting_of_the_page_diverges(count):
    for batch_size in (1, 16):
        course = train(count, 1.0, MOST_DEGREES, batch_size, LEARNING_RATE, 30, SEED)
        assert course.losses[-1] < 10


@pytest.mark.parametrize("batch_size", [1, 2, 6])
def test_the_spread_of_batches_is_that_of_all_batches_there_are(batch_size):
    _batches, each = draw_gradients(make_samples(6, 0.3, SEED), 3, batch_size, 1)
    means = [each[list(chosen)].mean(axis=0) for chosen in itertools.combinations(range(6), batch_size)]
    np.testing.assert_allclose(predict_spread(each, batch_size), np.std(means, axis=0), atol=1e-12)


def test_drawn_batches_spread_as_predicted():
    batches, each = draw_gradients(make_samples(20, 0.3, SEED), 5, 4, 2000)
    np.testing.assert_allclose(batches.std(axis=0), predict_spread(each, 4), rtol=0.06)
