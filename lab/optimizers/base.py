"""What every optimizer has."""

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from pydantic import Field

from lab.i18n import N_
from lab.registry import Registered, Registry

if TYPE_CHECKING:
    import keras


def learning_rate_field(default: float) -> Any:  # noqa: ANN401 - as pydantic.Field itself
    """The learning rate's field: its range, title and help for every optimizer; only the default differs."""
    return Field(
        default,
        gt=0,
        le=1,
        title=N_("Learning rate"),
        description=N_("How far each step goes. Ten times too large diverges, ten times too small crawls."),
        json_schema_extra={"scale": "log"},
    )


class Optimizer(Registered):
    """An optimizer's hyperparameters.

    Attributes:
        learning_rate: the step size.
    """

    learning_rate: float = learning_rate_field(0.001)

    @property
    def slots(self) -> int:
        """Numbers that it keeps for each weight."""
        return 1

    @abstractmethod
    def build(self) -> "keras.optimizers.Optimizer":
        """Build the Keras optimizer (imports Keras)."""


OPTIMIZERS: Registry[Optimizer] = Registry("optimizer")
