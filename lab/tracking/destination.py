"""Where a run is told to."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from lab.tracking.translation import Point


class Destination(Protocol):
    """A server that keeps runs. Every method raises whatever it likes when the server does not answer."""

    def create_run(self, name: str, tags: Mapping[str, str]) -> tuple[str, str]:
        """Make a run.

        Args:
            name: what people call it.
            tags: said of it.

        Returns:
            Its id, and the address of its page, empty where it has none.
        """
        ...

    def log(self, run_id: str, parameters: Mapping[str, str], points: Sequence[Point]) -> None:
        """Tell parameters and values; telling the same again does no harm.

        Args:
            run_id: as `create_run` gave it.
            parameters: settings by name.
            points: of any number.
        """
        ...

    def set_status(self, run_id: str, status: str, tags: Mapping[str, str]) -> None:
        """Say what state a run is in.

        Args:
            run_id: as `create_run` gave it.
            status: RUNNING, FINISHED, FAILED or KILLED.
            tags: said of it.
        """
        ...
