"""Images that are equal, or look alike: by their pixels' hashes and their fingerprints."""

import numpy as np
from numpy.typing import NDArray

# Measured on 300 photographs: saved anew, made smaller, brightened by a fifth or cut by 2 % at every edge, an image
# differs from itself in up to 8 bits; of 45,000 pairs of different ones the nearest differed in 16.
MOST_BITS = 8
# Simple pictures have few frequencies and meet by chance; then their thumbnails differ.
MOST_DIFFERENCE = 20.0
# Compared at a time, so that they take 40 MB whatever their number.
BLOCK_PAIRS = 4_000_000
# Of images that all look alike, pairs to the next ones are enough to hold them together.
MOST_PAIRS_EACH = 16


def find_similar_pairs(
    fingerprints: NDArray[np.uint64], thumbnails: NDArray[np.uint8], digests: list[str]
) -> NDArray[np.int32]:
    """Find pairs of images that are equal or look alike.

    Args:
        fingerprints: (count,), uint64.
        thumbnails: (count, 32, 32, 3), uint8; may be memory-mapped.
        digests: of their pixels.

    Returns:
        (pairs, 3), int32: the earlier, the later, and in how many of 64 bits they differ; -1 where they are equal
        pixel by pixel.
    """
    found: list[tuple[int, int, int]] = []
    representatives = _pair_equal(digests, found)
    chosen = fingerprints[representatives]
    block = max(1, BLOCK_PAIRS // max(1, len(chosen)))
    for start in range(0, len(chosen), block):
        bits = np.bitwise_count(chosen[start : start + block, np.newaxis] ^ chosen[np.newaxis, start:])
        rows, columns = np.nonzero(bits <= MOST_BITS)
        later = columns > rows
        rows, columns = _nearest_each(rows[later], columns[later])
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            first, second = representatives[start + row], representatives[start + column]
            if _difference(thumbnails[first], thumbnails[second]) <= MOST_DIFFERENCE:
                found.append((int(first), int(second), int(bits[row, column])))
    return np.array(sorted(found), np.int32).reshape(-1, 3)


def _pair_equal(digests: list[str], found: list[tuple[int, int, int]]) -> NDArray[np.int64]:
    """Pair each image with the first one equal to it; gives those first ones."""
    first_of: dict[str, int] = {}
    for index, digest in enumerate(digests):
        first = first_of.setdefault(digest, index)
        if first != index:
            found.append((first, index, -1))
    return np.array(list(first_of.values()), np.int64)


def _nearest_each(rows: NDArray[np.int64], columns: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of each row the first few columns."""
    position = np.arange(len(rows)) - np.searchsorted(rows, rows)
    kept = position < MOST_PAIRS_EACH
    return rows[kept], columns[kept]


def _difference(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> float:
    """Mean difference of two thumbnails, 0…255, their brightness set aside."""
    one, other = first.astype(np.float32), second.astype(np.float32)
    return float(np.abs((one - one.mean()) - (other - other.mean())).mean())
