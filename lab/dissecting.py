"""What the model service is asked about a network's layers."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from lab.dissection.arithmetic import Dissection
from lab.dissection.patches import Patches
from lab.dissection.wall import Order, Wall
from lab.model_service import ModelService, OnProgress
from lab.trained import TrainedNetwork


def ask_wall(
    service: ModelService,
    network: TrainedNetwork,
    layer: str,
    image: NDArray[np.uint8],
    order: Order = "mean",
    channels: Sequence[int] = (),
    on_progress: OnProgress | None = None,
) -> Wall:
    """What a layer gives for an image.

    Args:
        service: whom to ask.
        network: whose layer it is.
        layer: its name.
        image: (height, width, channels), uint8, 0…255, as prepared for the network.
        order: what makes a map strong.
        channels: those to show; the strongest where there are none.
        on_progress: see ModelService.ask.

    Raises:
        ServiceError: there is no such layer or channel, the run is damaged, or the service failed; says which.
    """
    answer = service.ask(
        "show_wall", on_progress, network=network, layer=layer, image=image, order=order, channels=list(channels)
    )
    return Wall(**answer)


def ask_dissection(
    service: ModelService,
    network: TrainedNetwork,
    layer: str,
    image: NDArray[np.uint8],
    channel: int,
    place: tuple[int, int] | None = None,
    on_progress: OnProgress | None = None,
) -> Dissection:
    """Take one number of a layer apart.

    Args:
        service: whom to ask.
        network: whose layer it is.
        layer: its name.
        image: (height, width, channels), uint8, 0…255, as prepared for the network.
        channel: of the layer.
        place: row and column of its map; None for the largest number.
        on_progress: see ModelService.ask.

    Raises:
        ServiceError: there is no such layer, channel or place, the run is damaged, or the service failed; says which.
    """
    answer = service.ask(
        "dissect", on_progress, network=network, layer=layer, image=image, channel=channel, place=place
    )
    return TypeAdapter(Dissection).validate_python(answer)


def ask_patches(
    service: ModelService,
    network: TrainedNetwork,
    layer: str,
    images: NDArray[np.uint8],
    channels: Sequence[int],
    on_progress: OnProgress | None = None,
) -> Patches:
    """The parts of images that excite some maps most.

    Args:
        service: whom to ask.
        network: whose layer it is.
        layer: its name.
        images: (count, height, width, channels), uint8, 0…255, as prepared for the network; not empty.
        channels: of the layer.
        on_progress: see ModelService.ask.

    Raises:
        ServiceError: there is no such layer, the run is damaged, or the service failed; says which.
    """
    answer = service.ask(
        "find_patches", on_progress, network=network, layer=layer, images=images, channels=list(channels)
    )
    return Patches(**answer)
