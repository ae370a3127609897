"""What the coach says, and what it looks at."""

import contextlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lab.config import RunConfig
from lab.errors import RunError
from lab.runs.history import RunHistory
from lab.runs.insight import read_look
from lab.runs.status import RunStatus

LAST_LOOKS = 3


@dataclass(frozen=True)
class Advice:
    """One thing that the coach has noticed.

    Attributes:
        rule: the name of the rule, for tests and keys.
        title: what is the matter, in a few words.
        evidence: the numbers that say so.
        lesson: what it means and what helps.
        cure: the run's settings with the cure; None where there is nothing to mend.
        cure_label: what the cure changes, in a few words.
    """

    rule: str
    title: str
    evidence: str
    lesson: str
    cure: RunConfig | None = None
    cure_label: str = ""


@dataclass(frozen=True)
class Progress:
    """A training's figures by epoch, only those of epochs that have all of them.

    Attributes:
        config: the run's.
        num_classes: how many classes.
        loss: training loss.
        accuracy: training accuracy, 0…1.
        val_loss: validation loss.
        val_accuracy: validation accuracy, 0…1.
        ended: whether the training is over.
        not_finite: whether it failed because the loss was no number.
        dead_shares: the share of dead units, 0…1, of each ReLU in the last looks; empty where nobody looked.
    """

    config: RunConfig
    num_classes: int
    loss: Sequence[float]
    accuracy: Sequence[float]
    val_loss: Sequence[float]
    val_accuracy: Sequence[float]
    ended: bool = False
    not_finite: bool = False
    dead_shares: Mapping[str, Sequence[float]] = field(default_factory=dict)

    @property
    def epochs(self) -> int:
        """How many epochs there are."""
        return len(self.loss)

    @property
    def guessing(self) -> float:
        """The loss of a network that knows nothing: ln(classes)."""
        return math.log(max(2, self.num_classes))

    @property
    def best_epoch(self) -> int:
        """The epoch of the lowest validation loss, from 1."""
        return min(range(self.epochs), key=self.val_loss.__getitem__) + 1


def read_progress(history: RunHistory, config: RunConfig, num_classes: int) -> Progress:
    """Take a training's figures out of its history.

    Args:
        history: of the run.
        config: of the run.
        num_classes: how many classes.
    """
    names = ("loss", "accuracy", "val_loss", "val_accuracy")
    rows = [
        row
        for row in zip(*(history.epochs[name] for name in names), strict=False)
        if all(value is not None and math.isfinite(value) for value in row)
    ]
    loss, accuracy, val_loss, val_accuracy = ([row[place] for row in rows] for place in range(len(names)))
    # The last batch's own value: where it is none, the worker has ended the run (see its reporter).
    not_finite = history.state is RunStatus.FAILED and len(history.batches) > 0 and history.batches.last("loss") is None
    return Progress(
        config,
        num_classes,
        loss,
        accuracy,
        val_loss,
        val_accuracy,
        ended=history.state.ended,
        not_finite=not_finite,
        dead_shares=_read_dead_shares(history) if config.histograms else {},
    )


def _read_dead_shares(history: RunHistory) -> dict[str, list[float]]:
    looks = []
    for epoch in history.epochs["epoch"][-LAST_LOOKS:]:
        # The newest may not be written yet; what else is wrong with a look is said where it is drawn.
        with contextlib.suppress(RunError):
            looks.append(read_look(history.folder, int(epoch)))
    layers = looks[-1].layers if looks else ()
    shares = {
        layer: [float(look.dead_shares[place]) for look in looks if look.layers == layers]
        for place, layer in enumerate(layers)
    }
    return {layer: values for layer, values in shares.items() if math.isfinite(values[-1])}
