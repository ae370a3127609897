"""The training images a chunk at a time, as they are after augmentation."""

from collections import deque
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from lab.augmentation import Augmentation
from lab.augmentation.base import seed_pipeline
from lab.datasets.subset import Subset
from lab.errors import ConfigError
from lab.i18n import _


class Chunks:
    """Neighbours in the order of an epoch, taken and augmented together.

    What a chunk holds depends on the seed, the epoch and the chunk's number alone, so that chunks may be taken in any
    order, at the same time, or again.

    Args:
        images: (count, height, width, channels), uint8, 0…255, with labels.
        size: images a chunk; the last one may be smaller.
        seed: of the order and the augmentation; None keeps the order.
        augmentation: changes each image, differently in each epoch.
    """

    def __init__(
        self, images: Subset, size: int, seed: int | None = None, augmentation: Augmentation | None = None
    ) -> None:
        self._images = images
        self._size = size
        self._seed = seed
        self._order: tuple[int | None, NDArray[np.int64]] = (None, np.arange(len(images)))
        self._augmentation = augmentation if augmentation is not None and augmentation.transforms() else None
        if self._augmentation is not None:
            # Its own threads take twice the processor time for the same speed, and training needs that time.
            cv2.setNumThreads(1)
        # A pipeline holds the parameters of the image it is at, so each call needs one to itself.
        self._idle: deque[Any] = deque()

    def __len__(self) -> int:
        """How many chunks an epoch has."""
        return -(-len(self._images) // self._size)

    def take(self, epoch: int, chunk: int, most: int | None = None) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """Take a chunk.

        Args:
            epoch: from 0.
            chunk: from 0.
            most: only its first images, which are the same as in the whole chunk.

        Returns:
            Images (images of the chunk, height, width, channels), uint8, 0…255, and labels (images of the chunk,).

        Raises:
            ConfigError: the augmentation does not give back an image of the same shape.
        """
        positions = self._order_of(epoch)[chunk * self._size : (chunk + 1) * self._size][:most]
        pixels = self._images.take(positions)
        if self._augmentation is not None:
            self._augment(pixels, self._augmentation, np.random.SeedSequence(self._seed or 0, spawn_key=(epoch, chunk)))
        return pixels, self._images.labels[positions]

    def _order_of(self, epoch: int) -> NDArray[np.int64]:
        made, order = self._order
        if self._seed is not None and made != epoch:
            seeds = np.random.SeedSequence(self._seed, spawn_key=(epoch,))
            order = np.random.default_rng(seeds).permutation(len(self._images))
            self._order = (epoch, order)
        return order

    def _augment(self, pixels: NDArray[np.uint8], augmentation: Augmentation, seeds: np.random.SeedSequence) -> None:
        try:
            pipeline = self._idle.pop()
        except IndexError:
            pipeline = augmentation.build(0)
        seed_pipeline(pipeline, seeds)
        for position, image in enumerate(pixels):
            changed = pipeline(image=image)["image"]
            if changed.size != image.size or changed.shape[:2] != image.shape[:2]:
                raise ConfigError("augmentation", _refuse(image.shape, changed.shape))
            pixels[position] = changed.reshape(image.shape)
        self._idle.append(pipeline)


def _refuse(before: tuple[int, ...], after: tuple[int, ...]) -> str:
    text = _("Images must keep their shape {before}. Received: {after}. End the pipeline with a resize to their size.")
    return text.format(before="×".join(map(str, before)), after="×".join(map(str, after)))
