"""ReduceLROnPlateau, with a mark for what it did and a state that outlives the process."""

from typing import Any

import keras

from lab.callbacks import ReduceLROnPlateau
from lab.worker.callbacks.marker import Marker

REMEMBERED = ("best", "wait", "cooldown_counter")


class RateReducer(keras.callbacks.ReduceLROnPlateau):
    """Keras's callback of that name.

    Args:
        settings: its options.
        marker: told of every reduction.
    """

    def __init__(self, settings: ReduceLROnPlateau, marker: Marker) -> None:
        options = settings.model_dump(exclude={"enabled", "mode"})
        super().__init__(mode=settings.direction, **options)
        self._marker = marker
        self._reset()

    def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
        """Keep the state: a later phase of a training, or a resumed one, goes on with it."""

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Look, and lower the learning rate where nothing got better."""
        before = float(self.model.optimizer.learning_rate)
        super().on_epoch_end(epoch, logs)
        after = float(self.model.optimizer.learning_rate)
        if after != before:
            self._marker.mark_rate(before, after)

    def get_state(self) -> dict[str, Any]:
        """See Stateful."""
        return {name: getattr(self, name) for name in REMEMBERED}

    def set_state(self, state: dict[str, Any]) -> None:
        """See Stateful."""
        for name in REMEMBERED:
            setattr(self, name, state[name])
