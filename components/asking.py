"""Questions to the model service with their progress on the page; answers are kept."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.backend import get_model_service
from components.kept_answers import keep_answer
from lab.explaining import ask_deletion, ask_maps
from lab.explanations import Explanation
from lab.explanations.base import Maps
from lab.explanations.deletion import Deletion
from lab.i18n import _
from lab.model_service import OnProgress
from lab.trained import TrainedNetwork

Key = tuple[object, ...]


def predict_image(network: TrainedNetwork, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The probabilities of one image.

    Args:
        network: whom to ask.
        pixels: (height, width, channels), uint8, 0…255, as prepared for the network.

    Returns:
        (num_classes,), float32.

    Raises:
        ServiceError: see ModelService.predict.
    """

    def ask() -> NDArray[np.float32]:
        with st.spinner(_("Asking the network …"), show_time=True):
            return get_model_service().predict(network, pixels[np.newaxis])[0]

    return keep_answer(_identify(network, pixels), ask)


def explain_image(
    network: TrainedNetwork,
    explanation: Explanation,
    pixels: NDArray[np.uint8],
    classes: Sequence[int],
    place: Any,  # noqa: ANN401
) -> Maps:
    """The maps of a method; see `lab.explaining.ask_maps`.

    Args:
        network: whom to ask.
        explanation: the method.
        pixels: (height, width, channels), uint8, 0…255, as prepared for the network.
        classes: their numbers.
        place: where the progress is shown, such as `st.empty()`.
    """
    key = (*_identify(network, pixels), explanation, *classes)
    show = _show_progress(place)
    return keep_answer(key, lambda: ask_maps(get_model_service(), network, explanation, pixels, classes, show))


def check_deletion(
    network: TrainedNetwork,
    pixels: NDArray[np.uint8],
    class_number: int,
    heat: NDArray[np.float32],
    place: Any,  # noqa: ANN401
) -> Deletion:
    """What becomes of a class without the lit places; see `lab.explaining.ask_deletion`.

    Args:
        network: whom to ask.
        pixels: (height, width, channels), uint8, 0…255, as prepared for the network.
        class_number: whose probability is watched.
        heat: (height, width).
        place: where the progress is shown.
    """
    key = (*_identify(network, pixels), class_number, heat.tobytes())
    show = _show_progress(place)
    return keep_answer(key, lambda: ask_deletion(get_model_service(), network, pixels, class_number, heat, show))


def _identify(network: TrainedNetwork, pixels: NDArray[np.uint8]) -> Key:
    """The weights as they are now: "last" moves on while a run trains."""
    changed = network.run.checkpoint_path(network.checkpoint).stat().st_mtime_ns
    return str(network.folder), network.checkpoint, changed, pixels.shape, pixels.tobytes()


def _show_progress(place: Any) -> OnProgress:  # noqa: ANN401 - a place on the page
    # It is told five times a second; Streamlit ends it here where nobody waits any more.
    return lambda share: place.progress(share or 0.0, _("Looking …"))
