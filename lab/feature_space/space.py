"""The space that features span: its plane, who is near to whom, and what lies outside of all that is known."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.float32]

# t-SNE gets these; the first two are the picture.
MOST_COMPONENTS = 50
NEIGHBOURS = 5
# Of the data set's own images so many count as like the others.
FAMILIAR_SHARE = 0.99
# A share of the limit below which two images are one and the same, but for rounding.
SAME_SHARE = 1e-3


@dataclass(frozen=True)
class Familiarity:
    """How near an image is to those of the data set.

    Attributes:
        neighbours: the places of the nearest images, the nearest first.
        distances: of them.
        ratio: the distance of the last of them, as a multiple of the limit.
        share: of the data set's images that are farther from their neighbours, 0…1.
        same: the place of the image itself, where it is one of the data set's.
    """

    neighbours: tuple[int, ...]
    distances: tuple[float, ...]
    ratio: float
    share: float
    same: int | None = None

    @property
    def is_strange(self) -> bool:
        """Whether it is like nothing in the data set."""
        return self.ratio > 1


class FeatureSpace:
    """Features, each with mean 0 and standard deviation 1 over the data set's images.

    Distances are Euclidean between features so standardised: no feature counts more for being a larger number.
    An image is like nothing in the data set where its distance to its 5th nearest neighbour is larger than the limit:
    the 99th percentile of that distance over the data set's own images, each left out in its turn (the k-th nearest
    neighbour score of Ramaswamy, Rastogi and Shim, 2000).

    Args:
        values: (count, width), float32.
    """

    def __init__(self, values: NDArray[np.float32]) -> None:
        self._mean = values.mean(axis=0, dtype=np.float64).astype(np.float32)
        deviation = values.std(axis=0, dtype=np.float64).astype(np.float32)
        # A unit that never speaks keeps its own scale.
        self._deviation = np.where(deviation > 0, deviation, np.float32(1))
        self.standardised = self.standardise(values)
        self._squares = np.square(self.standardised).sum(axis=1)

    def __len__(self) -> int:
        """How many images."""
        return len(self.standardised)

    def standardise(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Features as they are compared, (count, width), float32."""
        standardised: NDArray[np.float32] = (values - self._mean) / self._deviation
        return standardised

    @cached_property
    def components(self) -> Places:
        """The principal components, (count, 2 to 50), float32; 0 where there are fewer features."""
        return self._project(self.standardised)

    @property
    def places(self) -> Places:
        """The picture by principal components, (count, 2)."""
        return self.components[:, :2]

    @cached_property
    def explained(self) -> float:
        """Which share of the features' variance the picture shows, 0…1."""
        return float(self._pca.explained_variance_ratio_[:2].sum())

    def place(self, values: NDArray[np.float32]) -> Places:
        """Where an image lies in the picture by principal components: exactly, by the same projection.

        Args:
            values: its features, (width,).

        Returns:
            (2,), float32.
        """
        return self._project(self.standardise(values[np.newaxis]))[0, :2]

    def compare(self, values: NDArray[np.float32]) -> Familiarity:
        """How near an image is to those of the data set; it may be one of them.

        Args:
            values: its features, (width,).
        """
        order, distances = self._sort(self.standardise(values[np.newaxis])[0])
        same = int(order[0]) if distances[0] <= SAME_SHARE * self.limit else None
        first = 0 if same is None else 1
        return self._judge(order[first : first + self._count], distances[first : first + self._count], same)

    def compare_own(self, index: int) -> Familiarity:
        """The same for an image of the data set, itself left out.

        Args:
            index: its place.
        """
        order, distances = self._sort(self.standardised[index])
        others = order != index
        return self._judge(order[others][: self._count], distances[others][: self._count], index)

    @cached_property
    def own_distances(self) -> NDArray[np.float32]:
        """The distance of each image to its 5th nearest neighbour, (count,)."""
        squares = self._squares[:, np.newaxis] + self._squares - 2 * (self.standardised @ self.standardised.T)
        np.fill_diagonal(squares, np.inf)
        nearest: NDArray[np.float32] = np.partition(squares, self._count - 1, axis=1)[:, self._count - 1]
        return np.sqrt(np.maximum(nearest, 0))

    @cached_property
    def limit(self) -> float:
        """The largest distance to the 5th nearest neighbour that counts as familiar."""
        return float(np.quantile(self.own_distances, FAMILIAR_SHARE))

    @property
    def _count(self) -> int:
        return max(1, min(NEIGHBOURS, len(self) - 1))

    @cached_property
    def _pca(self) -> Any:  # noqa: ANN401 - scikit-learn is untyped
        # Half a second that a page should not spend before it needs it.
        from sklearn.decomposition import PCA

        return PCA(min(MOST_COMPONENTS, *self.standardised.shape), random_state=0).fit(self.standardised)

    def _project(self, standardised: NDArray[np.float32]) -> Places:
        found = self._pca.transform(standardised).astype(np.float32)
        return np.pad(found, ((0, 0), (0, max(0, 2 - found.shape[1]))))

    def _sort(self, standardised: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The nearest images and their distances, one more than are shown."""
        squares = self._squares - 2 * (self.standardised @ standardised)
        candidates = np.argsort(squares, kind="stable")[: 2 * NEIGHBOURS + 2]
        # Differences of large numbers: of those that are shown the distance is measured itself.
        distances = np.linalg.norm(self.standardised[candidates] - standardised, axis=1)
        order = np.argsort(distances, kind="stable")
        return candidates[order], distances[order]

    def _judge(self, order: NDArray[np.int64], distances: NDArray[np.float32], same: int | None) -> Familiarity:
        share = float((self.own_distances > distances[-1]).mean())
        ratio = float(distances[-1]) / max(self.limit, 1e-12)
        return Familiarity(tuple(order.tolist()), tuple(distances.tolist()), ratio, share, same)


def place_between(places: Places, familiarity: Familiarity) -> Places:
    """Where an image is drawn in a picture that cannot be computed for a new one: between its neighbours.

    Args:
        places: of the data set's images, (count, 2).
        familiarity: of the image; each neighbour weighs as much as it is near.

    Returns:
        (2,), float32; its own place where it is one of the data set's.
    """
    if familiarity.same is not None:
        own: Places = places[familiarity.same]
        return own
    weights = 1 / np.maximum(np.array(familiarity.distances, np.float32), 1e-6)
    middle: Places = weights @ places[list(familiarity.neighbours)] / weights.sum()
    return middle
