"""Telling what share of some work is done."""

from collections.abc import Callable

# Told 0…1; what it raises ends the work.
OnShare = Callable[[float], None]


def ignore_share(_share: float) -> None:
    """For work that nobody watches."""


def tell_part(on_share: OnShare, done: float, part: float, share: float | None) -> None:
    """Tell how far the whole is, from how far a part of it is.

    Args:
        on_share: is told.
        done: what share of the whole was done before the part, 0…1.
        part: what share of the whole the part is.
        share: of the part; None where nothing is known of it.
    """
    on_share(done + part * (share or 0.0))
