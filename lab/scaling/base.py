"""What every scaling has, and the scaler that travels with a model."""

from abc import abstractmethod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lab.datasets.subset import Subset
from lab.registry import Registered, Registry, Settings


class Scaler(Settings):
    """A fitted scaling, `pixels * scale + offset` by channel, as a run keeps it beside its weights.

    Attributes:
        scale: one factor a channel.
        offset: one summand a channel.
    """

    scale: tuple[float, ...]
    offset: tuple[float, ...]

    def transform(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Scale images.

        Args:
            images: (..., height, width, channels), uint8, 0…255.

        Returns:
            The same shape, float32.
        """
        scaled: NDArray[np.float32] = self.apply(images.astype(np.float32))
        return scaled

    def apply(self, pixels: Any) -> Any:  # noqa: ANN401 - a NumPy array or a TensorFlow tensor
        """Scale float32 pixels of any array library; the one place where the formula stands."""
        # One number for each pixel of an image: from one for each channel TensorFlow is three times as slow.
        shape = tuple(pixels.shape[-3:])
        scale, offset = (np.broadcast_to(np.asarray(one, np.float32), shape) for one in (self.scale, self.offset))
        return pixels * scale + offset


class Scaling(Registered):
    """A way to scale, before it has seen a data set."""

    @abstractmethod
    def fit(self, images: Subset) -> Scaler:
        """Make the scaler for a data set.

        Args:
            images: the training part, (count, height, width, channels), uint8, 0…255; may be larger than memory, so
                look at it in chunks.
        """


SCALINGS: Registry[Scaling] = Registry("scaling")
