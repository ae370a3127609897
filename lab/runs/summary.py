"""What lists show of a run, so that its folder need not be opened."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lab.runs.history import RunHistory


@dataclass(frozen=True)
class RunSummary:
    """The best of a run, not its last.

    Attributes:
        epochs_done: how many epochs have been trained.
        best_epoch: the one whose weights are kept as the best: that of the lowest validation loss.
        best_val_loss: the lowest.
        best_val_accuracy: the highest, 0…1.
    """

    epochs_done: int = 0
    best_epoch: int | None = None
    best_val_loss: float | None = None
    best_val_accuracy: float | None = None


def summarise_history(history: RunHistory) -> RunSummary:
    """The best of a run so far."""
    epochs = history.epochs
    losses, accuracies = _known(epochs["val_loss"]), _known(epochs["val_accuracy"])
    lowest = min(losses, default=None)
    best_epoch = history.best_epoch
    if best_epoch is None and lowest is not None:
        best_epoch = epochs["epoch"][epochs["val_loss"].index(lowest)]
    return RunSummary(len(epochs), best_epoch, lowest, max(accuracies, default=None))


def _known(values: Sequence[float | None]) -> list[float]:
    return [value for value in values if value is not None and math.isfinite(value)]
