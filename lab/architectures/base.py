"""What every architecture has."""

from abc import abstractmethod
from typing import TYPE_CHECKING, Literal

from lab.errors import ConfigError
from lab.i18n import _
from lab.registry import Registered, Registry

if TYPE_CHECKING:
    import keras

Activation = Literal["relu", "tanh", "sigmoid", "leaky_relu", "elu", "gelu", "linear"]


class Architecture(Registered):
    """A network's hyperparameters."""

    def minimum_size(self) -> int:
        """The smallest height and width in pixels that the network can take."""
        return 1

    def check(self, input_shape: tuple[int, int, int]) -> None:
        """Refuse an input that the network cannot take.

        Args:
            input_shape: (height, width, channels).

        Raises:
            ConfigError: names the smallest size.
        """
        if min(input_shape[:2]) < self.minimum_size():
            raise ConfigError(
                "preparation.size",
                _("`size` must be at least {least} for {title}. Received: {size}. Enlarge the images.").format(
                    least=self.minimum_size(), title=_(self.title), size=min(input_shape[:2])
                ),
                remedy=self.minimum_size(),
            )

    def expected_scaling(self) -> str | None:
        """Name of the scaling that its weights were trained with; None where it begins with weights of its own."""
        return None

    @abstractmethod
    def build(self, input_shape: tuple[int, int, int], num_classes: int) -> "keras.Model":
        """Build the network (imports Keras).

        Args:
            input_shape: (height, width, channels).
            num_classes: how many classes.

        Returns:
            A fresh model, (batch, height, width, channels) float32 → (batch, num_classes) probabilities.
        """


ARCHITECTURES: Registry[Architecture] = Registry("architecture")
