"""How images reach the network: taken from their array batch by batch, shuffled, augmented, scaled, through tf.data.

The array may be a memory map larger than memory: nothing here holds more than a few batches of it.
"""

import itertools
import math
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from lab.augmentation import Augmentation
from lab.datasets.subset import Subset
from lab.feed_size import count_batches_a_call
from lab.scaling import Scaler
from lab.worker.chunks import Chunks

# Without gradients larger batches run faster; beyond this they only take memory.
UNTRAINED_BATCH, UNTRAINED_BATCH_BYTES = 128, 1_600_000


def make_feed(
    images: Subset,
    scaler: Scaler,
    batch_size: int,
    *,
    shuffle_seed: int | None = None,
    augmentation: Augmentation | None = None,
    class_weights: NDArray[np.float32] | None = None,
    first_epoch: int = 0,
    parallel_calls: int = 1,
) -> Any:  # noqa: ANN401 - tensorflow is untyped
    """Make the dataset that Keras is given.

    Each time it is read from its beginning is an epoch. What an epoch gives depends on the seed and its number alone.

    Args:
        images: (count, height, width, channels), uint8, 0…255, with labels.
        scaler: applied after augmentation.
        batch_size: images a batch; the last one may be smaller.
        shuffle_seed: for training: a new order each epoch, the same for the same seed. None keeps the order.
        augmentation: for training: changes each image anew in each epoch.
        class_weights: for training: what an image of each class counts, (classes,).
        first_epoch: the number of the epoch that is read first, from 0.
        parallel_calls: how many chunks are augmented at the same time; changes no result. More than one only makes it
            slower up to 128×128: threads of Python wait for each other around each short call of OpenCV.

    Returns:
        A tf.data.Dataset of (images float32 (batch, height, width, channels), labels (batch,)), and with class weights
        also what each image counts (batch,).
    """
    if augmentation is not None and not augmentation.transforms():
        augmentation = None
    batches = count_batches_a_call(images.image_bytes, batch_size, augmentation is not None)
    chunks = Chunks(images, batch_size * batches, shuffle_seed, augmentation)

    # AutoGraph would take a fifth of a second to find out that there is nothing to convert.
    @tf.autograph.experimental.do_not_convert  # type: ignore[untyped-decorator]
    def take(epoch: Any, chunk: Any) -> tuple[Any, Any]:  # noqa: ANN401
        pixels, labels = tf.numpy_function(chunks.take, [epoch, chunk], (tf.uint8, tf.int64), stateful=True)
        return tf.ensure_shape(pixels, (None, *images.shape[1:])), tf.ensure_shape(labels, (None,))

    @tf.autograph.experimental.do_not_convert  # type: ignore[untyped-decorator]
    def scale(pixels: Any, labels: Any) -> tuple[Any, ...]:  # noqa: ANN401
        weights = () if class_weights is None else (tf.gather(class_weights, labels),)
        return (scaler.apply(tf.cast(pixels, tf.float32)), labels, *weights)

    feed = _number_chunks(len(chunks), first_epoch)
    feed = feed.map(take, num_parallel_calls=parallel_calls, deterministic=True)
    feed = feed.map(scale, num_parallel_calls=1, deterministic=True)
    if batches > 1:
        feed = feed.rebatch(batch_size)
    # Keras warns where an epoch's end comes as a surprise, and after rebatching its length is forgotten.
    feed = feed.apply(tf.data.experimental.assert_cardinality(math.ceil(len(images) / batch_size))).prefetch(2)
    options = tf.data.Options()
    # With autotuning, Keras sometimes waits seconds at the start of an epoch for the old iterator to end.
    options.autotune.enabled = False
    return feed.with_options(options)


def _number_chunks(count: int, first_epoch: int) -> Any:  # noqa: ANN401
    """The numbers of an epoch and of each chunk in it; an epoch begins with each new reader."""
    epochs = itertools.count(first_epoch)

    @tf.autograph.experimental.do_not_convert  # type: ignore[untyped-decorator]
    def begin(_zero: Any) -> Any:  # noqa: ANN401
        epoch = tf.numpy_function(lambda: np.int64(next(epochs)), [], tf.int64, stateful=True)
        return tf.ensure_shape(epoch, ())

    @tf.autograph.experimental.do_not_convert  # type: ignore[untyped-decorator]
    def number(epoch: Any) -> Any:  # noqa: ANN401
        chunks = tf.data.Dataset.range(count)
        return tf.data.Dataset.zip((tf.data.Dataset.from_tensors(epoch).repeat(count), chunks))

    return tf.data.Dataset.range(1).map(begin).flat_map(number)


def untrained_batch_size(images: Subset, batch_size: int) -> int:
    """How many images at a time for validation and test, where it changes no result: no fewer than in training."""
    return max(batch_size, min(UNTRAINED_BATCH, UNTRAINED_BATCH_BYTES // images.image_bytes))
