"""How every image becomes an array of the network's size: the same for preview, training and prediction."""

from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from lab.i18n import N_
from lab.registry import Settings


class Preparation(Settings):
    """Size, colour and what becomes of images that are not square."""

    size: int = Field(
        32,
        ge=4,
        le=512,
        title=N_("Image size"),
        description=N_("Height and width that every image is brought to. Twice the size costs four times the time."),
        json_schema_extra={"unit": "px"},
    )
    color: Literal["rgb", "grey"] = Field(
        "rgb", title=N_("Colour"), description=N_("Three channels, or one channel of brightness.")
    )
    fit: Literal["crop", "pad", "stretch"] = Field(
        "crop",
        title=N_("Images that are not square"),
        description=N_("Crop: cut the middle out. Pad: add black borders. Stretch: distort."),
    )

    @property
    def input_shape(self) -> tuple[int, int, int]:
        """(height, width, channels)."""
        return (self.size, self.size, 3 if self.color == "rgb" else 1)

    def apply(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Bring one decoded image to the network's size and colour.

        Args:
            image: (height, width, channels), uint8, 0…255, 1 or 3 channels.

        Returns:
            (size, size, channels), uint8, 0…255.
        """
        square = _fit(image, self.fit)
        return _recolor(_resize(square, self.size), self.color)


def _fit(image: NDArray[np.uint8], fit: str) -> NDArray[np.uint8]:
    height, width = image.shape[:2]
    if height == width or fit == "stretch":
        return image
    if fit == "crop":
        side = min(height, width)
        top, left = (height - side) // 2, (width - side) // 2
        return image[top : top + side, left : left + side]
    side = max(height, width)
    padded = np.zeros((side, side, image.shape[2]), np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    padded[top : top + height, left : left + width] = image
    return padded


def _resize(image: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    if image.shape[:2] == (size, size):
        return image
    # Area averaging when shrinking: no moiré, every source pixel counts.
    shrinking = size < image.shape[0]
    method = cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR
    resized = cv2.resize(np.ascontiguousarray(image), (size, size), interpolation=method)
    return np.asarray(resized, np.uint8).reshape(size, size, image.shape[2])


def _recolor(image: NDArray[np.uint8], color: str) -> NDArray[np.uint8]:
    if color == "rgb" and image.shape[2] == 1:
        return np.repeat(image, 3, axis=2)
    if color == "grey" and image.shape[2] == 3:
        return np.asarray(cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2GRAY), np.uint8)[..., np.newaxis]
    return image
