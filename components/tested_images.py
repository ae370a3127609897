"""Images of a run's test part."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.open_data import open_source
from lab.datasets.splitting import split_indices
from lab.errors import ImageError, LabError
from lab.runs.run_folder import RunFolder

MOST_IMAGES = 64
# Where many are wanted: as many as this, or as fit into this.
MANY_IMAGES, MANY_BYTES = 500, 16_000_000


def read_test_images(folder: RunFolder) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Some images of the run's test part, always the same; the most wrong ones where its data set is gone.

    Args:
        folder: a run that has been tested.

    Returns:
        (up to 64, size, size, channels), uint8, 0…255, as prepared for the network, and the numbers of their classes.

    Raises:
        LabError: neither is there.
    """
    try:
        return _read_test_part(folder)
    except LabError:
        if not folder.most_wrong_path.exists():
            raise
        with np.load(folder.most_wrong_path, allow_pickle=False) as wrong:
            return wrong["images"][:MOST_IMAGES], wrong["labels"][:MOST_IMAGES]


@st.cache_data(show_spinner=False, max_entries=8, hash_funcs={RunFolder: lambda folder: folder.id})
def find_test_part(folder: RunFolder) -> NDArray[np.int64]:
    """Which images of its data set a run was tested on.

    Args:
        folder: the run.

    Returns:
        (count,), their places in the data set.

    Raises:
        LabError: the run is damaged, or its data set is gone.
    """
    config = folder.read_config()
    source = open_source(config.dataset)
    return split_indices(source.labels, source.parts, source.class_names, config.split, source.groups)["test"]


@st.cache_data(show_spinner=False, max_entries=2, hash_funcs={RunFolder: lambda folder: folder.id})
def read_many_test_images(folder: RunFolder) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Up to 500 images of the run's test part, always the same; fewer where they are large.

    Args:
        folder: a run.

    Returns:
        (count, size, size, channels), uint8, 0…255, as prepared for the network, and the numbers of their classes.

    Raises:
        LabError: the run is damaged, or its data set is gone.
    """
    size = int(np.prod(folder.read_config().preparation.input_shape))
    return _read_some(folder, min(MANY_IMAGES, MANY_BYTES // size))


@st.cache_data(show_spinner=False, max_entries=8, hash_funcs={RunFolder: lambda folder: folder.id})
def _read_test_part(folder: RunFolder) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    return _read_some(folder, MOST_IMAGES)


def _read_some(folder: RunFolder, most: int) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    config = folder.read_config()
    source = open_source(config.dataset)
    chosen = np.random.default_rng(0).permutation(find_test_part(folder))[:most]
    images, labels = [], []
    for index in chosen:
        try:
            images.append(source.prepare(int(index), config.preparation))
        except ImageError:
            continue
        labels.append(int(source.labels[index]))
    return np.stack(images), np.array(labels, np.int64)
