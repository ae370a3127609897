"""Looking at a data set: some images of each class, and counts."""

import numpy as np
from numpy.typing import NDArray

from lab.datasets.base import PARTS, ImageSource


def sample_indices(source: ImageSource, per_class: int, seed: int) -> list[tuple[int, NDArray[np.int64]]]:
    """For each class its label and up to `per_class` of its images, drawn at random."""
    generator = np.random.default_rng(seed)
    chosen = []
    for label in range(len(source.class_names)):
        indices = np.flatnonzero(source.labels == label)
        chosen.append((label, np.sort(generator.permutation(indices)[:per_class])))
    return chosen


def class_counts(source: ImageSource) -> dict[str, NDArray[np.int64]]:
    """How many images of each class there are, for each part that the data set knows; "" where it leaves it open."""
    parts, classes = np.asarray(source.parts), len(source.class_names)
    found = [part for part in (*PARTS, "") if (parts == part).any()]
    return {part: np.bincount(source.labels[parts == part], minlength=classes) for part in found}
