"""What every loss has."""

from abc import abstractmethod
from typing import Any

from lab.registry import Registered, Registry


class Loss(Registered):
    """A loss's hyperparameters."""

    def check(self, num_classes: int) -> None:  # noqa: B027 - most take any number
        """Refuse a data set that it cannot be used on.

        Args:
            num_classes: how many classes.

        Raises:
            ConfigError: names the number.
        """

    @abstractmethod
    def build(self, num_classes: int) -> Any:  # noqa: ANN401 - what Keras takes as a loss
        """Build what `model.compile(loss=…)` takes (imports Keras).

        Args:
            num_classes: how many classes.

        Returns:
            A loss of class numbers (batch,) and probabilities (batch, num_classes).
        """

    @abstractmethod
    def code(self, num_classes: int) -> str:
        """The same as Python's lines that make `loss`, for a script that imports keras.

        Args:
            num_classes: how many classes.
        """


LOSSES: Registry[Loss] = Registry("loss")
