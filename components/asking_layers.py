"""Questions to the model service about a network's layers, with their progress on the page; answers are kept."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from components.asking import Key, identify
from components.backend import get_model_service
from components.kept_answers import keep_answer
from components.waiting import shown_waiting
from lab.dissecting import ask_dissection, ask_patches, ask_wall
from lab.dissection.arithmetic import Dissection
from lab.dissection.patches import Patches
from lab.dissection.wall import Order, Wall
from lab.i18n import _
from lab.model_service import OnProgress
from lab.trained import TrainedNetwork

R = TypeVar("R")


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """Somebody pressed Stop; nothing is kept."""


def see_wall(
    network: TrainedNetwork, layer: str, pixels: NDArray[np.uint8], order: Order, channels: Sequence[int] = ()
) -> Wall:
    """What a layer gives for an image; see `lab.dissecting.ask_wall`.

    Raises:
        ServiceError: of the question.
        Stopped: it was stopped.
    """
    key = (*identify(network, pixels), layer, order, *channels)
    return _keep(key, lambda tell: ask_wall(get_model_service(), network, layer, pixels, order, channels, tell))


def see_number(
    network: TrainedNetwork, layer: str, pixels: NDArray[np.uint8], channel: int, place: tuple[int, int] | None
) -> Dissection:
    """One number of a layer, taken apart; see `lab.dissecting.ask_dissection`.

    Raises:
        ServiceError: of the question.
        Stopped: it was stopped.
    """
    key = (*identify(network, pixels), layer, channel, place)
    return _keep(key, lambda tell: ask_dissection(get_model_service(), network, layer, pixels, channel, place, tell))


def see_patches(network: TrainedNetwork, layer: str, images: NDArray[np.uint8], channels: Sequence[int]) -> Patches:
    """What excites some maps most; see `lab.dissecting.ask_patches`.

    Raises:
        ServiceError: of the question.
        Stopped: it was stopped.
    """
    key = (*identify(network, images[:1]), len(images), "patches", layer, *channels)
    return _keep(key, lambda tell: ask_patches(get_model_service(), network, layer, images, channels, tell))


def _keep(key: Key, ask: Callable[[OnProgress], R]) -> R:
    answer = keep_answer(key, lambda: shown_waiting(_("Asking the network …"), ask, key=f"inside-{hash(key)}"))
    if answer is None:
        raise Stopped
    return answer
