"""An image changed more and more, to see how long a network stays with its answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from lab.i18n import N_

Change = Callable[[NDArray[np.uint8], float], NDArray[np.uint8]]
NOISE_SEED = 0


@dataclass(frozen=True)
class Disturbance:
    """A way to change an image, over a range with the untouched image in it.

    Attributes:
        title: what people call it, to be translated.
        explanation: what its values mean, to be translated.
        values: those that are tried, ascending.
        neutral: the one that changes nothing.
        unit: of the values, as it is put behind them.
        change: gives the changed image of (height, width, channels), uint8, in the same shape.
    """

    title: str
    explanation: str
    values: tuple[float, ...]
    neutral: float
    unit: str
    change: Change

    def apply(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The image under every value.

        Args:
            image: (height, width, channels), uint8, 0…255.

        Returns:
            (values, height, width, channels), uint8; untouched at the neutral value.
        """
        changed = [image if value == self.neutral else self.change(image, value) for value in self.values]
        return np.stack([one.reshape(image.shape) for one in changed])


def _rotate(image: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1)
    return _warp(image, np.asarray(turn))


def _shift(image: NDArray[np.uint8], percent: float) -> NDArray[np.uint8]:
    return _warp(image, np.array([[1, 0, percent / 100 * image.shape[1]], [0, 1, 0]], np.float64))


def _warp(image: NDArray[np.uint8], matrix: NDArray[np.float64]) -> NDArray[np.uint8]:
    # What comes in from outside is black, as where images are padded.
    size = (image.shape[1], image.shape[0])
    return np.asarray(cv2.warpAffine(np.ascontiguousarray(image), matrix, size, flags=cv2.INTER_LINEAR), np.uint8)


def _brighten(image: NDArray[np.uint8], percent: float) -> NDArray[np.uint8]:
    return _clip(image * (percent / 100))


def _blur(image: NDArray[np.uint8], percent: float) -> NDArray[np.uint8]:
    deviation = percent / 100 * image.shape[1]
    return np.asarray(cv2.GaussianBlur(np.ascontiguousarray(image), (0, 0), deviation), np.uint8)


def _add_noise(image: NDArray[np.uint8], deviation: float) -> NDArray[np.uint8]:
    # The same grains at every value, only stronger: the curve shows their strength, not their luck.
    grains = np.random.default_rng(NOISE_SEED).standard_normal(image.shape)
    return _clip(image + deviation * grains)


def _occlude(image: NDArray[np.uint8], percent: float) -> NDArray[np.uint8]:
    height, width = image.shape[:2]
    tall, wide = round(height * percent / 100), round(width * percent / 100)
    top, left = (height - tall) // 2, (width - wide) // 2
    changed = image.copy()
    changed[top : top + tall, left : left + wide] = 127
    return changed


def _clip(values: NDArray[np.floating[Any]]) -> NDArray[np.uint8]:
    return np.asarray(np.clip(np.rint(values), 0, 255), np.uint8)


def _spread(low: float, high: float, step: float) -> tuple[float, ...]:
    return tuple(np.arange(low, high + step / 2, step).tolist())


DISTURBANCES = {
    "rotation": Disturbance(
        N_("Rotation"), N_("Turned about its middle; what comes in is black."), _spread(-90, 90, 7.5), 0, "°", _rotate
    ),
    "brightness": Disturbance(
        N_("Brightness"), N_("Every pixel times this share; itself at 100%."), _spread(0, 240, 10), 100, "%",
        _brighten,
    ),
    "blur": Disturbance(
        N_("Blur"), N_("A Gaussian whose deviation is this share of the width."), _spread(0, 12, 0.5), 0, "%", _blur
    ),
    "noise": Disturbance(
        N_("Noise"), N_("Gaussian noise of this standard deviation, on pixels of 0 to 255."), _spread(0, 120, 5), 0, "",
        _add_noise,
    ),
    "occlusion": Disturbance(
        N_("Occlusion"), N_("A grey square of this share of the side, in the middle."), _spread(0, 96, 4), 0, "%",
        _occlude,
    ),
    "shift": Disturbance(
        N_("Shift"), N_("Moved to the side by this share of the width; what comes in is black."),
        _spread(-48, 48, 4), 0, "%", _shift,
    ),
}  # fmt: skip
