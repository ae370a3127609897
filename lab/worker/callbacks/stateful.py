"""What a whole checkpoint must hold beside the weights."""

from typing import Any, Protocol


class Stateful(Protocol):
    """Something that a resumed training needs as it was."""

    def get_state(self) -> dict[str, Any]:
        """Its state as JSON values."""

    def set_state(self, state: dict[str, Any]) -> None:
        """Take on a state that `get_state` gave."""
