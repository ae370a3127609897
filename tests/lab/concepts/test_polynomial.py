"""Fits of a polynomial against scikit-learn, and what over-fitting is."""

import itertools

import numpy as np
import pytest
from sklearn.linear_model import Lasso, LinearRegression, Ridge

from lab.concepts.overfitting import SEED
from lab.concepts.polynomial import (
    MOST_DEGREES,
    draw_mask,
    expand,
    fit,
    fit_all,
    fit_dropout,
    make_samples,
    measure_degrees,
    measure_force,
)

SAMPLES = make_samples(20, 0.3, SEED)
STRENGTHS = np.array([0.001, 0.01, 0.1, 1.0])


@pytest.mark.parametrize("degree", [1, 3, 9, 15])
def test_fits_are_those_of_scikit_learn(degree):
    features = expand(SAMPLES.x, degree)
    plain = LinearRegression().fit(features, SAMPLES.y)
    mine = fit(SAMPLES, degree)
    np.testing.assert_allclose(mine.predict(SAMPLES.x), plain.predict(features), atol=1e-6)
    for penalty in ("L1", "L2"):
        for strength, one in zip(STRENGTHS, fit_all(SAMPLES, degree, penalty, STRENGTHS), strict=True):
            # scikit-learn's lasso halves the squared error, its ridge sums it.
            judge = (
                Lasso(alpha=strength / 2, tol=1e-10, max_iter=100_000) if penalty == "L1" else Ridge(strength * 20)
            ).fit(features, SAMPLES.y)
            np.testing.assert_allclose(one.weights, judge.coef_, atol=1e-5)
            assert one.bias == pytest.approx(judge.intercept_, abs=1e-5)


@pytest.mark.parametrize("count", [16, 20, 40])
def test_the_lasso_s_path_is_optimal_at_every_strength(count):
    """Its conditions: the error's slope is the strength where a weight is there, and no larger where it is zero."""
    samples = make_samples(count, 0.3, SEED)
    features = expand(samples.x, MOST_DEGREES)
    for strength in np.logspace(-5, 0, 26):
        (found,) = fit_all(samples, MOST_DEGREES, "L1", np.array([strength]))
        slope = 2 / count * (samples.y - found.predict(samples.x)) @ features
        there = np.abs(found.weights) > 1e-12
        np.testing.assert_allclose(slope[there], strength * np.sign(found.weights[there]), atol=1e-6)
        assert np.abs(slope).max() <= strength + 1e-6


def test_features_are_orthonormal_over_the_interval():
    x, weights = np.polynomial.legendre.leggauss(40)
    features = expand(x, MOST_DEGREES)
    np.testing.assert_allclose(features.T @ (weights[:, None] * features) / 2, np.eye(MOST_DEGREES), atol=1e-10)


def test_training_error_falls_with_every_degree_while_validation_error_turns():
    errors = np.array(measure_degrees(20, 0.3, SEED))
    assert np.all(np.diff(errors[:, 0]) < 1e-9)
    best = errors[:, 1].argmin()
    assert 2 < best < 8
    assert errors[12, 1] > 10 * errors[best, 1]


def test_without_noise_there_is_nothing_to_learn_by_heart():
    errors = np.array(measure_degrees(20, 0.0, SEED))
    assert errors[12, 1] < errors[3, 1]


def test_l1_makes_zeros_and_l2_makes_small_weights():
    free = fit(SAMPLES, 12)
    lasso, ridge = (fit(SAMPLES, 12, penalty, 0.1) for penalty in ("L1", "L2"))
    assert np.sum(lasso.weights == 0) > 6
    assert np.all(ridge.weights != 0)
    assert np.linalg.norm(ridge.weights) < 0.7 * np.linalg.norm(free.weights)


@pytest.mark.parametrize("penalty", ["L1", "L2"])
def test_at_the_best_fit_the_force_holds_the_slope_of_the_error(penalty):
    held = fit(SAMPLES, 5, penalty, 0.01)
    rest = held.predict(SAMPLES.x) - SAMPLES.y
    slope = 2 / len(rest) * rest @ expand(SAMPLES.x, 5)
    moved = held.weights != 0
    np.testing.assert_allclose(slope[moved], measure_force(held.weights, penalty, 0.01)[moved], atol=1e-8)


@pytest.mark.parametrize("rate", [0.0, 0.3, 0.8])
def test_dropout_is_the_mean_over_all_masks(rate):
    """Least squares over every mask there is, each weighted by its probability."""
    degree = 4
    rows, targets = [], []
    for kept in itertools.product([0, 1], repeat=degree):
        share = np.sqrt((1 - rate) ** sum(kept) * rate ** (degree - sum(kept)))
        masked = expand(SAMPLES.x, degree) * np.array(kept) / (1 - rate)
        rows.append(share * np.hstack([masked, np.ones((len(masked), 1))]))
        targets.append(share * SAMPLES.y)
    expected = np.linalg.lstsq(np.vstack(rows), np.concatenate(targets))[0]
    found = fit_dropout(SAMPLES, degree, rate)
    np.testing.assert_allclose([*found.weights, found.bias], expected, atol=1e-8)


def test_masks_have_the_values_and_the_mean_of_keras_s():
    import keras

    judge = keras.layers.Dropout(0.2, seed=0)(np.ones((400, 50), "float32"), training=True).numpy()
    mask = draw_mask(400, 50, 0.2, 0)
    np.testing.assert_allclose(np.unique(mask), np.unique(judge), atol=1e-6)
    assert mask.mean() == pytest.approx(1, abs=0.02)
    assert judge.mean() == pytest.approx(1, abs=0.02)
