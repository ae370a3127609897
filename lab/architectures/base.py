"""What every architecture has."""

from abc import abstractmethod
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from lab.errors import ConfigError
from lab.i18n import _, cache_by_language
from lab.layers.base import Shape
from lab.layers.dense import Dense
from lab.network import OUTPUT, LayerRow, Network, Stack, StackItem, draw_network, list_layers
from lab.registry import Registered, Registry

if TYPE_CHECKING:
    import keras

LARGEST_MINIMUM = 512


@dataclass(frozen=True)
class Phase:
    """A part of a training in which the same weights are trained at the same rate.

    Attributes:
        end: its last epoch.
        rate_factor: its learning rate, as a part of the optimizer's.
        trains_base: whether weights that were there before are trained too.
    """

    end: int
    rate_factor: float = 1.0
    trains_base: bool = True


class Architecture(Registered):
    """A network's hyperparameters.

    Attributes:
        introduced: what it brought into the world, and why.
        paper: where it was published; empty where it is the course's own.
        paper_address: where to read it.
        channels: how many channels it must have; 0 for any.
    """

    introduced: ClassVar[str] = ""
    paper: ClassVar[str] = ""
    paper_address: ClassVar[str] = ""
    channels: ClassVar[int] = 0

    def minimum_size(self) -> int:
        """The smallest height and width in pixels that the network can take."""
        return 1

    def check(self, input_shape: Shape) -> None:
        """Refuse an input that the network cannot take.

        Args:
            input_shape: (height, width, channels).

        Raises:
            ConfigError: names the field, with a value that would do where one is known.
        """
        least = self.minimum_size()
        if min(input_shape[:2]) < least:
            raise ConfigError(
                "preparation.size",
                _("`size` must be at least {least} for {title}. Received: {size}. Enlarge the images.").format(
                    least=least, title=_(self.title), size=min(input_shape[:2])
                ),
                remedy=least,
            )
        if self.channels and input_shape[2] != self.channels:
            text = _("{title} needs {needed} channels. Received: {channels}. Take the images in colour.")
            raise ConfigError(
                "preparation.color",
                text.format(title=_(self.title), needed=self.channels, channels=input_shape[2]),
                remedy=self.channels,
            )

    def expected_scaling(self) -> str | None:
        """Name of the scaling that its weights were trained with; None where it begins with weights of its own."""
        return None

    def check_ready(self) -> None:  # noqa: B027 - most need nothing
        """Refuse a training for which something is missing on this machine.

        Raises:
            ConfigError: names what, and how to get it.
        """

    def check_epochs(self, epochs: int) -> None:  # noqa: B027 - most take any number
        """Refuse a number of epochs that leaves no time for a phase.

        Raises:
            ConfigError: names the field.
        """

    def base_run(self) -> str:
        """Id of the run whose best weights it begins with, empty for none; the new run's folder keeps them."""
        return ""

    def begin(self, model: Any, base_weights: Path) -> None:  # noqa: ANN401, B027
        """Give a fresh model the weights that it begins a training with; most begin at random.

        Args:
            model: as built.
            base_weights: where the run's folder has those of `base_run`.

        Raises:
            ConfigError: the weights are not there, or not those of this network.
        """

    def phases(self, epochs: int) -> tuple[Phase, ...]:
        """The parts of a training, one behind the other."""
        return (Phase(epochs),)

    def begin_phase(self, model: Any, phase: Phase) -> str:  # noqa: ANN401, ARG002
        """Say which weights a phase trains, before the model is compiled for it; gives what to tell about it."""
        return ""

    @abstractmethod
    def build(self, input_shape: tuple[int, int, int], num_classes: int) -> "keras.Model":
        """Build the network (imports Keras).

        Args:
            input_shape: (height, width, channels).
            num_classes: how many classes.

        Returns:
            A fresh model, (batch, height, width, channels) float32 → (batch, num_classes) probabilities.
        """


class StackedArchitecture(Architecture):
    """A network that is a stack of layers and blocks, and so known without Keras."""

    @abstractmethod
    def stack(self) -> Stack:
        """The layers from the image to the last one before the output."""

    def output(self, num_classes: int) -> Dense:
        """The last layer: a probability for each class."""
        return Dense(units=num_classes, activation="softmax")

    def draw(self, input_shape: Shape, num_classes: int) -> Network:
        """The graph of its layers.

        Args:
            input_shape: (height, width, channels).
            num_classes: how many classes.
        """
        return draw_network((*self.stack(), StackItem(label=OUTPUT, block=self.output(num_classes))), input_shape)

    def list_layers(self, input_shape: Shape, num_classes: int) -> tuple[LayerRow, ...]:
        """Its layer table; remembered.

        Args:
            input_shape: (height, width, channels).
            num_classes: how many classes.
        """
        return _list_layers(self, input_shape, num_classes)

    def minimum_size(self) -> int:
        """See Architecture: the smallest at which no layer is impossible."""
        return _find_minimum_size(self)

    def check(self, input_shape: Shape) -> None:
        """See Architecture; also where a layer is impossible at any size."""
        super().check(input_shape)
        problem = self.draw(input_shape, 2).problem
        if problem is not None:
            text = _("The layer `{layer}` is impossible: {reason}")
            raise ConfigError("architecture", text.format(layer=problem.name, reason=problem.problem))

    def build(self, input_shape: tuple[int, int, int], num_classes: int) -> "keras.Model":
        """See Architecture.

        Raises:
            ConfigError: a layer is impossible.
        """
        self.check(input_shape)
        from lab.network_model import build_model

        return build_model(self.draw(input_shape, num_classes), self.name)


@cache_by_language(maxsize=256)
def _list_layers(architecture: StackedArchitecture, input_shape: Shape, num_classes: int) -> tuple[LayerRow, ...]:
    return list_layers(architecture.draw(input_shape, num_classes))


@lru_cache(maxsize=256)
def _find_minimum_size(architecture: StackedArchitecture) -> int:
    """By halves: what fits into an image fits into every larger one."""
    low, high = 1, LARGEST_MINIMUM
    if architecture.draw((high, high, 3), 2).problem is not None:
        return 1
    while low < high:
        middle = (low + high) // 2
        if architecture.draw((middle, middle, 3), 2).problem is None:
            high = middle
        else:
            low = middle + 1
    return low


def scale_count(count: int, factor: float) -> int:
    """A number of filters or blocks, made smaller or larger; at least 1."""
    return max(1, round(count * factor))


ARCHITECTURES: Registry[Architecture] = Registry("architecture")
