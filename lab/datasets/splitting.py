"""Dividing a data set into training, validation and test parts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lab.datasets.base import PARTS, Part
from lab.errors import DatasetError
from lab.i18n import _

if TYPE_CHECKING:
    from lab.config import Split


def split_indices(
    labels: NDArray[np.int64],
    parts: Sequence[str],
    class_names: Sequence[str],
    split: "Split",
    groups: NDArray[np.int64] | None = None,
) -> dict[Part, NDArray[np.int64]]:
    """Divide, stratified by class; parts that the data set gives itself are kept unless the split says otherwise.

    What the data set leaves open is divided as scikit-learn does it: test first, then validation from the rest. A group
    counts as one image, of the class that most of its images have; where its images are given different parts, all of
    them go to the first of training, validation and test.

    Args:
        labels: (count,), int64.
        parts: the part of each image, or "".
        class_names: for messages.
        split: the fractions and the seed.
        groups: (count,), int64; images with the same number land in one part. None: every image is alone.

    Returns:
        For each part the indices of its images.

    Raises:
        DatasetError: a class has too few images; names it, how many it has and how many are needed.
    """
    given = np.asarray(parts if split.keep_parts else [""] * len(labels))
    if groups is None or len(np.unique(groups)) == len(groups):
        return _split(labels, given, class_names, split)
    _numbers, first, group_of = np.unique(groups, return_index=True, return_inverse=True)
    group_labels, group_parts = labels[first], given[first]
    members: dict[int, list[int]] = {}
    for index in np.flatnonzero(np.bincount(group_of)[group_of] > 1):
        members.setdefault(int(group_of[index]), []).append(int(index))
    for group, indices in members.items():
        group_labels[group] = np.bincount(labels[indices]).argmax()
        group_parts[group] = next((part for part in PARTS if (given[indices] == part).any()), "")
    strata, strata_names = _merge_small_strata(group_labels, class_names)
    chosen = {part: _members(group_of, of) for part, of in _split(strata, group_parts, strata_names, split).items()}
    _check_counts(labels[chosen["train"]], class_names, 1)
    return chosen


def _merge_small_strata(
    labels: NDArray[np.int64], class_names: Sequence[str]
) -> tuple[NDArray[np.int64], Sequence[str]]:
    """Put classes that prevail in too few groups to be divided with the one that prevails in most; number them anew."""
    counts = np.bincount(labels, minlength=len(class_names))
    small = np.flatnonzero(counts < len(PARTS))
    merged = np.where(np.isin(labels, small), counts.argmax(), labels)
    kept, strata = np.unique(merged, return_inverse=True)
    return strata, [class_names[label] for label in kept]


def _members(group_of: NDArray[np.int64], chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    """The images of some groups, in the order of the groups."""
    order = np.argsort(group_of, kind="stable")
    starts = np.searchsorted(group_of[order], np.arange(group_of.max() + 2))
    return np.concatenate([order[starts[group] : starts[group + 1]] for group in chosen])


def _split(
    labels: NDArray[np.int64], given: NDArray[np.str_], class_names: Sequence[str], split: "Split"
) -> dict[Part, NDArray[np.int64]]:
    indices: dict[Part, NDArray[np.int64]] = {
        "test": np.flatnonzero(given == "test"),
        "validation": np.flatnonzero(given == "validation"),
    }
    rest = np.flatnonzero((given == "") | (given == "train"))
    missing = [part for part in indices if not len(indices[part])]
    _check_counts(labels[rest], class_names, 1 + len(missing))
    for part in missing:
        fraction = split.test_split if part == "test" else split.validation_split
        rest, indices[part] = _cut(rest, labels, class_names, fraction, split.seed)
    _check_counts(labels[rest], class_names, 1)
    return {"train": rest, **indices}


def _check_counts(labels: NDArray[np.int64], class_names: Sequence[str], minimum: int) -> None:
    counts = np.bincount(labels, minlength=len(class_names))
    smallest = int(counts.argmin())
    if counts[smallest] < minimum:
        raise _refuse(class_names[smallest], int(counts[smallest]), minimum)


def _refuse(name: str, count: int, minimum: int) -> DatasetError:
    text = _(
        "There are too few images to train on and to split: `{name}` has {count}, at least {minimum} are needed. "
        "Add images, or change the split."
    )
    return DatasetError(text.format(name=name, count=count, minimum=minimum))


def _cut(
    indices: NDArray[np.int64], labels: NDArray[np.int64], class_names: Sequence[str], fraction: float, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    from sklearn.model_selection import train_test_split

    _check_counts(labels[indices], class_names, 2)
    cut = int(np.ceil(fraction * len(indices)))
    if min(cut, len(indices) - cut) < len(class_names):
        text = _(
            "A split of {fraction:g} divides {total} images into {kept} and {cut}; at least {minimum} are needed on "
            "either side, one of every class. Add images, or change the split."
        )
        raise DatasetError(
            text.format(
                fraction=fraction, total=len(indices), kept=len(indices) - cut, cut=cut, minimum=len(class_names)
            )
        )
    kept, taken = train_test_split(indices, test_size=fraction, random_state=seed, stratify=labels[indices])
    return kept, taken
