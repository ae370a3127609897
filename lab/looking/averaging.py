"""Test-time augmentation: a network sees several versions of an image, and its answers are averaged.

Krizhevsky, Sutskever, Hinton, 2012: ImageNet Classification with Deep Convolutional Neural Networks (ten crops).
"""

from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lab.augmentation.base import Augmentation
from lab.looking.answers import Answers
from lab.looking.predictor import Predictor
from lab.looking.shares import OnShare, ignore_share, tell_part

Averaging = Literal["off", "shifts", "flips", "own"]
AVERAGINGS: tuple[Averaging, ...] = ("off", "shifts", "flips", "own")
# Of the side; one pixel of the smallest images.
SHIFT_SHARE = 1 / 16
OWN_VERSIONS = 16
SEED = 0
# So that the versions of a thousand images never lie in memory together.
IMAGES_TOGETHER = 64


def make_versions(
    images: NDArray[np.uint8], averaging: Averaging, augmentation: Augmentation | None
) -> NDArray[np.uint8]:
    """The versions of some prepared images.

    Args:
        images: (count, size, size, channels), uint8, 0…255.
        averaging: "off", only the image; "shifts", it and moved a sixteenth of the side to each of four sides;
            "flips", these and their mirror images; "own", sixteen draws of the run's own augmentation.
        augmentation: needed for "own".

    Returns:
        (versions, count, size, size, channels), uint8; the first version is the image itself, but for "own".
    """
    if averaging == "off":
        return images[np.newaxis]
    if averaging == "own":
        assert augmentation is not None
        pipeline = augmentation.build(SEED)
        drawn = [[pipeline(image=image)["image"] for image in images] for _version in range(OWN_VERSIONS)]
        return np.asarray(drawn, np.uint8).reshape(OWN_VERSIONS, *images.shape)
    distance = max(1, round(images.shape[1] * SHIFT_SHARE))
    moves = [(0, 0), (distance, 0), (-distance, 0), (0, distance), (0, -distance)]
    moved = np.stack([_move(images, *move) for move in moves])
    return moved if averaging == "shifts" else np.concatenate([moved, moved[..., ::-1, :]])


def _move(images: NDArray[np.uint8], down: int, right: int) -> NDArray[np.uint8]:
    """Move images by whole pixels; what comes in is black."""
    moved = np.zeros_like(images)
    height, width = images.shape[1:3]
    rows, columns = slice(max(0, down), height + min(0, down)), slice(max(0, right), width + min(0, right))
    from_rows = slice(max(0, -down), height + min(0, -down))
    from_columns = slice(max(0, -right), width + min(0, -right))
    moved[:, rows, columns] = images[:, from_rows, from_columns]
    return moved


def answer_averaged(
    predictor: Predictor,
    pixels: NDArray[np.uint8],
    averaging: Averaging,
    augmentation: Augmentation | None = None,
    on_share: OnShare = ignore_share,
) -> Answers:
    """The mean of the probabilities over the versions of each image.

    Args:
        predictor: the network.
        pixels: (count, size, size, channels), uint8, 0…255.
        averaging: which versions.
        augmentation: the run's own.
        on_share: told what share is done.

    Raises:
        ServiceError: the network cannot answer.
    """
    if averaging == "off":
        return predictor.answer(pixels, on_share)
    means = [np.zeros((0, len(predictor.labels)), np.float32)]
    for start in range(0, len(pixels), IMAGES_TOGETHER):
        some = pixels[start : start + IMAGES_TOGETHER]
        versions = make_versions(some, averaging, augmentation)
        tell = partial(tell_part, on_share, start / len(pixels), len(some) / len(pixels))
        probabilities = predictor.answer(versions.reshape(-1, *some.shape[1:]), tell).probabilities
        means.append(probabilities.reshape(len(versions), len(some), -1).mean(axis=0))
    return Answers(predictor.labels, np.concatenate(means))
