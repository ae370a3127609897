"""What the model service is asked about where a network looks."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from lab.explanations import Explanation
from lab.explanations.base import Maps
from lab.explanations.deletion import Deletion
from lab.model_service import ModelService, OnProgress
from lab.trained import TrainedNetwork


def ask_maps(
    service: ModelService,
    network: TrainedNetwork,
    explanation: Explanation,
    image: NDArray[np.uint8],
    classes: Sequence[int],
    on_progress: OnProgress | None = None,
) -> Maps:
    """Which places of an image speak for some classes.

    Args:
        service: whom to ask.
        network: whose answer is explained.
        explanation: how.
        image: (height, width, channels), uint8, 0…255, as prepared for the network.
        classes: their numbers.
        on_progress: see ModelService.ask.

    Returns:
        (len(classes), height, width), float32; see Explanation.explain.

    Raises:
        ServiceError: the method needs what the network doesn't have, the run is damaged, or the service failed.
    """
    maps: Maps = service.ask(
        "explain", on_progress, network=network, explanation=explanation, image=image, classes=list(classes)
    )
    return maps


def ask_deletion(
    service: ModelService,
    network: TrainedNetwork,
    image: NDArray[np.uint8],
    class_number: int,
    heat: NDArray[np.float32],
    on_progress: OnProgress | None = None,
) -> Deletion:
    """What becomes of a class's probability when the lit places of an image are taken away.

    Args:
        service: whom to ask.
        network: whose answer is watched.
        image: (height, width, channels), uint8, 0…255, as prepared for the network.
        class_number: whose probability is watched.
        heat: (height, width): the higher, the earlier a pixel goes.
        on_progress: see ModelService.ask.

    Raises:
        ServiceError: the run is damaged, or the service failed.
    """
    answer = service.ask(
        "delete_lit_places", on_progress, network=network, image=image, class_number=class_number, heat=heat
    )
    return TypeAdapter(Deletion).validate_python(answer)
