"""Dividing a data set into training, validation and test parts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lab.datasets.base import Part
from lab.errors import DatasetError
from lab.i18n import _

if TYPE_CHECKING:
    from lab.config import Split


def split_indices(
    labels: NDArray[np.int64], parts: Sequence[str], class_names: Sequence[str], split: "Split"
) -> dict[Part, NDArray[np.int64]]:
    """Divide, stratified by class; parts that the data set gives itself are kept.

    What the data set leaves open is divided as scikit-learn does it: test first, then validation from the rest.

    Args:
        labels: (count,), int64.
        parts: the part of each image, or "".
        class_names: for messages.
        split: the fractions and the seed.

    Returns:
        For each part the indices of its images.

    Raises:
        DatasetError: a class has too few images.
    """
    given = np.asarray(parts)
    indices: dict[Part, NDArray[np.int64]] = {"test": np.flatnonzero(given == "test")}
    rest = np.flatnonzero((given == "") | (given == "train"))
    if not len(indices["test"]):
        rest, indices["test"] = _cut(rest, labels, class_names, split.test_split, split.seed)
    indices["validation"] = np.flatnonzero(given == "validation")
    if not len(indices["validation"]):
        rest, indices["validation"] = _cut(rest, labels, class_names, split.validation_split, split.seed)
    return {"train": rest, **indices}


def _cut(
    indices: NDArray[np.int64], labels: NDArray[np.int64], class_names: Sequence[str], fraction: float, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    from sklearn.model_selection import train_test_split

    counts = np.bincount(labels[indices], minlength=len(class_names))
    smallest = int(counts.argmin())
    cut_off = int(np.ceil(fraction * len(indices)))
    if counts[smallest] < 2 or min(cut_off, len(indices) - cut_off) < len(class_names):
        raise DatasetError(
            _(
                "There are too few images to split: each part needs one of every class, and `{name}` has {count}. "
                "Add images, or change the split."
            ).format(name=class_names[smallest], count=counts[smallest])
        )
    kept, cut = train_test_split(indices, test_size=fraction, random_state=seed, stratify=labels[indices])
    return kept, cut
