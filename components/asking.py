"""Questions to the model service about one image: how far they are is shown, and answers are kept."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from components.backend import get_model_service
from components.kept_answers import keep_answer
from components.waiting import shown_waiting
from lab.explaining import ask_deletion, ask_maps
from lab.explanations import Explanation
from lab.explanations.base import Maps
from lab.explanations.deletion import Deletion
from lab.i18n import _
from lab.model_service import OnProgress
from lab.trained import TrainedNetwork

R = TypeVar("R")
Key = tuple[object, ...]


def predict_image(network: TrainedNetwork, pixels: NDArray[np.uint8]) -> NDArray[np.float32] | None:
    """The probabilities of one image.

    Args:
        network: whom to ask.
        pixels: (height, width, channels), uint8, 0…255, as prepared for the network.

    Returns:
        (num_classes,), float32; None where the question was stopped.

    Raises:
        ServiceError: see ModelService.predict.
    """
    service = get_model_service()
    return _ask(identify(network, pixels), lambda tell: service.predict(network, pixels[np.newaxis], tell)[0])


def explain_image(
    network: TrainedNetwork, explanation: Explanation, pixels: NDArray[np.uint8], classes: Sequence[int]
) -> Maps | None:
    """The maps of a method, or None where the question was stopped; see `lab.explaining.ask_maps`.

    Args:
        network: whom to ask.
        explanation: the method.
        pixels: (height, width, channels), uint8, 0…255, as prepared for the network.
        classes: their numbers.
    """
    service = get_model_service()
    key = (*identify(network, pixels), explanation, *classes)
    return _ask(key, lambda tell: ask_maps(service, network, explanation, pixels, classes, tell))


def check_deletion(
    network: TrainedNetwork, pixels: NDArray[np.uint8], class_number: int, heat: NDArray[np.float32]
) -> Deletion | None:
    """What becomes of a class without the lit places, or None where that was stopped; see `ask_deletion`.

    Args:
        network: whom to ask.
        pixels: (height, width, channels), uint8, 0…255, as prepared for the network.
        class_number: whose probability is watched.
        heat: (height, width).
    """
    service = get_model_service()
    key = (*identify(network, pixels), class_number, heat.tobytes())
    return _ask(key, lambda tell: ask_deletion(service, network, pixels, class_number, heat, tell))


def identify(network: TrainedNetwork, pixels: NDArray[np.uint8]) -> Key:
    """The weights as they are now: "last" moves on while a run trains."""
    changed = network.run.checkpoint_path(network.checkpoint).stat().st_mtime_ns
    return str(network.folder), network.checkpoint, changed, pixels.shape, pixels.tobytes()


def _ask(key: Key, ask: Callable[[OnProgress], R]) -> R | None:
    return keep_answer(key, lambda: shown_waiting(_("Asking the network …"), ask, key=f"inside-{hash(key)}"))
