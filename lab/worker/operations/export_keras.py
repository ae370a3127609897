"""A run's network as a file for Keras."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lab.trained import TrainedNetwork
from lab.worker.context import Context
from lab.worker.model_export import export_model
from lab.worker.operations.base import operation
from lab.worker.scheduler import Pieces


@operation
def export_keras(context: Context, network: TrainedNetwork) -> Pieces[NDArray[np.uint8]]:
    """Write a network as a `.keras` file that takes plain images.

    Args:
        context: of the service.
        network: which one.

    Returns:
        The file's bytes.
    """
    loaded = yield from context.load(network)
    return (yield from context.apart(_export, loaded.model, network))


def _export(model: Any, network: TrainedNetwork) -> NDArray[np.uint8]:  # noqa: ANN401 - Keras is untyped
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        export_model(model, network.scaler, list(network.labels), path)
        return np.frombuffer(path.read_bytes(), np.uint8)
