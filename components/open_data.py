"""The draft's data set: choosing it, and opening it once for all sessions."""

import contextlib

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components import session
from lab.datasets import Dataset, ImageSource
from lab.datasets.imported import Imported
from lab.errors import ImageError
from lab.preparation import Preparation

SAMPLE_SEED = 0


@st.cache_resource(show_spinner=False, max_entries=8, ttl=300)
def open_source(dataset: Dataset) -> ImageSource:
    """Open a data set, or find it still open.

    Raises:
        DatasetError: it is not there, or not what it should be.
    """
    return dataset.open()


def choose_dataset(dataset: Dataset) -> None:
    """Put a data set into the draft, with the size and colour that suit it where they differ from those before.

    Args:
        dataset: any; of imported images the newest version where none, or another set's, is said.
    """
    draft = session.get_draft()
    if isinstance(dataset, Imported) and dataset.id and not dataset.has_version():
        dataset = Imported(id=dataset.id).pinned()
    suggestion = dataset.suggest()
    if suggestion == draft.dataset.suggest():
        session.keep_draft(draft.model_copy(update={"dataset": dataset}))
    else:
        session.set_draft(draft.model_copy(update={"dataset": dataset, "preparation": suggestion}))
        st.rerun()


def prepared_samples(
    source: ImageSource, preparation: Preparation, count: int, seed: int = SAMPLE_SEED
) -> NDArray[np.uint8]:
    """Some images, spread over the data set, as the network would get them.

    Args:
        source: the data set.
        preparation: size and colour.
        count: how many at most; those that cannot be read are left out.
        seed: another one draws other images.

    Returns:
        (up to count, size, size, channels), uint8, 0…255.
    """
    images = []
    for index in np.random.default_rng(seed).permutation(len(source))[:count]:
        with contextlib.suppress(ImageError):
            images.append(source.prepare(int(index), preparation))
    return np.stack(images) if images else np.zeros((0, *preparation.input_shape), np.uint8)
