"""The random numbers that come next in a model."""

from typing import Any


class RandomState:
    """Remembers how far the random numbers of dropout and its like have come, which weights files leave out.

    Args:
        model: built, with its seed generators.
    """

    def __init__(self, model: Any) -> None:  # noqa: ANN401 - Keras is untyped
        self._variables = [variable for variable in model.variables if variable.name == "seed_generator_state"]

    def get_state(self) -> dict[str, Any]:
        """See Stateful."""
        return {"seeds": [variable.numpy().tolist() for variable in self._variables]}

    def set_state(self, state: dict[str, Any]) -> None:
        """See Stateful."""
        for variable, seed in zip(self._variables, state["seeds"], strict=True):
            variable.assign(seed)
