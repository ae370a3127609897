"""Writes what happens during training to the run's event log."""

import math
from typing import Any

import keras

from lab.runs.event_log import EventLog
from lab.worker.callbacks.marker import Marker
from lab.worker.training_clock import TrainingClock


class NotFiniteError(Exception):
    """The loss became NaN or infinite.

    Args:
        step: the optimizer step, from 1, at or just before which it happened.
        epoch: the epoch, from 1.
    """

    def __init__(self, step: int, epoch: int) -> None:
        super().__init__(step, epoch)
        self.step = step
        self.epoch = epoch


class Reporter(keras.callbacks.Callback):
    """Reports each batch by its own loss and accuracy, and each epoch.

    Keras gives the mean over the epoch so far, weighted by images. From two of these means the value of the batches
    between them follows: (n₂·m₂ − n₁·m₁) / (n₂ − n₁), n being the images seen so far.

    Args:
        log: where to.
        batch_size: images a batch.
        images: training images an epoch.
        clock: the time that training has taken.
        marker: told where the training has come to.
    """

    def __init__(
        self,
        log: EventLog,
        batch_size: int,
        images: int,
        clock: TrainingClock | None = None,
        marker: Marker | None = None,
    ) -> None:
        super().__init__()
        self._clock = clock or TrainingClock()
        self._marker = marker or Marker(log)
        self._log = log
        self._batch_size = batch_size
        self._images = images
        self._batches = math.ceil(images / batch_size)

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Start an epoch's means and clock."""
        self._epoch = epoch + 1
        self._seen = 0
        self._sums = {"loss": 0.0, "accuracy": 0.0}
        self._epoch_began = self._clock.now()
        self._train_seconds = 0.0
        self._last_point = self._epoch_began

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Report the batches since the last point.

        Raises:
            NotFiniteError: their loss is NaN or infinite.
        """
        now = self._clock.now()
        batch = min(batch + 1, self._batches)
        seen = min(batch * self._batch_size, self._images)
        values: dict[str, Any] = self._since_last_point(seen, logs or {})
        step = (self._epoch - 1) * self._batches + batch
        self._marker.epoch, self._marker.step = self._epoch, step
        self._log.append(
            "batch",
            step=step,
            epoch=self._epoch,
            batch=batch,
            **values,
            learning_rate=float(self.model.optimizer.learning_rate),
            images_per_second=(seen - self._seen) / max(now - self._last_point, 1e-9),
            elapsed=now,
        )
        self._seen, self._last_point, self._train_seconds = seen, now, now - self._epoch_began
        if not math.isfinite(values["loss"]):
            raise NotFiniteError(step, self._epoch)

    def _since_last_point(self, seen: int, logs: dict[str, Any]) -> dict[str, Any]:
        values = {}
        for name in self._sums:
            total = float(logs[name]) * seen
            values[name] = (total - self._sums[name]) / (seen - self._seen)
            self._sums[name] = total
        # Rounding of the running mean may carry an accuracy a hair out of its range.
        values["accuracy"] = min(1.0, max(0.0, values["accuracy"]))
        return values

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Report the epoch: Keras's means over it, and validation."""
        now = self._clock.now()
        values: dict[str, Any] = {name: float(value) for name, value in (logs or {}).items()}
        self._log.append(
            "epoch",
            durable=True,
            epoch=self._epoch,
            **values,
            learning_rate=float(self.model.optimizer.learning_rate),
            images_per_second=self._images / max(self._train_seconds, 1e-9),
            seconds=now - self._epoch_began,
            elapsed=now,
        )

    def get_state(self) -> dict[str, float]:
        """See Stateful."""
        return {"elapsed": self._clock.now()}

    def set_state(self, state: dict[str, float]) -> None:
        """See Stateful."""
        self._clock.set(state["elapsed"])
