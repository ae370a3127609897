"""Holding what only one process may make at a time, while others wait and then find it made."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

SECONDS_BETWEEN_WAITS = 0.2


@contextlib.contextmanager
def held_lock(path: Path, wait: Callable[[], None]) -> Iterator[None]:
    """Hold the lock that lies beside a file or a folder; the system frees that of a process that dies.

    Args:
        path: what is made; its folder exists.
        wait: called several times a second while another holds it; may raise to give up.
    """
    lock = FileLock(path.with_name(f"{path.name}.lock"))
    while not lock.is_locked:
        try:
            lock.acquire(timeout=SECONDS_BETWEEN_WAITS)
        except Timeout:
            wait()
    try:
        yield
    finally:
        lock.release()
