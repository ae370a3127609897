"""EarlyStopping, with a mark for what it did and a state that outlives the process."""

from typing import Any

import keras

from lab.callbacks import EarlyStopping
from lab.i18n import _
from lab.worker.callbacks.marker import Marker

REMEMBERED = ("best", "wait", "stopped_epoch", "best_epoch")
OPTIONS = ("monitor", "patience", "min_delta", "start_from_epoch")


class EarlyStopper(keras.callbacks.EarlyStopping):
    """Keras's callback of that name; the best weights are in the best checkpoint, not in memory.

    Args:
        settings: its options.
        marker: told when it stops the training.
    """

    def __init__(self, settings: EarlyStopping, marker: Marker) -> None:
        super().__init__(
            mode=settings.direction,
            baseline=settings.baseline if settings.use_baseline else None,
            **settings.model_dump(include=set(OPTIONS)),
        )
        self._marker = marker
        super().on_train_begin()

    def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
        """Keep the state: a later phase of a training, or a resumed one, goes on with it."""

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Look, and end the training where nothing got better."""
        super().on_epoch_end(epoch, logs)
        if self.stopped_epoch:
            self._marker.mark(_("stopped: no better for {count}").format(count=self.wait))

    @property
    def stopped(self) -> bool:
        """Whether it has ended the training."""
        return bool(self.stopped_epoch)

    def go_on(self) -> None:
        """Wait as long once more: somebody asked for more epochs."""
        self.wait = self.stopped_epoch = 0

    def get_state(self) -> dict[str, Any]:
        """See Stateful."""
        return {name: getattr(self, name) for name in REMEMBERED}

    def set_state(self, state: dict[str, Any]) -> None:
        """See Stateful."""
        for name in REMEMBERED:
            setattr(self, name, state[name])
