"""Training: from a config to weights and an evaluation."""

import keras
import tensorflow as tf

from lab.config import RunConfig
from lab.datasets.prepared import prepare_images
from lab.datasets.splitting import split_indices
from lab.files import write_json
from lab.i18n import _
from lab.runs.event_log import EventLog
from lab.runs.run_folder import RunFolder
from lab.worker.callbacks.stop_watcher import StopWatcher
from lab.worker.evaluate import evaluate
from lab.worker.first_batch import write_first_batch
from lab.worker.fitting import Fitting
from lab.worker.preparation_reporter import PreparationReporter
from lab.worker.training_clock import TrainingClock
from lab.worker.training_data import TrainingData


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
    if config.deterministic:
        tf.config.experimental.enable_op_determinism()
    log.append("phase", phase="data", durable=True)
    clock = TrainingClock()
    watcher = StopWatcher(folder, log, clock)
    data = _load(config, log, watcher)
    write_json(folder.labels_path, list(data.loaded.class_names))
    write_json(folder.scaler_path, data.scaler.model_dump(mode="json"))
    log.append("phase", phase="building", durable=True)
    config.loss.check(len(data.loaded.class_names))
    model = config.architecture.build(config.preparation.input_shape, len(data.loaded.class_names))
    config.architecture.begin(model, folder.base_weights_path)
    write_first_batch(folder, data.part("train"), config)
    Fitting(model, config, data, folder, log, watcher, clock).run()
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
