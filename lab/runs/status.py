"""The states of a run."""

from enum import StrEnum


class RunStatus(StrEnum):
    """A run is in exactly one of these; the last four are final."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    FAILED = "failed"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"

    @classmethod
    def parse(cls, value: object) -> "RunStatus | None":
        """The state of that name, or None where there is none, as in an altered file."""
        return cls(value) if isinstance(value, str) and value in list(cls) else None

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self not in (RunStatus.QUEUED, RunStatus.RUNNING, RunStatus.PAUSED)
