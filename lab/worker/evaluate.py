"""The evaluation after training: the best weights on images that training never saw."""

from typing import TYPE_CHECKING, Any

import keras
import numpy as np
from numpy.typing import NDArray

from lab.files import replace_file, write_json
from lab.runs.run_folder import RunFolder
from lab.worker.feed import make_feed, untrained_batch_size

if TYPE_CHECKING:
    from lab.config import RunConfig
    from lab.worker.callbacks.stop_watcher import StopWatcher
    from lab.worker.training_data import TrainingData

MOST_WRONG = 24


def evaluate(
    model: Any,  # noqa: ANN401 - Keras is untyped
    folder: RunFolder,
    data: "TrainingData",
    config: "RunConfig",
    watcher: "StopWatcher",
) -> None:
    """Write `predictions.npz`, `evaluation.json` and `most_wrong.npz`.

    Args:
        model: the trained network; gets the best checkpoint's weights.
        folder: the run.
        data: its test part is used.
        config: the run's.
        watcher: lets a stop through.
    """
    checkpoint = config.tested_checkpoint()
    if checkpoint not in folder.checkpoints():
        # None was ever best: the figure that decides was never finite.
        checkpoint = "last"
    # The same layers without the optimizer, whose state would not fit after another phase of the training; and one step
    # at a time: Keras fetches the batches of all steps at once before it predicts the first, of large images gigabytes.
    model = keras.Model(model.input, model.output)
    model.load_weights(folder.checkpoint_path(checkpoint))
    images = data.part("test")
    labels = images.labels
    feed = make_feed(images, data.scaler, untrained_batch_size(images, config.batch_size))
    probabilities = np.asarray(model.predict(feed, verbose=0, callbacks=[watcher]))
    _write_predictions(folder, labels, probabilities, data.indices["test"])
    write_json(folder.evaluation_path, _summarise(probabilities, labels, checkpoint))
    wrong = _most_wrong(probabilities, labels)
    names = [data.loaded.names[index] for index in data.indices["test"][wrong]]
    arrays = {
        "images": images.take(wrong),
        "labels": labels[wrong],
        "predicted": probabilities[wrong].argmax(axis=1),
        "probability": probabilities[wrong].max(axis=1),
        "names": np.array(names, dtype=np.str_),
    }
    replace_file(folder.most_wrong_path, lambda path: np.savez(path, **arrays))


def _write_predictions(
    folder: RunFolder, labels: NDArray[np.int64], probabilities: NDArray[np.float32], indices: NDArray[np.int64]
) -> None:
    """Keep what the network said of each test image, so that questions come up later can be answered without it."""
    replace_file(
        folder.predictions_path,
        lambda path: np.savez_compressed(path, labels=labels, probabilities=probabilities, indices=indices),
    )


def _summarise(probabilities: NDArray[np.float32], labels: NDArray[np.int64], checkpoint: str) -> dict[str, object]:
    num_classes = probabilities.shape[1]
    predicted = probabilities.argmax(axis=1)
    confusion = np.bincount(labels * num_classes + predicted, minlength=num_classes**2).reshape(num_classes, -1)
    # The same floor as Keras's own cross-entropy, so that one sure mistake does not make the loss infinite.
    right = np.clip(probabilities[np.arange(len(labels)), labels].astype(np.float64), 1e-7, 1)
    return {
        "accuracy": float((predicted == labels).mean()),
        "loss": float(-np.log(right).mean()),
        "count": len(labels),
        "checkpoint": checkpoint,
        "confusion": confusion.tolist(),
    }


def _most_wrong(probabilities: NDArray[np.float32], labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """The mistakes that the network was surest of, the surest first."""
    predicted = probabilities.argmax(axis=1)
    wrong = np.flatnonzero(predicted != labels)
    surest = np.argsort(-probabilities[wrong].max(axis=1), kind="stable")
    return wrong[surest[:MOST_WRONG]]
