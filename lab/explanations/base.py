"""What every explanation has, and what it may ask a network."""

from abc import abstractmethod
from collections.abc import Generator, Sequence
from typing import Any, ClassVar, Literal, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from lab.registry import Registered, Registry

R = TypeVar("R")

# Work in pieces: it yields the share that is done, 0…1, so that a long one shows how far it is and can be given up.
Pieces = Generator[Any, None, R]
Maps = NDArray[np.float32]
Fill = Literal["mean", "black", "grey", "white"]

LEVELS = {"black": 0.0, "grey": 127.5, "white": 255.0}


class OpenedNetwork(Protocol):
    """A network whose layers and scores can be looked at, from pixels on: no method has to think of scaling."""

    def find_layer(self, wanted: str) -> str:
        """The layer whose channels are to be weighed.

        Args:
            wanted: its name; empty for the one that is chosen automatically.

        Raises:
            ExplanationError: the network has no such layer, or none with places at all.
        """

    def predict(self, images: NDArray[np.uint8]) -> Pieces[NDArray[np.float32]]:
        """The probabilities.

        Args:
            images: (count, height, width, channels), uint8, 0…255.

        Returns:
            (count, num_classes), float32.
        """

    def sum_gradients(self, images: NDArray[np.float32], classes: Sequence[int]) -> Pieces[NDArray[np.float32]]:
        """The gradients of classes' probabilities with respect to the pixels, summed over images.

        Args:
            images: (count, height, width, channels), float32, 0…255.
            classes: their numbers.

        Returns:
            (len(classes), height, width, channels), float32.
        """

    def differentiate_features(
        self, layer: str, image: NDArray[np.uint8], classes: Sequence[int]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """What a layer gives for an image, and the gradients of classes' scores before the softmax with respect to it.

        Args:
            layer: its name.
            image: (height, width, channels), uint8, 0…255.
            classes: their numbers.

        Returns:
            (rows, columns, channels) and (len(classes), rows, columns, channels), float32.
        """


class Explanation(Registered):
    """A method, with its settings.

    Attributes:
        paper: where it was published.
        paper_address: where to read it.
    """

    paper: ClassVar[str]
    paper_address: ClassVar[str]

    @abstractmethod
    def explain(self, network: OpenedNetwork, image: NDArray[np.uint8], classes: Sequence[int]) -> Pieces[Maps]:
        """Find the places that speak for some classes.

        Args:
            network: whose answer is explained.
            image: (height, width, channels), uint8, 0…255, as prepared for the network.
            classes: their numbers.

        Returns:
            (len(classes), height, width), float32: above 0 where a place speaks for the class; below 0, where the
            method can tell, where it speaks against it.

        Raises:
            ExplanationError: the network has no layer that the method needs.
        """


def fill_color(fill: Fill, image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The colour that stands where a part of an image is taken away.

    Args:
        fill: "mean" is the image's own mean colour.
        image: (height, width, channels), uint8.

    Returns:
        (channels,), float32, 0…255.
    """
    if fill == "mean":
        return np.asarray(image.mean(axis=(0, 1)), np.float32)
    return np.full(image.shape[2], LEVELS[fill], np.float32)


EXPLANATIONS: Registry[Explanation] = Registry("explanation")
