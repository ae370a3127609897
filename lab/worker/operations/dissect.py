"""What a network's layers make of an image, down to the arithmetic of one number."""

import numpy as np
from numpy.typing import NDArray

from lab.dissection.arithmetic import Dissection
from lab.dissection.patches import Patches
from lab.dissection.wall import Order, Wall
from lab.trained import TrainedNetwork
from lab.worker.context import Context
from lab.worker.dissected_model import DissectedModel
from lab.worker.operations.base import operation
from lab.worker.scheduler import Pieces


@operation
def show_wall(
    context: Context, network: TrainedNetwork, layer: str, image: NDArray[np.uint8], order: Order, channels: list[int]
) -> Pieces[Wall]:
    """What a layer gives for an image.

    Args:
        context: of the service.
        network: whose layer it is.
        layer: its name.
        image: (height, width, channels), uint8, 0…255, as prepared for the network.
        order: what makes a map strong.
        channels: those to show; the strongest where there are none.
    """
    loaded = yield from context.load(network)
    return DissectedModel(loaded.model, network.scaler).show_wall(layer, image, order, channels)


@operation
def dissect(
    context: Context,
    network: TrainedNetwork,
    layer: str,
    image: NDArray[np.uint8],
    channel: int,
    place: tuple[int, int] | None,
) -> Pieces[Dissection]:
    """Take one number of a layer apart.

    Args:
        context: of the service.
        network: whose layer it is.
        layer: its name.
        image: (height, width, channels), uint8, 0…255, as prepared for the network.
        channel: of the layer.
        place: row and column of its map; None for the largest number.
    """
    loaded = yield from context.load(network)
    return DissectedModel(loaded.model, network.scaler).dissect(layer, image, channel, place)


@operation
def find_patches(
    context: Context, network: TrainedNetwork, layer: str, images: NDArray[np.uint8], channels: list[int]
) -> Pieces[Patches]:
    """Find the parts of images that excite some maps most.

    Args:
        context: of the service.
        network: whose layer it is.
        layer: its name.
        images: (count, height, width, channels), uint8, 0…255, as prepared for the network; not empty.
        channels: of the layer.
    """
    loaded = yield from context.load(network)
    return (yield from DissectedModel(loaded.model, network.scaler).find_patches(layer, images, channels))
