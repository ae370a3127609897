"""What can be measured on one image, to find those that don't belong: light, sharpness, a fingerprint."""

import hashlib
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

THUMBNAIL_SIDE = 32
# Sharpness depends on the scale at which one looks; every larger image is brought to this one first.
SHARPNESS_SIDE = 128
HASH_SIDE = 8
LUMA = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True)
class Measures:
    """What was measured on one image.

    Attributes:
        thumbnail: (32, 32, 3), uint8, the image stretched.
        digest: of its pixels; equal images have the same.
        fingerprint: 64 bits; images that look alike differ in few of them.
        brightness: mean of its luma, 0…255.
        contrast: standard deviation of its luma, 0…128.
        sharpness: standard deviation of the Laplacian of its luma, at a side of at most 128 pixels; small when blurred.
        channel_mean: (3,), red, green, blue, 0…255.
        channel_deviation: (3,), likewise.
    """

    thumbnail: NDArray[np.uint8]
    digest: str
    fingerprint: int
    brightness: float
    contrast: float
    sharpness: float
    channel_mean: tuple[float, ...]
    channel_deviation: tuple[float, ...]


def measure(image: NDArray[np.uint8]) -> Measures:
    """Measure one image.

    Args:
        image: (height, width, channels), uint8, 0…255, 1 or 3 channels.
    """
    mean, deviation = cv2.meanStdDev(image)
    grey = image[..., 0] if image.shape[2] == 1 else np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    grey_mean, grey_deviation = cv2.meanStdDev(grey)
    thumbnail = np.asarray(cv2.resize(image, (THUMBNAIL_SIDE,) * 2, interpolation=cv2.INTER_AREA), np.uint8)
    thumbnail = thumbnail.reshape(THUMBNAIL_SIDE, THUMBNAIL_SIDE, -1)
    if image.shape[2] == 1:
        thumbnail = np.repeat(thumbnail, 3, axis=2)
        mean, deviation = np.repeat(mean, 3), np.repeat(deviation, 3)
    return Measures(
        thumbnail,
        _digest(image),
        fingerprint(thumbnail),
        float(grey_mean[0, 0]),
        float(grey_deviation[0, 0]),
        _sharpness(grey),
        tuple(mean.ravel().tolist()),
        tuple(deviation.ravel().tolist()),
    )


def fingerprint(thumbnail: NDArray[np.uint8]) -> int:
    """The perceptual hash pHash: which of the 64 lowest frequencies are above their median.

    After C. Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions, 2010.

    Args:
        thumbnail: (32, 32, 3), uint8.

    Returns:
        64 bits.
    """
    frequencies = cv2.dct(thumbnail @ LUMA)[:HASH_SIDE, :HASH_SIDE].ravel()
    # The first is the brightness, far from all others. Their median by sorting: np.median takes ten times as long.
    bits = frequencies > np.sort(frequencies[1:])[len(frequencies) // 2 - 1]
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def _sharpness(grey: NDArray[np.uint8]) -> float:
    factor = SHARPNESS_SIDE / max(grey.shape)
    if factor < 1:
        size = (max(1, round(grey.shape[1] * factor)), max(1, round(grey.shape[0] * factor)))
        grey = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    return float(cv2.meanStdDev(cv2.Laplacian(grey, cv2.CV_32F))[1][0, 0])


def _digest(image: NDArray[np.uint8]) -> str:
    pixels = np.ascontiguousarray(image)
    return hashlib.blake2b(pixels.data, digest_size=16, person=repr(pixels.shape).encode()[:16]).hexdigest()
