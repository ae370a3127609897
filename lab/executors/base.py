"""The seam between the controller and the place where workers run."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class JobState:
    """How a worker is doing.

    Attributes:
        alive: whether it lives.
        exit_code: its exit code where it is known, negative for a signal; None where it isn't.
        out_of_memory: whether the system killed it because memory ran out.
    """

    alive: bool
    exit_code: int | None = None
    out_of_memory: bool = False


class Executor(Protocol):
    """Starts, ends and watches the worker of a run; all it is told is the run's folder."""

    def submit(self, run_folder: Path) -> None:
        """Start a worker for a run."""

    def cancel(self, run_folder: Path, *, force: bool = False) -> None:
        """End a run's worker, at once where `force`; nothing happens where there is none."""

    def poll(self, run_folder: Path) -> JobState:
        """How a run's worker is doing, also one that an earlier server started."""

    def keep_warm(self, count: int) -> None:
        """Have that many idle workers ready, if it can."""

    def close(self) -> None:
        """Give up the idle workers; those at work go on."""
