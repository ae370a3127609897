"""Looking over an imported data set: its classes, its colours, and the images that may not belong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lab.datasets.base import ImageSource, Part
from lab.datasets.decisions import merge_sets
from lab.datasets.imported import ImportedSource

Suspicion = Literal["equal", "similar", "blurred", "dark", "bright", "flat", "odd"]
SUSPICIONS: tuple[Suspicion, ...] = ("equal", "similar", "blurred", "dark", "bright", "flat", "odd")
# The largest class has this many times as many images as the smallest: a network will favour it.
IMBALANCE = 3.0
# How far an image is from the middle of its data set, in robust standard deviations, to be shown as suspicious.
FAR = 3.0
# Mean luma, 0…255, and its deviation.
DARK, BRIGHT, FLAT = 40.0, 225.0, 8.0
# Of a normal distribution, the standard deviation is this many median deviations (Hampel, 1974).
NORMAL_FACTOR = 1.4826
FEATURE_SIDE = 8
# Of images in memory.
MOST_READ = 500


@dataclass(frozen=True)
class ChannelStatistics:
    """Of all pixels of a data set, by channel.

    Attributes:
        mean: (3,), red, green, blue, 0…255; every image counts alike, whatever its size.
        deviation: (3,), likewise.
    """

    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]


def channel_statistics(source: ImageSource) -> ChannelStatistics:
    """Mean and standard deviation of every channel; of a sample where the images lie in memory."""
    if isinstance(source, ImportedSource):
        measures = source.folder.read_measures()
        means = measures["channel_mean"][source.positions].astype(np.float64)
        deviations = measures["channel_deviation"][source.positions].astype(np.float64)
    else:
        images = [source.read(int(index)) for index in _sample(np.arange(len(source)))]
        means = np.array([np.broadcast_to(image.mean(axis=(0, 1)), 3) for image in images])
        deviations = np.array([np.broadcast_to(image.std(axis=(0, 1)), 3) for image in images])
    mean = means.mean(axis=0)
    # The variance within images, and between them.
    return ChannelStatistics(mean, np.sqrt((deviations**2 + means**2).mean(axis=0) - mean**2))


def mean_images(source: ImageSource) -> list[NDArray[np.uint8]]:
    """For each class the mean of its images, stretched to one square; of a sample where they lie in memory.

    Returns:
        (32, 32, 3), uint8, or the images' own shape where they lie in memory.
    """
    means = []
    for label in range(len(source.class_names)):
        indices = np.flatnonzero(source.labels == label)
        if isinstance(source, ImportedSource):
            mean = _mean(source.folder.read_thumbnails(), source.positions[indices])
        else:
            mean = np.mean([source.read(int(index)) for index in _sample(indices)], axis=0, dtype=np.float64)
        means.append(np.rint(mean).astype(np.uint8))
    return means


def _sample(indices: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.sort(np.random.default_rng(0).permutation(indices)[:MOST_READ])


def imbalance(source: ImageSource) -> tuple[str, int, str, int] | None:
    """The largest and the smallest class with their counts, where they differ by more than three times."""
    counts = np.bincount(source.labels, minlength=len(source.class_names))
    most, fewest = int(counts.argmax()), int(counts.argmin())
    if counts[most] <= IMBALANCE * counts[fewest]:
        return None
    return source.class_names[most], int(counts[most]), source.class_names[fewest], int(counts[fewest])


def find_suspects(source: ImportedSource, suspicion: Suspicion) -> list[tuple[int, ...]]:
    """Images that may not belong, the most suspicious first.

    Args:
        source: the data set.
        suspicion: "equal" and "similar" give sets of images; all others give single ones.

    Returns:
        Sets of indices, each ascending.
    """
    if suspicion in ("equal", "similar"):
        return find_sets(source, equal=suspicion == "equal")
    return [(int(index),) for index in _SINGLE[suspicion](source)]


def find_sets(source: ImportedSource, *, equal: bool) -> list[tuple[int, ...]]:
    """Sets of images that are equal pixel by pixel, or look alike (and are not all equal), the largest first."""
    pairs = similar_pairs(source)
    sets = merge_sets([(int(first), int(second)) for first, second, bits in pairs if not equal or bits < 0])
    if not equal:
        same = {members for members in find_sets(source, equal=True)}
        sets = tuple(members for members in sets if members not in same)
    return sorted(sets, key=lambda members: (-len(members), members))


def similar_pairs(source: ImportedSource) -> NDArray[np.int64]:
    """Pairs that are equal or look alike, (pairs, 3): two indices, and in how many bits they differ, -1 where equal."""
    pairs = source.folder.read_measures()["similar_pairs"].astype(np.int64)
    index_of = np.full(len(source.folder.read_table().names), -1)
    index_of[source.positions] = np.arange(len(source))
    pairs[:, :2] = index_of[pairs[:, :2]]
    return pairs[(pairs[:, :2] >= 0).all(axis=1)]


@dataclass(frozen=True)
class Leak:
    """Two images that are equal or look alike, in different parts.

    Attributes:
        first: an image, its index.
        first_part: its part.
        second: the other one.
        second_part: its part.
        is_equal: whether they are equal pixel by pixel.
    """

    first: int
    first_part: Part
    second: int
    second_part: Part
    is_equal: bool


def find_leaks(source: ImportedSource, indices: Mapping[Part, NDArray[np.int64]]) -> list[Leak]:
    """Images that training and a check on it share: such a check says too much good of the network.

    Args:
        source: the data set.
        indices: its split.

    Returns:
        Pairs in different parts, equal ones first.
    """
    part_of: dict[int, Part] = {int(index): part for part, chosen in indices.items() for index in chosen}
    leaks = [
        Leak(first, part_of[first], second, part_of[second], bits < 0)
        for first, second, bits in similar_pairs(source).tolist()
        if part_of[first] != part_of[second]
    ]
    return sorted(leaks, key=lambda leak: not leak.is_equal)


def _measure(source: ImportedSource, name: str) -> NDArray[np.float64]:
    return source.folder.read_measures()[name][source.positions].astype(np.float64)


def _blurred(source: ImportedSource) -> NDArray[np.int64]:
    """Far less sharp than the others, by the logarithm, for sharpness is a scale."""
    sharpness = np.log(_measure(source, "sharpness") + 1)
    return _below(_robust_score(sharpness), -FAR)


def _dark(source: ImportedSource) -> NDArray[np.int64]:
    brightness = _measure(source, "brightness")
    return _below(np.where(brightness < DARK, _robust_score(brightness), 0), -1.0)


def _bright(source: ImportedSource) -> NDArray[np.int64]:
    brightness = _measure(source, "brightness")
    return _below(np.where(brightness > BRIGHT, -_robust_score(brightness), 0), -1.0)


def _flat(source: ImportedSource) -> NDArray[np.int64]:
    """Hardly anything to be seen."""
    contrast = _measure(source, "contrast")
    return _below(contrast - FLAT, 0.0)


def _odd(source: ImportedSource) -> NDArray[np.int64]:
    """Far from the mean image of their class, in small."""
    thumbnails = source.folder.read_thumbnails()
    distances = np.zeros(len(source))
    for label in range(len(source.class_names)):
        indices = np.flatnonzero(source.labels == label)
        features = _features(thumbnails, source.positions[indices])
        spread = np.linalg.norm(features - features.mean(axis=0), axis=1)
        distances[indices] = _robust_score(spread)
    return _below(-distances, -FAR)


_SINGLE: dict[Suspicion, Callable[[ImportedSource], NDArray[np.int64]]] = {
    "blurred": _blurred,
    "dark": _dark,
    "bright": _bright,
    "flat": _flat,
    "odd": _odd,
}


def _below(values: NDArray[np.float64], limit: float) -> NDArray[np.int64]:
    """Where values lie below a limit, the lowest first."""
    found = np.flatnonzero(values < limit)
    return found[np.argsort(values[found], kind="stable")]


def _robust_score(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many standard deviations from the middle, both estimated so that outliers don't count."""
    middle = np.median(values)
    deviation = NORMAL_FACTOR * np.median(np.abs(values - middle))
    return np.zeros_like(values) if deviation < 1e-9 else (values - middle) / deviation


def _mean(thumbnails: NDArray[np.uint8], positions: NDArray[np.int64]) -> NDArray[np.float64]:
    total = np.zeros(thumbnails.shape[1:], np.float64)
    for start in range(0, len(positions), 1000):
        total += thumbnails[positions[start : start + 1000]].sum(axis=0, dtype=np.float64)
    return total / len(positions)


def _features(thumbnails: NDArray[np.uint8], positions: NDArray[np.int64]) -> NDArray[np.float64]:
    """Each image as 8×8 colours, (count, 192)."""
    blocks = thumbnails[positions].reshape(len(positions), FEATURE_SIDE, -1, FEATURE_SIDE, 32 // FEATURE_SIDE, 3)
    features: NDArray[np.float64] = blocks.mean(axis=(2, 4)).reshape(len(positions), -1)
    return features
