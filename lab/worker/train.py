"""Training: from a config to weights and an evaluation."""

import math
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from lab.config import RunConfig
from lab.datasets.base import Part
from lab.datasets.prepared import PreparedImages, prepare_images
from lab.datasets.splitting import split_indices
from lab.datasets.subset import Subset
from lab.files import write_json
from lab.i18n import _
from lab.runs.event_log import EventLog
from lab.runs.run_folder import RunFolder
from lab.scaling import Scaler
from lab.schedules.constant import Constant
from lab.worker.callbacks.checkpointer import Checkpointer
from lab.worker.callbacks.reporter import Reporter
from lab.worker.callbacks.stop_watcher import StopWatcher
from lab.worker.evaluate import evaluate
from lab.worker.feed import make_feed, untrained_batch_size
from lab.worker.first_batch import write_first_batch
from lab.worker.pace import choose_steps_per_execution
from lab.worker.preparation_reporter import PreparationReporter
from lab.worker.scheduled_rate import ScheduledRate

BATCHES_TIMED = 8


@dataclass(frozen=True)
class TrainingData:
    """A data set as training needs it.

    Attributes:
        loaded: all images.
        indices: which of them belong to each part.
        scaler: fitted on the training part.
    """

    loaded: PreparedImages
    indices: dict[Part, NDArray[np.int64]]
    scaler: Scaler

    def part(self, part: Part) -> Subset:
        """The images of a part."""
        return self.loaded.images.choose(self.indices[part])


def train(folder: RunFolder, log: EventLog) -> None:
    """Train a run.

    Args:
        folder: holds the config; receives labels, scaler, checkpoints and evaluation.
        log: receives the events.

    Raises:
        LabError: the settings or the data set can't work.
        StopRequested: somebody asked for a stop.
        NotFiniteError: the loss became NaN or infinite.
    """
    config = folder.read_config()
    keras.utils.set_random_seed(config.seed)
    log.append("phase", phase="data", durable=True)
    watcher = StopWatcher(folder)
    data = _load(config, log, watcher)
    write_json(folder.labels_path, list(data.loaded.class_names))
    write_json(folder.scaler_path, data.scaler.model_dump(mode="json"))
    log.append("phase", phase="building", durable=True)
    model = config.architecture.build(config.preparation.input_shape, len(data.loaded.class_names))
    config.architecture.begin(model, folder.base_weights_path)
    _fit(model, config, data, folder, log, watcher)
    log.append("phase", phase="evaluating", durable=True)
    evaluate(model, folder, data, config, watcher)


def _load(config: RunConfig, log: EventLog, watcher: StopWatcher) -> TrainingData:
    loaded = prepare_images(config.dataset, config.preparation, PreparationReporter(log, watcher))
    if loaded.skipped:
        names = ", ".join(skipped.file for skipped in loaded.skipped[:5])
        log.append("message", text=_("{count} files were left out: {names}").format(
            count=len(loaded.skipped), names=names))  # fmt: skip
    indices = split_indices(loaded.images.labels, loaded.parts, loaded.class_names, config.split, loaded.groups)
    return TrainingData(loaded, indices, config.scaling.fit(loaded.images.choose(indices["train"])))


def _fit(
    model: Any,  # noqa: ANN401
    config: RunConfig,
    data: TrainingData,
    folder: RunFolder,
    log: EventLog,
    watcher: StopWatcher,
) -> None:
    write_first_batch(folder, data.part("train"), config)
    callbacks = [Reporter(log, config.batch_size, len(data.part("train"))), watcher, Checkpointer(folder, log)]
    first_epoch = 0
    for phase in config.architecture.phases(config.epochs):
        what = config.architecture.begin_phase(model, phase)
        rate = config.optimizer.learning_rate * phase.rate_factor
        if what:
            text = _("Epoch {epoch}: {what}; learning rate {rate:g}.")
            log.append("message", text=text.format(epoch=first_epoch + 1, what=what, rate=rate), durable=True)
        _compile(model, config, _schedule(config, data, phase.rate_factor, first_epoch))
        _choose_steps(model, config, data)
        if first_epoch == 0:
            _log_fit(log, model, config, data)
        _fit_phase(model, config, data, range(first_epoch, phase.end), callbacks)
        first_epoch = phase.end


def _schedule(config: RunConfig, data: TrainingData, rate_factor: float, first_epoch: int) -> Any:  # noqa: ANN401
    """The learning rate of a phase: a number, or a schedule of Keras that begins with the phase."""
    rate = config.optimizer.learning_rate * rate_factor
    if isinstance(config.schedule, Constant):
        return rate
    batches = _count_batches(config, data)
    return ScheduledRate(rate * config.schedule.factors(config.epochs, batches)[first_epoch * batches :])


def _compile(model: Any, config: RunConfig, rate: Any) -> None:  # noqa: ANN401
    model.compile(config.optimizer.build(rate), loss="sparse_categorical_crossentropy", metrics=["accuracy"])


def _choose_steps(model: Any, config: RunConfig, data: TrainingData) -> None:  # noqa: ANN401
    images = data.part("train")
    # A feed of its own: one that has been read before would give other random numbers afterwards.
    few = images.choose(slice(config.batch_size * BATCHES_TIMED))
    trial = make_feed(few, data.scaler, config.batch_size, **_training_options(config))
    choose_steps_per_execution(model, trial, config.batch_size, _count_batches(config, data))


def _log_fit(log: EventLog, model: Any, config: RunConfig, data: TrainingData) -> None:  # noqa: ANN401
    log.append(
        "fit",
        durable=True,
        epochs=config.epochs,
        batches=_count_batches(config, data),
        steps_per_execution=model.steps_per_execution,
        parameters=model.count_params(),
        **{f"{part}_images": len(chosen) for part, chosen in data.indices.items()},
    )


def _fit_phase(
    model: Any,  # noqa: ANN401
    config: RunConfig,
    data: TrainingData,
    epochs: range,
    callbacks: list[keras.callbacks.Callback],
) -> None:
    feed = make_feed(
        data.part("train"), data.scaler, config.batch_size, first_epoch=epochs.start, **_training_options(config)
    )
    validation = data.part("validation")
    validation_feed = make_feed(validation, data.scaler, untrained_batch_size(validation, config.batch_size))
    model.fit(
        feed,
        validation_data=validation_feed,
        initial_epoch=epochs.start,
        epochs=epochs.stop,
        callbacks=callbacks,
        shuffle=False,
        verbose=0,
    )


def _training_options(config: RunConfig) -> dict[str, Any]:
    return {"shuffle_seed": config.seed, "augmentation": config.augmentation}


def _count_batches(config: RunConfig, data: TrainingData) -> int:
    return math.ceil(len(data.indices["train"]) / config.batch_size)
