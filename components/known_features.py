"""The features of a run's own images, measured once, and how near another image is to them."""

from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.backend import get_model_service
from components.kept_answers import keep_answer
from components.open_data import open_source
from components.waiting import shown_waiting
from lab.errors import DatasetError
from lab.feature_space.features import Features, locate_features, read_features
from lab.feature_space.measuring import find_features, measure_images
from lab.feature_space.space import FeatureSpace
from lab.i18n import _
from lab.model_service import OnProgress
from lab.trained import TrainedNetwork


class Known(NamedTuple):
    """Images that a network has been asked about.

    Attributes:
        path: where their features are kept; another one for other weights.
        features: of them.
        space: that they span.
    """

    path: Path
    features: Features
    space: FeatureSpace


def find_known(network: TrainedNetwork) -> Known | None:
    """The features of a run's images; where they are not kept they are measured, with a bar and a Stop.

    Args:
        network: whose.

    Returns:
        None where it was stopped.

    Raises:
        LabError: the data set or the weights are gone, or the service failed; says which.
    """
    path = locate_features(network)
    if not path.exists():
        open_data = partial(open_source, network.config.dataset)
        ask = partial(find_features, get_model_service(), network, open_data)
        if shown_waiting(_("Showing the network its data set …"), ask, key=f"features-{path.stem}") is None:
            return None
    return _open(path)


def find_kept(network: TrainedNetwork) -> Known | None:
    """The same, None where they have not been measured yet."""
    path = locate_features(network)
    return _open(path) if path.exists() else None


def measure_image(network: TrainedNetwork, known: Known, pixels: NDArray[np.uint8]) -> NDArray[np.float32] | None:
    """The features of one image, (width,), or None where the question was stopped.

    Args:
        network: whom to ask.
        known: its data set's features.
        pixels: (size, size, channels), uint8, 0…255, as prepared for the network.
    """
    key = ("features", known.path.stem, pixels.shape, pixels.tobytes())

    def ask(tell: OnProgress) -> NDArray[np.float32]:
        return measure_images(get_model_service(), network, pixels[np.newaxis], tell)[0][0]

    return keep_answer(key, lambda: shown_waiting(_("Asking the network …"), ask, key=f"features-{hash(key)}"))


@st.cache_resource(show_spinner=False, max_entries=4)
def _open(path: Path) -> Known:
    features = read_features(path)
    if features is None:
        path.unlink(missing_ok=True)
        raise DatasetError(_("The features that were kept are damaged. Try once more: they are measured anew."))
    return Known(path, features, FeatureSpace(features.values))
