"""Cutting work on many images into pieces that last about as long as they should."""

import time
from collections.abc import Callable
from typing import TypeVar

from lab.worker.scheduler import Pieces

R = TypeVar("R")

PIECE_SECONDS = 0.25
GROWTH = 4


def work_in_pieces(count: int, work: Callable[[slice], R], most: int) -> Pieces[list[R]]:
    """Work on slices of so many things, as large as last a quarter of a second by the last one's measure.

    Args:
        count: how many there are.
        work: does a slice of them.
        most: how many at a time at most.

    Returns:
        What came of each slice, in order.
    """
    results: list[R] = []
    done, size = 0, 1
    while done < count:
        started = time.perf_counter()
        results.append(work(slice(done, min(done + size, count))))
        seconds = (time.perf_counter() - started) / min(size, count - done)
        done += size
        if done < count:
            yield done / count
        size = choose_size(size, seconds, most)
    return results


def choose_size(size: int, seconds: float, most: int) -> int:
    """How many things to do next: a power of two, for TensorFlow sets itself up for each size anew.

    Args:
        size: how many were done last.
        seconds: what one of them took.
        most: at most so many.
    """
    fitting = min(most, GROWTH * size, int(PIECE_SECONDS / max(seconds, 1e-9)))
    return 1 << max(0, fitting.bit_length() - 1)
