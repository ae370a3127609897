"""Which places of an image speak for a class, and whether they matter."""

import numpy as np
from numpy.typing import NDArray

from lab.explanations import AnyExplanation
from lab.explanations.base import Maps
from lab.explanations.deletion import Deletion, delete_places
from lab.trained import TrainedNetwork
from lab.worker.context import Context
from lab.worker.opened_model import OpenedModel
from lab.worker.operations.base import operation
from lab.worker.scheduler import Pieces


@operation
def explain(
    context: Context, network: TrainedNetwork, explanation: AnyExplanation, image: NDArray[np.uint8], classes: list[int]
) -> Pieces[Maps]:
    """Find the places that speak for some classes.

    Args:
        context: of the service.
        network: whose answer is explained.
        explanation: how.
        image: (height, width, channels), uint8, 0…255, as prepared for the network.
        classes: their numbers.

    Returns:
        (len(classes), height, width), float32; see lab.explanations.base.Explanation.
    """
    loaded = yield from context.load(network)
    return (yield from explanation.explain(OpenedModel(loaded.model, network.scaler), image, classes))


@operation
def delete_lit_places(
    context: Context, network: TrainedNetwork, image: NDArray[np.uint8], class_number: int, heat: NDArray[np.float32]
) -> Pieces[Deletion]:
    """Take the lit places of an image away, and watch a class's probability.

    Args:
        context: of the service.
        network: whose answer is watched.
        image: (height, width, channels), uint8, 0…255, as prepared for the network.
        class_number: whose probability is watched.
        heat: (height, width): the higher, the earlier a pixel goes.
    """
    loaded = yield from context.load(network)
    return (yield from delete_places(OpenedModel(loaded.model, network.scaler), image, class_number, heat))
