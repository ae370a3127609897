"""What a test says about a network, from its predictions alone."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lab.errors import RunError
from lab.files import ZIP_ERRORS
from lab.i18n import _

CALIBRATION_BINS = 10


@dataclass(frozen=True)
class Predictions:
    """A network's answers.

    Attributes:
        labels: the true classes, (count,).
        probabilities: (count, classes), each row summing to 1.
        indices: which image of the data set each row is, (count,).
    """

    labels: NDArray[np.int64]
    probabilities: NDArray[np.float32]
    indices: NDArray[np.int64]

    @property
    def predicted(self) -> NDArray[np.int64]:
        """The likeliest classes, (count,)."""
        likeliest: NDArray[np.int64] = self.probabilities.argmax(axis=1)
        return likeliest


@dataclass(frozen=True)
class ClassFigures:
    """How one class fares (scikit-learn's definitions; 0 where nothing was to be divided by).

    Attributes:
        precision: of what was taken for it, the share that is it.
        recall: of what is it, the share that was taken for it.
        f1: their harmonic mean.
        count: how many images are it.
    """

    precision: float
    recall: float
    f1: float
    count: int


@dataclass(frozen=True)
class Calibration:
    """How often a network is right where it is so sure (Guo et al., 2017: On Calibration of Modern Neural Networks).

    Attributes:
        sure: mean probability of the likeliest class in each bin that holds images.
        right: share of right answers there.
        counts: how many images.
        error: expected calibration error, 0…1: the mean distance of the two, weighted by the counts.
    """

    sure: tuple[float, ...]
    right: tuple[float, ...]
    counts: tuple[int, ...]
    error: float


def read_predictions(path: Path) -> Predictions:
    """Read them.

    Args:
        path: `predictions.npz` of a run.

    Raises:
        RunError: the file is damaged.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            return Predictions(kept["labels"], kept["probabilities"], kept["indices"])
    except (*ZIP_ERRORS, KeyError) as error:
        raise RunError(_("The predictions of this run are damaged: {file}.").format(file=path.name)) from error


def count_confusion(predictions: Predictions) -> NDArray[np.int64]:
    """How many images of each class (rows) were taken for which (columns), (classes, classes)."""
    classes = predictions.probabilities.shape[1]
    cells = predictions.labels * classes + predictions.predicted
    return np.bincount(cells, minlength=classes**2).reshape(classes, classes)


def judge_classes(confusion: NDArray[np.int64]) -> list[ClassFigures]:
    """Precision, recall and F1 of each class."""
    right = np.diag(confusion).astype(float)
    taken, true = confusion.sum(axis=0), confusion.sum(axis=1)
    precision, recall = right / np.maximum(taken, 1), right / np.maximum(true, 1)
    f1 = 2 * right / np.maximum(taken + true, 1)
    rows = zip(precision, recall, f1, true, strict=True)
    return [ClassFigures(float(one), float(two), float(three), int(count)) for one, two, three, count in rows]


def top_k_accuracy(predictions: Predictions, k: int) -> float:
    """The share of images whose class is among the k likeliest, 0…1."""
    if not len(predictions.labels):
        return 0.0
    best = np.argsort(-predictions.probabilities, axis=1, kind="stable")[:, :k]
    return float((best == predictions.labels[:, None]).any(axis=1).mean())


def calibrate(predictions: Predictions, bins: int = CALIBRATION_BINS) -> Calibration:
    """Compare how sure a network is with how often it is right.

    Args:
        predictions: its answers.
        bins: of equal width between 0 and 1.
    """
    sure = predictions.probabilities.max(axis=1).astype(float)
    right = (predictions.predicted == predictions.labels).astype(float)
    places = np.minimum((sure * bins).astype(int), bins - 1)
    counts = np.bincount(places, minlength=bins)
    filled = counts > 0
    mean_sure = np.bincount(places, sure, bins)[filled] / counts[filled]
    mean_right = np.bincount(places, right, bins)[filled] / counts[filled]
    error = float((np.abs(mean_sure - mean_right) * counts[filled]).sum() / max(1, counts.sum()))
    return Calibration(tuple(mean_sure), tuple(mean_right), tuple(map(int, counts[filled])), error)


def find_cell(predictions: Predictions, true: int, guess: int) -> NDArray[np.int64]:
    """The rows of a cell of the confusion matrix, those first that the network was surest of."""
    rows = np.flatnonzero((predictions.labels == true) & (predictions.predicted == guess))
    return rows[np.argsort(-predictions.probabilities[rows, guess], kind="stable")]
