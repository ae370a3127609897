"""How every image becomes an array of the network's size: the same for preview, training and prediction."""

from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from lab.i18n import N_
from lab.images import decode_image
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

    def decode(self, data: bytes, name: str) -> NDArray[np.uint8]:
        """Decode a file and bring it to the network's size and colour: preview, training and prediction do it here.

        Args:
            data: the file's content.
            name: what to call it in a message.

        Returns:
            (size, size, channels), uint8, 0…255.

        Raises:
            ImageError: it is not an image that can be read.
        """
        # A JPEG is shrunk by 2, 4 or 8 as it is decoded, by the rest afterwards; what it costs: docs/decisions/0009.
        return self.apply(decode_image(data, name, shortest=self.size))

    def apply(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Bring one decoded image to the network's size and colour.

        Args:
            image: (height, width, channels), uint8, 0…255, 1 or 3 channels.

        Returns:
            (size, size, channels), uint8, 0…255.
        """
        return self.steps(image)["colored"]

    def steps(self, image: NDArray[np.uint8]) -> dict[str, NDArray[np.uint8]]:
        """The image after each step that `apply` takes, in their order; what a step leaves as it is, is the same array.

        Args:
            image: (height, width, channels), uint8, 0…255, 1 or 3 channels.

        Returns:
            "cropped", "resized", "padded" and "colored", each (height, width, channels), uint8; the last is `apply`'s.
        """
        cropped = _crop(image) if self.fit == "crop" else image
        resized = _resize(cropped, *self._inner_shape(*cropped.shape[:2]))
        padded = _pad(resized, self.size)
        return {"cropped": cropped, "resized": resized, "padded": padded, "colored": _recolor(padded, self.color)}

    def _inner_shape(self, height: int, width: int) -> tuple[int, int]:
        """Height and width that the image itself takes up in the square."""
        if self.fit != "pad":
            return self.size, self.size
        longest = max(height, width)
        return max(1, round(height * self.size / longest)), max(1, round(width * self.size / longest))


def _crop(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = image.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    return image[top : top + side, left : left + side]


def _pad(image: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    # After resizing: around a picture of 1×30,000 the square would take gigabytes.
    height, width = image.shape[:2]
    if height == width == size:
        return image
    padded = np.zeros((size, size, image.shape[2]), np.uint8)
    top, left = (size - height) // 2, (size - width) // 2
    padded[top : top + height, left : left + width] = image
    return padded


def _resize(image: NDArray[np.uint8], height: int, width: int) -> NDArray[np.uint8]:
    # Area averaging when shrinking: no moiré, every source pixel counts. OpenCV does it only where neither side grows.
    shrunk = _resize_with(cv2.INTER_AREA, image, min(height, image.shape[0]), min(width, image.shape[1]))
    return _resize_with(cv2.INTER_LINEAR, shrunk, height, width)


def _resize_with(method: int, image: NDArray[np.uint8], height: int, width: int) -> NDArray[np.uint8]:
    if image.shape[:2] == (height, width):
        return image
    resized = cv2.resize(np.ascontiguousarray(image), (width, height), interpolation=method)
    return np.asarray(resized, np.uint8).reshape(height, width, image.shape[2])


def _recolor(image: NDArray[np.uint8], color: str) -> NDArray[np.uint8]:
    if color == "rgb" and image.shape[2] == 1:
        return np.repeat(image, 3, axis=2)
    if color == "grey" and image.shape[2] == 3:
        return np.asarray(cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2GRAY), np.uint8)[..., np.newaxis]
    return image
