"""A polynomial trained by gradient descent in batches: when to stop, and how noisy its steps are."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from lab.concepts.polynomial import Array, Polynomial, Samples, expand, make_samples, make_validation


@dataclass(frozen=True)
class Training:
    """A training's course.

    Attributes:
        polynomials: after every epoch.
        losses: their mean squared errors in training, (epochs,).
        validation_losses: and on other points, (epochs,).
    """

    polynomials: tuple[Polynomial, ...]
    losses: Array
    validation_losses: Array


@dataclass(frozen=True)
class Stop:
    """Where early stopping ends a training.

    Attributes:
        best_epoch: from 0, whose weights it goes back to.
        last_epoch: the last one that is trained.
        was_stopped: whether it ended before all epochs were over.
    """

    best_epoch: int
    last_epoch: int
    was_stopped: bool


@lru_cache(maxsize=32)
def train(
    count: int, noise: float, degree: int, batch_size: int, learning_rate: float, epochs: int, seed: int
) -> Training:
    """Train from zero by stochastic gradient descent on the mean squared error.

    Args:
        count: training points.
        noise: of all points.
        degree: of the polynomial.
        batch_size: points for each step.
        learning_rate: above 0; so small that it does not diverge.
        epochs: passes over the points.
        seed: of the points; their order is the same for every setting.
    """
    samples, others = make_samples(count, noise, seed), make_validation(noise, seed)
    rows = np.hstack([expand(samples.x, degree), np.ones((count, 1))])
    generator = np.random.default_rng(seed)
    weights, kept = np.zeros(degree + 1), []
    for _epoch in range(epochs):
        order = generator.permutation(count)
        for start in range(0, count, batch_size):
            batch = order[start : start + batch_size]
            weights = weights - learning_rate * _gradient(rows[batch], samples.y[batch], weights)
        kept.append(weights)
    all_weights = np.array(kept)
    polynomials = tuple(Polynomial(row[:-1], float(row[-1])) for row in all_weights)
    return Training(polynomials, _errors(all_weights, samples), _errors(all_weights, others))


def _gradient(rows: Array, targets: Array, weights: Array) -> Array:
    return np.asarray(2 / len(targets) * (rows @ weights - targets) @ rows)


def _errors(all_weights: Array, samples: Samples) -> Array:
    """The mean squared error of each row of weights, the last of which is the constant."""
    rows = np.hstack([expand(samples.x, all_weights.shape[1] - 1), np.ones((len(samples.x), 1))])
    # As a matrix product it would be divided among threads, which wait long for one another on a busy server.
    predicted = np.einsum("ew,sw->es", all_weights, rows)
    return np.asarray(np.mean((predicted - samples.y) ** 2, axis=1))


def stop_early(losses: Array, patience: int) -> Stop:
    """Keras's EarlyStopping: it ends after so many epochs without a new best.

    Args:
        losses: validation losses of all epochs.
        patience: epochs, 0 and more.
    """
    best, best_epoch = np.inf, 0
    for epoch, loss in enumerate(losses):
        if loss < best:
            best, best_epoch = float(loss), epoch
        elif epoch - best_epoch >= patience and epoch:
            return Stop(best_epoch, epoch, True)
    return Stop(best_epoch, len(losses) - 1, False)


def draw_gradients(samples: Samples, degree: int, batch_size: int, draws: int, seed: int = 0) -> tuple[Array, Array]:
    """The gradients of many batches at the weights zero.

    Args:
        samples: of which batches are drawn, each without replacement.
        degree: of the polynomial.
        batch_size: 1…count.
        draws: how many batches.
        seed: the same gives the same batches.

    Returns:
        Those by each batch (draws, degree + 1), and that by each sample (count, degree + 1), the constant's at the end.
    """
    rows = np.hstack([expand(samples.x, degree), np.ones((len(samples.x), 1))])
    each = -2 * samples.y[:, None] * rows
    generator = np.random.default_rng(seed)
    batches = [generator.permutation(len(samples.x))[:batch_size] for _draw in range(draws)]
    return np.array([each[batch].mean(axis=0) for batch in batches]), each


def predict_spread(each: Array, batch_size: int) -> Array:
    """The standard deviation that a batch's mean has (Cochran, 1977, theorem 2.2).

    Args:
        each: of all samples, (count, values).
        batch_size: 1…count, drawn without replacement.

    Returns:
        (values,): σ / √b · √((N − b) / (N − 1)).
    """
    count = len(each)
    return np.asarray(each.std(axis=0) * np.sqrt((count - batch_size) / (count - 1) / batch_size))
