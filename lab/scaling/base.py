"""What every scaling has, and the scaler that travels with a model."""

from abc import abstractmethod
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from lab.datasets.subset import Subset
from lab.registry import Registered, Registry, Settings


class Scaler(Settings):
    """A fitted scaling, `pixels * scale + offset` by channel, as a run keeps it beside its weights.

    Attributes:
        scale: one factor a channel, in the order in which the channels come out.
        offset: one summand a channel, likewise.
        reverse_channels: whether red, green, blue come out as blue, green, red.
    """

    scale: tuple[float, ...]
    offset: tuple[float, ...]
    reverse_channels: bool = False

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
        pixels = pixels[..., ::-1] if self.reverse_channels else pixels
        shape = tuple(pixels.shape[-3:])
        scale, offset = (np.broadcast_to(np.asarray(one, np.float32), shape) for one in (self.scale, self.offset))
        return pixels * scale + offset


class Scaling(Registered):
    """A way to scale, before it has seen a data set.

    Attributes:
        formula: what it does to a pixel x, in LaTeX.
    """

    formula: ClassVar[str]

    @abstractmethod
    def fit(self, images: Subset) -> Scaler:
        """Make the scaler for a data set.

        Args:
            images: the training part, (count, height, width, channels), uint8, 0…255; may be larger than memory, so
                look at it in chunks.
        """


SCALINGS: Registry[Scaling] = Registry("scaling")
