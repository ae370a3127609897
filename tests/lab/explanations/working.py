"""Work in pieces, done to its end."""

from typing import TypeVar

from lab.explanations.base import Pieces

R = TypeVar("R")


def do_all(pieces: Pieces[R]) -> R:
    """What comes of it."""
    while True:
        try:
            next(pieces)
        except StopIteration as end:
            return end.value
