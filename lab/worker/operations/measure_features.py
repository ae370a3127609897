"""The features of images."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lab.trained import TrainedNetwork
from lab.worker.context import Context
from lab.worker.operations.base import operation
from lab.worker.scheduler import Pieces


@dataclass(frozen=True)
class MeasuredFeatures:
    """What a network makes of images.

    Attributes:
        values: (count, width), float32: what goes into its last dense layer.
        probabilities: (count, num_classes), float32.
    """

    values: NDArray[np.float32]
    probabilities: NDArray[np.float32]


@operation
def measure_features(context: Context, network: TrainedNetwork, images: NDArray[np.uint8]) -> Pieces[MeasuredFeatures]:
    """Measure the features of prepared images.

    Args:
        context: of the service.
        network: whose.
        images: (count, height, width, channels), uint8, 0…255.
    """
    loaded = yield from context.load(network)
    return MeasuredFeatures(*(yield from loaded.measure_features(network, images)))
