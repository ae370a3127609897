"""Prediction."""

import numpy as np
from numpy.typing import NDArray

from lab.trained import TrainedNetwork
from lab.worker.context import Context
from lab.worker.operations.base import operation
from lab.worker.scheduler import Pieces


@operation
def predict(context: Context, network: TrainedNetwork, images: NDArray[np.uint8]) -> Pieces[NDArray[np.float32]]:
    """Predict prepared images.

    Args:
        context: of the service.
        network: whom to ask.
        images: (count, height, width, channels), uint8, 0…255.

    Returns:
        (count, num_classes) probabilities, float32.
    """
    loaded = yield from context.load(network)
    return (yield from loaded.predict(network, images))
