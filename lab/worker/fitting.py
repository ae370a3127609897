"""Fitting: the phases of a training, from its beginning or from where an earlier process had come to."""

from dataclasses import dataclass
from typing import Any

import keras

from lab.architectures.base import Phase
from lab.config import RunConfig
from lab.datasets.subset import Subset
from lab.i18n import _
from lab.runs.control import read_control
from lab.runs.event_log import EventLog
from lab.runs.history import RunHistory
from lab.runs.run_folder import RunFolder
from lab.schedules.constant import Constant
from lab.worker.callbacks.checkpointer import Checkpointer, read_state
from lab.worker.callbacks.early_stopper import EarlyStopper
from lab.worker.callbacks.marker import Marker
from lab.worker.callbacks.observer import Observer
from lab.worker.callbacks.rate_changer import RateChanger
from lab.worker.callbacks.rate_reducer import RateReducer
from lab.worker.callbacks.reporter import Reporter
from lab.worker.callbacks.stop_watcher import StopWatcher
from lab.worker.feed import make_feed, untrained_batch_size
from lab.worker.pace import choose_steps_per_execution
from lab.worker.probe import Probe
from lab.worker.random_state import RandomState
from lab.worker.scheduled_rate import ScheduledRate
from lab.worker.training_clock import TrainingClock
from lab.worker.training_data import TrainingData

BATCHES_TIMED = 8


@dataclass(frozen=True)
class PlannedPhase:
    """A phase of the architecture, and the epochs before its first and its last one."""

    start: int
    end: int
    phase: Phase


class Fitting:
    """One training.

    Args:
        model: with its first weights.
        config: the run's.
        data: the images.
        folder: the run.
        log: receives the events.
        watcher: lets pauses and stops through.
        clock: the time that training has taken.
    """

    def __init__(
        self,
        model: Any,  # noqa: ANN401 - Keras is untyped
        config: RunConfig,
        data: TrainingData,
        folder: RunFolder,
        log: EventLog,
        watcher: StopWatcher,
        clock: TrainingClock,
    ) -> None:
        self._model = model
        self._config = config
        self._data = data
        self._folder = folder
        self._log = log
        self._batches = data.count_batches(config.batch_size)
        self._marker = Marker(log)
        self._reporter = Reporter(log, config.batch_size, len(data.part("train")), clock, self._marker)
        self._watcher = watcher
        self._stopper = EarlyStopper(config.callbacks.early_stopping, self._marker)
        self._observer = Observer(folder, log, Probe(model, config, data))
        self._optional = self._optional_callbacks()
        stateful = {
            "fitting": self,
            "random_state": RandomState(model),
            "reporter": self._reporter,
            **self._optional,
        }
        self._checkpointer = Checkpointer(folder, log, config.callbacks.model_checkpoint, stateful)
        self._compiled_from: int | None = None
        self._epochs_before = 0

    def _optional_callbacks(self) -> dict[str, Any]:
        """Those that act on a training, by the name under which a checkpoint remembers them."""
        settings, chosen = self._config.callbacks, {}
        if isinstance(self._config.schedule, Constant):
            # Any other schedule decides on the learning rate alone.
            chosen["rate_changer"] = RateChanger(self._folder, self._marker)
        if settings.reduce_lr_on_plateau.enabled:
            chosen["reduce_lr_on_plateau"] = RateReducer(settings.reduce_lr_on_plateau, self._marker)
        if settings.early_stopping.enabled:
            chosen["early_stopping"] = self._stopper
        return chosen

    def run(self) -> None:
        """Train to the end, from the last whole checkpoint where there is one."""
        first = done = self._resume()
        logged = 0
        while (phase := self._next_phase(done)) is not None and not self._stopper.stopped:
            start, end = phase.start, phase.end
            if self._compiled_from != start:
                self._begin_phase(phase)
                if done == first and done:
                    self._load_weights(with_optimizer=done > start)
            if end > logged:
                self._log_fit()
                logged = self._wanted_epochs()
            self._folder.remove_results()
            self._fit(range(done, end))
            done = end

    def get_state(self) -> dict[str, Any]:
        """See Stateful."""
        return {"epochs": self._wanted_epochs()}

    def set_state(self, state: dict[str, Any]) -> None:
        """See Stateful."""
        self._epochs_before = state["epochs"]

    def _wanted_epochs(self) -> int:
        return max(self._config.epochs, read_control(self._folder).epochs or 0)

    def _next_phase(self, done: int) -> PlannedPhase | None:
        """The phase of the epoch that comes next; more epochs than the config's belong to its last phase."""
        start = 0
        phases = self._config.architecture.phases(self._config.epochs)
        for phase in phases:
            end = self._wanted_epochs() if phase is phases[-1] else phase.end
            if done < end:
                return PlannedPhase(start, end, phase)
            start = phase.end
        return None

    def _resume(self) -> int:
        """Take on what the last whole checkpoint remembers; gives the epochs that it has behind it."""
        path = self._folder.checkpoint_path("last")
        if not path.exists():
            if len(RunHistory(self._folder).follow().batches):
                self._log.append("resume", epoch=0, durable=True)
            return 0
        state = read_state(path)
        self._log.append("resume", epoch=state["epoch"], durable=True)
        self._checkpointer.restore(state)
        if self._stopper.stopped and self._wanted_epochs() > self._epochs_before:
            self._stopper.go_on()
        self._marker.epoch, self._marker.step = state["epoch"], state["epoch"] * self._batches
        return int(state["epoch"])

    def _begin_phase(self, planned: PlannedPhase) -> None:
        config, phase = self._config, planned.phase
        what = config.architecture.begin_phase(self._model, phase)
        rate = config.optimizer.learning_rate * phase.rate_factor
        if what:
            text = _("Epoch {epoch}: {what}; learning rate {rate:g}.")
            text = text.format(epoch=planned.start + 1, what=what, rate=rate)
            self._log.append("message", text=text, durable=True)
        loss = config.loss.build(len(self._data.loaded.class_names))
        self._model.compile(config.optimizer.build(self._schedule(rate, planned.start)), loss, metrics=["accuracy"])
        self._choose_steps()
        self._compiled_from = planned.start

    def _schedule(self, rate: float, start: int) -> Any:  # noqa: ANN401
        """The learning rate of a phase: a number, or a schedule of Keras that begins with the phase."""
        schedule = self._config.schedule
        if isinstance(schedule, Constant):
            return rate
        return ScheduledRate(rate * schedule.factors(self._config.epochs, self._batches)[start * self._batches :])

    def _choose_steps(self) -> None:
        batch_size = self._config.batch_size
        # A feed of its own: one that has been read before would give other random numbers afterwards.
        few = self._data.part("train").choose(slice(batch_size * BATCHES_TIMED))
        choose_steps_per_execution(self._model, self._training_feed(few), batch_size, self._batches)

    def _load_weights(self, with_optimizer: bool) -> None:
        """Those of the last checkpoint; a phase that only begins has an optimizer of its own."""
        model = self._model if with_optimizer else keras.Model(self._model.input, self._model.output)
        model.load_weights(self._folder.checkpoint_path("last"))

    def _log_fit(self) -> None:
        self._log.append(
            "fit",
            durable=True,
            epochs=self._wanted_epochs(),
            batches=self._batches,
            steps_per_execution=self._model.steps_per_execution,
            parameters=self._model.count_params(),
            **{f"{part}_images": len(chosen) for part, chosen in self._data.indices.items()},
        )

    def _fit(self, epochs: range) -> None:
        validation = self._data.part("validation")
        # The checkpointer comes last, as it writes down what the others remember.
        callbacks = [self._reporter, self._watcher, self._observer, *self._optional.values(), self._checkpointer]
        self._model.fit(
            self._training_feed(self._data.part("train"), epochs.start),
            validation_data=make_feed(
                validation, self._data.scaler, untrained_batch_size(validation, self._config.batch_size)
            ),
            initial_epoch=epochs.start,
            epochs=epochs.stop,
            callbacks=callbacks,
            shuffle=False,
            verbose=0,
        )

    def _training_feed(self, images: Subset, first_epoch: int = 0) -> Any:  # noqa: ANN401
        return make_feed(
            images,
            self._data.scaler,
            self._config.batch_size,
            shuffle_seed=self._config.seed,
            augmentation=self._config.augmentation,
            class_weights=self._data.class_weights() if self._config.class_weights else None,
            first_epoch=first_epoch,
        )
