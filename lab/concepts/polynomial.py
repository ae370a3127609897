"""A polynomial fitted to a few noisy points, with and without a penalty on its weights."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
PenaltyKind = Literal["L1", "L2"]
MOST_DEGREES = 15
VALIDATION_COUNT = 100


@dataclass(frozen=True)
class Samples:
    """Points of a curve with noise.

    Attributes:
        x: (count,), −1…1.
        y: (count,).
    """

    x: Array
    y: Array


def true_curve(x: Array) -> Array:
    """What the points are drawn from."""
    return np.asarray(np.sin(3.0 * x) + 0.5 * x)


def make_samples(count: int, noise: float, seed: int) -> Samples:
    """Draw points.

    Args:
        count: how many.
        noise: standard deviation of what is added to the curve.
        seed: the same gives the same points.
    """
    generator = np.random.default_rng(seed)
    # One in each of so many equal stretches, so that no large gap is left.
    x = -1 + 2 * (np.arange(count) + generator.uniform(0.1, 0.9, count)) / count
    return Samples(x, true_curve(x) + noise * generator.standard_normal(count))


def expand(x: Array, degree: int) -> Array:
    """The features of a polynomial without its constant: Legendre's polynomials, scaled to mean square 1 over −1…1.

    Any polynomial of the degree is a weighted sum of them; unlike powers of x they do not resemble one another, so that
    gradient descent gets somewhere.

    Args:
        x: (count,), −1…1.
        degree: 0 and more.

    Returns:
        (count, degree).
    """
    return np.asarray(np.polynomial.legendre.legvander(x, degree)[:, 1:] * np.sqrt(2 * np.arange(1, degree + 1) + 1))


@dataclass(frozen=True)
class Polynomial:
    """A fitted curve.

    Attributes:
        weights: of `expand`'s features, (degree,).
        bias: the constant.
    """

    weights: Array
    bias: float

    def predict(self, x: Array) -> Array:
        """The curve at some places, of the same shape."""
        return np.asarray(expand(x, len(self.weights)) @ self.weights + self.bias)

    def measure_error(self, samples: Samples) -> float:
        """The mean squared error."""
        return float(np.mean((self.predict(samples.x) - samples.y) ** 2))


def fit(samples: Samples, degree: int, penalty: PenaltyKind = "L2", strength: float = 0.0) -> Polynomial:
    """The polynomial with the least mean squared error plus penalty; the constant is not penalised.

    Args:
        samples: to fit.
        degree: 0 and more.
        penalty: "L2" adds strength · Σ w², "L1" strength · Σ |w|, as Keras's regularizers do.
        strength: 0 and more.
    """
    return fit_all(samples, degree, penalty, np.array([strength]))[0]


def fit_all(samples: Samples, degree: int, penalty: PenaltyKind, strengths: Array) -> list[Polynomial]:
    """As `fit`, for several strengths.

    Args:
        samples: to fit.
        degree: 0 and more.
        penalty: its kind.
        strengths: (strengths,), 0 and more.
    """
    features = expand(samples.x, degree)
    means, mean = features.mean(axis=0), float(samples.y.mean())
    centred, targets = features - means, samples.y - mean
    if penalty == "L1" and degree:
        weights = _shrink(centred, targets, strengths)
    else:
        weights = np.stack([_ridge(centred, targets, float(strength)) for strength in strengths])
    return [Polynomial(row, mean - float(means @ row)) for row in weights]


def _ridge(features: Array, targets: Array, strength: float) -> Array:
    """Hoerl and Kennard, 1970, by appended rows, which keeps it exact without a penalty as well."""
    count, degree = features.shape
    rows = np.vstack([features, np.sqrt(strength * count) * np.eye(degree)])
    return np.asarray(np.linalg.lstsq(rows, np.append(targets, np.zeros(degree)), rcond=None)[0])


def _shrink(features: Array, targets: Array, strengths: Array) -> Array:
    """The lasso (Tibshirani, 1996) for all strengths, exactly: between two events its weights are straight lines.

    Follows the path from the strength at which all weights are zero downwards, as least angle regression does (Efron et
    al., 2004, section 3.1).
    """
    count, degree = features.shape
    matrix, vector = 2 / count * features.T @ features, 2 / count * features.T @ targets
    found = np.zeros((len(strengths), degree))
    active: list[int] = []
    signs: dict[int, float] = {}
    limit, last = np.inf, -1
    # Each weight comes and goes a few times at most.
    for _event in range(20 * degree):
        ends, slopes = _lines(matrix, vector, active, signs)
        event, changed = _next_event(matrix, vector, (active, ends, slopes), limit, last)
        inside = np.flatnonzero((strengths <= limit) & (strengths >= event))[:, None]
        found[inside, active] = ends - strengths[inside] * slopes
        limit, last = event, changed
        if changed < 0:
            break
        if changed in active:
            active.remove(changed)
        else:
            rest = vector[changed] - matrix[changed, active] @ (ends - event * slopes)
            signs[changed] = float(np.sign(rest))
            active.append(changed)
    found[strengths == 0] = _ridge(features, targets, 0.0)
    return found


def _lines(matrix: Array, vector: Array, active: list[int], signs: dict[int, float]) -> tuple[Array, Array]:
    """The active weights over the strength s: ends − s · slopes."""
    if not active:
        return np.zeros(0), np.zeros(0)
    sides = np.stack([vector[active], [signs[one] for one in active]], axis=1)
    ends, slopes = np.linalg.solve(matrix[np.ix_(active, active)], sides).T
    return ends, slopes


def _next_event(
    matrix: Array, vector: Array, lines: tuple[list[int], Array, Array], limit: float, last: int
) -> tuple[float, int]:
    """The next lower strength at which a weight comes to zero or leaves it, and which one; (0, −1) where none does."""
    active, ends, slopes = lines
    # The slopes of the error for the weights at zero, over the strength s: fixed + s · moving.
    fixed, moving = vector - matrix[:, active] @ ends, matrix[:, active] @ slopes
    with np.errstate(divide="ignore", invalid="ignore"):
        events = list(zip(ends / slopes, active, strict=True))
        for meets in (fixed / (1 - moving), -fixed / (1 + moving)):
            events += [(at, one) for one, at in enumerate(meets) if one not in active]
    # What has just come or gone is still near its last event.
    margins = [1e-6 if one == last else 1e-12 for _at, one in events]
    below = [
        (float(at), one) for (at, one), margin in zip(events, margins, strict=True) if 0 < at < limit * (1 - margin)
    ]
    return max(below, default=(0.0, -1))


def measure_force(weights: Array, penalty: PenaltyKind, strength: float) -> Array:
    """What the penalty adds to the descent's direction: minus its slope.

    Args:
        weights: of any shape.
        penalty: its kind.
        strength: 0 and more.

    Returns:
        −2·strength·w for L2, −strength·sign(w) for L1.
    """
    return -strength * (np.sign(weights) if penalty == "L1" else 2 * weights)


def fit_dropout(samples: Samples, degree: int, rate: float) -> Polynomial:
    """The polynomial that training with dropout on its features comes to in the mean (Srivastava et al., 2014, §9.1).

    Every mask costs what the feature misses: the mean squared error grows by rate / (1 − rate) · Σ w² · mean(feature²).
    So dropout is a ridge that presses hardest on strong features.

    Args:
        samples: to fit.
        degree: 0 and more.
        rate: the share of features dropped in each step, 0…<1.
    """
    features = expand(samples.x, degree)
    rows = np.hstack([features, np.ones((len(samples.x), 1))])
    scales = np.sqrt(rate / (1 - rate) * np.sum(features**2, axis=0))
    pressed = np.vstack([rows, np.hstack([np.diag(scales), np.zeros((degree, 1))])])
    weights = np.linalg.lstsq(pressed, np.append(samples.y, np.zeros(degree)), rcond=None)[0]
    return Polynomial(weights[:-1], float(weights[-1]))


def draw_mask(samples: int, units: int, rate: float, seed: int) -> Array:
    """A dropout mask as Keras makes it: 0 for what is dropped, 1 / (1 − rate) for what stays.

    Args:
        samples: rows.
        units: columns.
        rate: the share that is dropped, 0…<1.
        seed: the same gives the same mask.
    """
    kept = np.random.default_rng(seed).random((samples, units)) >= rate
    return kept / (1 - rate)


@lru_cache(maxsize=64)
def measure_degrees(count: int, noise: float, seed: int) -> tuple[tuple[float, float], ...]:
    """Training and validation error (mean squared) of every degree from 0.

    Args:
        count: training points.
        noise: of training and validation points.
        seed: of the training points.
    """
    samples, others = make_samples(count, noise, seed), make_validation(noise, seed)
    fits = [fit(samples, degree) for degree in range(MOST_DEGREES + 1)]
    return tuple((one.measure_error(samples), one.measure_error(others)) for one in fits)


def make_validation(noise: float, seed: int) -> Samples:
    """Other points of the same curve.

    Args:
        noise: as that of the training points.
        seed: of the training points, from which these differ.
    """
    return make_samples(VALIDATION_COUNT, noise, seed + 1000)
