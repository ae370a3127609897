"""The draft's data set, opened once for all sessions."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from lab.datasets import Dataset, ImageSource
from lab.preparation import Preparation

SAMPLE_SEED = 0


@st.cache_resource(show_spinner=False, max_entries=8, ttl=300)
def open_source(dataset: Dataset) -> ImageSource:
    """Open a data set, or find it still open.

    Raises:
        DatasetError: it is not there, or not what it should be.
    """
    return dataset.open()


def prepared_samples(source: ImageSource, preparation: Preparation, count: int) -> NDArray[np.uint8]:
    """Some images, spread over the data set, as the network would get them.

    Returns:
        (up to count, size, size, channels), uint8, 0…255.

    Raises:
        ImageError: one of them cannot be read.
    """
    chosen = np.random.default_rng(SAMPLE_SEED).permutation(len(source))[:count]
    return np.stack([preparation.apply(source.read(int(index))) for index in chosen])
