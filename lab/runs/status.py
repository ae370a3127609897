"""The states of a run."""

from enum import StrEnum


class RunStatus(StrEnum):
    """A run is in exactly one of these; the last four are final."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self not in (RunStatus.QUEUED, RunStatus.RUNNING)
