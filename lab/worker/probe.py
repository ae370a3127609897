"""Looks at a network between two epochs and changes nothing about its training."""

from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from lab.config import RunConfig
from lab.runs.insight import BINS, KINDS, Handful
from lab.worker.layer_probe import LayerProbe
from lab.worker.training_data import TrainingData

HANDFUL_IMAGES, HANDFUL_BYTES = 8, 4_000_000
LAYER_IMAGES = 64
Arrays = dict[str, NDArray[Any]]
NO_LAYERS: Arrays = {
    "layers": np.array([], np.str_),
    "gradient_norms": np.zeros(0, np.float32),
    "dead_shares": np.zeros(0, np.float32),
    "counts": np.zeros((len(KINDS), 0, BINS), np.uint16),
    "ranges": np.zeros((len(KINDS), 0, 2), np.float32),
}


class Probe:
    """Makes the looks of `lab.runs.insight`.

    Everything is computed as in prediction: dropout is off, batch normalisation keeps its statistics, no random numbers
    are drawn from the model's or anybody else's generators, and neither metrics nor the optimizer take part.

    Args:
        model: the network, before or in training.
        config: the run's.
        data: the images.
    """

    def __init__(self, model: Any, config: RunConfig, data: TrainingData) -> None:  # noqa: ANN401 - Keras is untyped
        self._model = model
        validation, training = data.part("validation"), data.part("train")
        most = min(HANDFUL_IMAGES, max(1, HANDFUL_BYTES // validation.image_bytes))
        chosen = validation.choose(choose_spread(validation.labels, most))
        self.handful = Handful(chosen.take(), chosen.labels)
        self._inputs = data.scaler.apply(tf.cast(self.handful.images, tf.float32))
        self._layers = None
        if config.histograms:
            batch = training.choose(choose_spread(training.labels, LAYER_IMAGES))
            loss = config.loss.build(len(data.loaded.class_names))
            self._layers = LayerProbe(model, loss, batch, data.scaler, config.batch_size)

    def look(self) -> Arrays:
        """What `Look` holds, by its names."""
        probabilities = self._model(self._inputs, training=False).numpy()
        return {"probabilities": probabilities, **(self._layers.look() if self._layers else NO_LAYERS)}


def choose_spread(labels: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Positions of a few images, of as many classes as there can be; always the same.

    Args:
        labels: (count,), the classes.
        most: how many are wanted.

    Returns:
        (at most `most`,), int64: the first image of each class, then each one's second, and so on; where there are more
        classes than wanted, the first images of classes at equal distances.
    """
    order = np.argsort(labels, kind="stable")
    classes, starts = np.unique(labels[order], return_index=True)
    if len(classes) > most:
        return order[starts[np.linspace(0, len(classes) - 1, most).astype(np.int64)]]
    rank = np.empty(len(labels), np.int64)
    rank[order] = np.arange(len(labels)) - starts[np.searchsorted(classes, labels[order])]
    return np.lexsort((labels, rank))[:most]
