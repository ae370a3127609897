"""What a network answered: ranked, compared with another one's, and how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lab.natural_order import natural_key

# A class that gets less than this is hardly likelier than all others together.
UNSURE_BELOW = 0.6

Order = Literal["unsure", "sure", "name"]


@dataclass(frozen=True, eq=False)
class Answers:
    """A network's answers to some images.

    Attributes:
        labels: the classes.
        probabilities: (count, classes), float32, 0…1, each row sums to 1.
    """

    labels: tuple[str, ...]
    probabilities: NDArray[np.float32]

    def __len__(self) -> int:
        """How many images."""
        return len(self.probabilities)

    @property
    def sureness(self) -> NDArray[np.float32]:
        """The probability of the likeliest class of each image, (count,)."""
        largest: NDArray[np.float32] = self.probabilities.max(axis=1, initial=0)
        return largest

    @property
    def names(self) -> list[str]:
        """The likeliest class of each image."""
        return [self.labels[label] for label in self.probabilities.argmax(axis=1)]

    @property
    def unsure(self) -> NDArray[np.bool_]:
        """Whether the network is not sure, (count,): its likeliest class gets less than `UNSURE_BELOW`."""
        return self.sureness < UNSURE_BELOW

    def rank(self, index: int, count: int) -> list[tuple[str, float]]:
        """The likeliest classes of an image with their probabilities, the likeliest first.

        Args:
            index: of the image.
            count: how many at most.
        """
        row = self.probabilities[index]
        return [(self.labels[label], float(row[label])) for label in np.argsort(-row, kind="stable")[:count]]

    def choose(self, rows: Sequence[int]) -> "Answers":
        """The answers to some of the images."""
        return Answers(self.labels, self.probabilities[np.asarray(rows, np.int64)])


def measure_entropy(probabilities: NDArray[np.float32]) -> NDArray[np.float64]:
    """How much is left open: Shannon's entropy as a share of the largest that as many classes can have.

    Args:
        probabilities: (..., classes), 0…1.

    Returns:
        (...,), 0 (one class has everything) … 1 (all classes have the same).
    """
    values = np.clip(probabilities.astype(np.float64), 1e-12, 1)
    largest = np.log(max(2, probabilities.shape[-1]))
    shares: NDArray[np.float64] = -(values * np.log(values)).sum(axis=-1) / largest
    return np.clip(shares, 0, 1)


def find_differences(first: Answers, second: Answers) -> NDArray[np.bool_]:
    """For each image whether two networks answer with other classes, (count,); classes are compared by their names."""
    return np.array([one != other for one, other in zip(first.names, second.names, strict=True)], np.bool_)


def order_images(names: Sequence[str], answers: Answers, order: Order) -> list[int]:
    """The places of the images in the order in which they are shown.

    Args:
        names: of the images.
        answers: to the same images.
        order: the least sure first, the surest first, or by name as people count.
    """
    places = range(len(names))
    if order == "name":
        return sorted(places, key=lambda place: natural_key(names[place]))
    sign = 1 if order == "unsure" else -1
    return sorted(places, key=lambda place: sign * float(answers.sureness[place]))
