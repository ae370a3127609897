"""How images reach the network: taken from their array batch by batch, shuffled, augmented, scaled, through tf.data.

The array may be a memory map larger than memory: nothing here holds more than a few batches of it.
"""

import math
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from lab.augmentation import Augmentation
from lab.datasets.subset import Subset
from lab.scaling import Scaler

# Python is asked for about so much at a time: with small images most of the time would go into calling it.
BYTES_A_CALL = 400_000
MOST_BATCHES_A_CALL = 16
# Without gradients larger batches run faster; beyond this they only take memory.
UNTRAINED_BATCH, UNTRAINED_BATCH_BYTES = 128, 1_600_000


def make_feed(
    images: Subset,
    scaler: Scaler,
    batch_size: int,
    *,
    shuffle_seed: int | None = None,
    augmentation: Augmentation | None = None,
) -> Any:  # noqa: ANN401 - tensorflow is untyped
    """Make the dataset that Keras is given.

    Args:
        images: (count, height, width, channels), uint8, 0…255, with labels.
        scaler: applied after augmentation.
        batch_size: images a batch; the last one may be smaller.
        shuffle_seed: for training: a new order each epoch, the same for the same seed. None keeps the order.
        augmentation: for training: changes each image anew in each epoch.

    Returns:
        A tf.data.Dataset of (images float32 (batch, height, width, channels), labels (batch,)).
    """
    feed = tf.data.Dataset.range(len(images))
    if shuffle_seed is not None:
        feed = feed.shuffle(len(images), seed=shuffle_seed, reshuffle_each_iteration=True)
    batches = min(MOST_BATCHES_A_CALL, max(1, BYTES_A_CALL // (batch_size * images.image_bytes)))
    taker = _make_taker(images, augmentation, shuffle_seed or 0)

    # AutoGraph would take a fifth of a second to find out that there is nothing to convert.
    @tf.autograph.experimental.do_not_convert  # type: ignore[untyped-decorator]
    def take(positions: Any) -> tuple[Any, Any]:  # noqa: ANN401
        pixels, labels = tf.numpy_function(taker, [positions], (tf.uint8, tf.int64), stateful=True)
        return tf.ensure_shape(pixels, (None, *images.shape[1:])), tf.ensure_shape(labels, (None,))

    @tf.autograph.experimental.do_not_convert  # type: ignore[untyped-decorator]
    def scale(pixels: Any, labels: Any) -> tuple[Any, Any]:  # noqa: ANN401
        return scaler.apply(tf.cast(pixels, tf.float32)), labels

    # One call at a time, so that an augmentation's own random numbers come in the same order in every run.
    feed = feed.batch(batch_size * batches).map(take, num_parallel_calls=1, deterministic=True)
    feed = feed.map(scale, num_parallel_calls=1, deterministic=True)
    if batches > 1:
        feed = feed.rebatch(batch_size)
    # Keras warns where an epoch's end comes as a surprise, and after rebatching its length is forgotten.
    feed = feed.apply(tf.data.experimental.assert_cardinality(math.ceil(len(images) / batch_size))).prefetch(2)
    options = tf.data.Options()
    # With autotuning, Keras sometimes waits seconds at the start of an epoch for the old iterator to end.
    options.autotune.enabled = False
    return feed.with_options(options)


def untrained_batch_size(images: Subset, batch_size: int) -> int:
    """How many images at a time for validation and test, where it changes no result: no fewer than in training."""
    return max(batch_size, min(UNTRAINED_BATCH, UNTRAINED_BATCH_BYTES // images.image_bytes))


def _make_taker(images: Subset, augmentation: Augmentation | None, seed: int) -> Any:  # noqa: ANN401
    """What takes images out of their array by position, with their labels, and augments them."""
    pipeline = augmentation.build(seed) if augmentation is not None and augmentation.transforms() else None

    def take(positions: NDArray[np.int64]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        pixels = images.take(positions)
        if pipeline is not None:
            for position, image in enumerate(pixels):
                pixels[position] = pipeline(image=image)["image"]
        return pixels, images.labels[positions]

    return take
