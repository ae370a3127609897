"""The optimizers' paths against Keras's own optimizers, and what the presets promise."""

from typing import get_args

import numpy as np
import pytest

from lab.concepts.descent import OptimizerName, Rates, descend
from lab.concepts.gradient_descent import STEPS, GradientDescent, run_race
from lab.concepts.surfaces import SAMPLES, SURFACES, draw_batches, make_pulls
from lab.config import RunConfig


def path(steps):
    return np.array([steps[0].weights, *(step.next_weights for step in steps)])


def final_losses(concept):
    surface = SURFACES[concept.surface]
    return {
        (racer.optimizer, racer.batch_size): float(surface.loss(path(racer.steps)[-1])) for racer in run_race(concept)
    }


@pytest.mark.parametrize("surface", SURFACES)
def test_paths_are_those_of_keras(surface):
    import keras

    chosen = SURFACES[surface]
    pulls = make_pulls(1.0)
    for optimizer in get_args(OptimizerName):
        settings = GradientDescent(optimizer=optimizer, learning_rate=0.03)
        judge = settings.fill_in(RunConfig()).optimizer.build()
        weights = keras.Variable(np.array(chosen.start), dtype="float64")
        judge.build([weights])
        batches = [pulls[batch].mean(axis=0) for batch in draw_batches(8, 60)]
        expected = [weights.numpy()]
        for pull in batches:
            judge.apply([keras.ops.convert_to_tensor(chosen.gradient(weights.numpy()) + pull)])
            expected.append(weights.numpy())
        mine = path(descend(chosen, optimizer, Rates(0.03, 0.9), chosen.start, batches))
        np.testing.assert_allclose(mine, expected, atol=1e-5)


@pytest.mark.parametrize("surface", SURFACES)
def test_gradients_are_the_slopes_of_the_loss(surface):
    chosen = SURFACES[surface]
    weights = np.random.default_rng(0).uniform(-2, 2, (50, 2))
    for axis, change in enumerate(1e-6 * np.eye(2)):
        numeric = (chosen.loss(weights + change) - chosen.loss(weights - change)) / 2e-6
        np.testing.assert_allclose(chosen.gradient(weights)[:, axis], numeric, atol=1e-7)
    assert chosen.loss(weights).min() >= 0


def test_every_epoch_takes_every_sample_once_and_the_full_batch_is_the_surface():
    batches = draw_batches(8, 8)
    assert sorted(np.concatenate(batches[:4])) == sorted(np.concatenate(batches[4:])) == list(range(SAMPLES))
    np.testing.assert_allclose(make_pulls(2.0).mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(make_pulls(2.0).std(axis=0), 2)


def test_a_step_of_one_sample_is_as_noisy_as_samples_differ():
    concept = GradientDescent(race="batch sizes", surface="bowl", optimizer="SGD", spread=2.0)
    noise = {}
    for racer in run_race(concept):
        pure = SURFACES["bowl"].gradient(np.array([step.weights for step in racer.steps]))
        noise[racer.batch_size] = (np.array([step.gradient for step in racer.steps]) - pure).std()
    assert noise[SAMPLES] == pytest.approx(0, abs=1e-12)
    assert noise[1] == pytest.approx(2, rel=0.1)
    # Without replacement: σ²/b · (N − b)/(N − 1).
    assert noise[8] == pytest.approx(2 * np.sqrt(24 / 31 / 8), rel=0.15)


def test_momentum_gets_through_the_ravine_before_plain_descent():
    losses = final_losses(GradientDescent())
    assert losses["Momentum", SAMPLES] < 0.1 * losses["SGD", SAMPLES]


def test_too_large_a_rate_throws_plain_descent_out_and_too_small_a_one_moves_nobody_far():
    large = {racer.optimizer: racer for racer in run_race(GradientDescent.from_preset(GradientDescent.presets[1]))}
    assert len(large["SGD"].steps) < STEPS == len(large["Adam"].steps)
    small = run_race(GradientDescent(learning_rate=0.001))
    assert all(abs(path(racer.steps)[-1] - path(racer.steps)[0])[0] < 0.3 for racer in small)


def test_plain_descent_stays_on_the_saddle_that_adam_leaves():
    losses = final_losses(GradientDescent.from_preset(GradientDescent.presets[2]))
    assert losses["SGD", SAMPLES] > 0.2 > 0.1 > losses["Adam", SAMPLES]


def test_local_minima_hold_plain_descent():
    losses = final_losses(GradientDescent(surface="local minima"))
    assert losses["SGD", SAMPLES] > 0.5
    assert min(losses.values()) < 0.1


def test_the_start_is_the_surface_s_own_until_one_is_chosen():
    assert GradientDescent(surface="saddle").beginning == SURFACES["saddle"].start
    assert GradientDescent(start=(5.0, 1.0)).beginning == (2.0, 1.0)
