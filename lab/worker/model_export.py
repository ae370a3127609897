"""A run's network as a Keras model that takes plain images, for use where there is no lab."""

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from lab.files import replace_file
from lab.scaling import Scaler

LABELS_FILE = "labels.json"


def export_model(model: Any, scaler: Scaler, labels: list[str], path: Path) -> None:  # noqa: ANN401 - Keras is untyped
    """Write a model that holds its own scaling, as a `.keras` file of Keras's own layers alone.

    It takes images (batch, height, width, channels), 0…255, and gives probabilities (batch, classes). The names of the
    classes lie in the file, which is a zip, as `labels.json`; Keras passes it over.

    Args:
        model: with its weights.
        scaler: of the run.
        labels: the classes.
        path: ends in ".keras".
    """
    import keras

    inputs = keras.Input(model.input_shape[1:], name="images")
    whole = keras.Model(inputs, model(_scale(scaler, inputs)), name=model.name)
    replace_file(path, lambda temporary: _save(whole, labels, temporary))


def _scale(scaler: Scaler, inputs: Any) -> Any:  # noqa: ANN401
    import keras

    if not scaler.reverse_channels:
        return keras.layers.Rescaling(list(scaler.scale), list(scaler.offset), name="scaling")(inputs)
    # A convolution of one pixel turns the channels round and scales them at once.
    count = len(scaler.scale)
    layer = keras.layers.Conv2D(count, 1, name="scaling", trainable=False)
    outputs = layer(inputs)
    kernel = np.diag(scaler.scale)[::-1].reshape(1, 1, count, count)
    layer.set_weights([kernel, np.array(scaler.offset)])
    return outputs


def _save(model: Any, labels: list[str], path: Path) -> None:  # noqa: ANN401
    path.unlink()
    model.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(LABELS_FILE, json.dumps(labels, ensure_ascii=False))
