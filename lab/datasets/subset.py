"""Some images of a large array, chosen by position; nothing is copied until it is taken."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Subset:
    """Labelled images that lie somewhere in an array, which may be larger than memory.

    Attributes:
        array: (rows of all, height, width, channels), uint8, 0…255; may be memory-mapped.
        rows: (count,), int64: where each of these images lies in it.
        labels: (count,), int64.
    """

    array: NDArray[np.uint8]
    rows: NDArray[np.int64]
    labels: NDArray[np.int64]

    @classmethod
    def whole(cls, array: NDArray[np.uint8], labels: NDArray[np.int64] | None = None) -> "Subset":
        """All images of an array; without labels they are all of class 0."""
        rows = np.arange(len(array))
        return cls(array, rows, np.zeros_like(rows) if labels is None else labels)

    def __len__(self) -> int:
        """How many images."""
        return len(self.rows)

    @property
    def shape(self) -> tuple[int, ...]:
        """(count, height, width, channels)."""
        return (len(self), *self.array.shape[1:])

    @property
    def image_bytes(self) -> int:
        """What one image takes."""
        return int(np.prod(self.shape[1:]))

    def choose(self, positions: NDArray[np.int64] | slice) -> "Subset":
        """Some of these images."""
        return Subset(self.array, self.rows[positions], self.labels[positions])

    def take(self, positions: NDArray[np.int64] | slice = slice(None)) -> NDArray[np.uint8]:
        """Copy some of these images, or all.

        Returns:
            (number of positions, height, width, channels), uint8, 0…255.
        """
        return self.array[self.rows[positions]]

    def chunks(self, most_bytes: int) -> Iterator[NDArray[np.uint8]]:
        """Copy all of them in order, a few at a time.

        Args:
            most_bytes: how large a chunk may be; it holds at least one image.
        """
        count = max(1, most_bytes // self.image_bytes)
        for start in range(0, len(self), count):
            yield self.take(slice(start, start + count))
