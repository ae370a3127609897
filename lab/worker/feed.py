"""How images reach the network: uint8 in memory, shuffled, augmented, scaled, batch by batch through tf.data."""

from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from lab.augmentation import Augmentation
from lab.scaling import Scaler


def make_feed(
    images: NDArray[np.uint8],
    labels: NDArray[np.int64],
    scaler: Scaler,
    batch_size: int,
    *,
    shuffle_seed: int | None = None,
    augmentation: Augmentation | None = None,
) -> Any:  # noqa: ANN401 - tensorflow is untyped
    """Make the dataset that Keras is given.

    Args:
        images: (count, height, width, channels), uint8, 0…255.
        labels: (count,), int64.
        scaler: applied after augmentation.
        batch_size: images a batch; the last one may be smaller.
        shuffle_seed: for training: a new order each epoch, the same for the same seed. None keeps the order.
        augmentation: for training: changes each image anew in each epoch.

    Returns:
        A tf.data.Dataset of (images float32 (batch, height, width, channels), labels (batch,)).
    """
    feed = tf.data.Dataset.range(len(labels))
    if shuffle_seed is not None:
        feed = feed.shuffle(len(labels), seed=shuffle_seed, reshuffle_each_iteration=True)
    feed = feed.batch(batch_size)
    pixels, classes = tf.constant(images), tf.constant(labels)
    augment = _augmenter(augmentation, images.shape[1:], shuffle_seed or 0)

    def prepare(indices: Any) -> tuple[Any, Any]:  # noqa: ANN401
        batch = augment(tf.gather(pixels, indices))
        return scaler.apply(tf.cast(batch, tf.float32)), tf.gather(classes, indices)

    # One call at a time, so that an augmentation's own random numbers come in the same order in every run.
    feed = feed.map(prepare, num_parallel_calls=1, deterministic=True).prefetch(4)
    options = tf.data.Options()
    # With autotuning, Keras sometimes waits seconds at the start of an epoch for the old iterator to end.
    options.autotune.enabled = False
    return feed.with_options(options)


def _augmenter(augmentation: Augmentation | None, shape: tuple[int, ...], seed: int) -> Any:  # noqa: ANN401
    if augmentation is None or not augmentation.transforms():
        return lambda batch: batch
    pipeline = augmentation.build(seed)

    def change(batch: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return np.stack([pipeline(image=image)["image"] for image in batch])

    def augment(batch: Any) -> Any:  # noqa: ANN401
        changed = tf.numpy_function(change, [batch], tf.uint8, stateful=True)
        changed.set_shape((None, *shape))
        return changed

    return augment
