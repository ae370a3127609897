"""How many images are fetched and augmented at a time."""

# Python is asked for about so much at a time: with small images most of the time would go into calling it.
BYTES_A_CALL = 400_000
MOST_BATCHES_A_CALL = 16
# An image that is augmented takes as long as such a call: asking for many would only let the first batch wait.
AUGMENTED_A_CALL = 128


def count_batches_a_call(image_bytes: int, batch_size: int, augmented: bool) -> int:
    """How many batches are taken together; what augmentation gives depends on it.

    Args:
        image_bytes: of one image.
        batch_size: images a batch.
        augmented: whether images are augmented.
    """
    most = BYTES_A_CALL // (batch_size * image_bytes)
    if augmented:
        most = min(most, AUGMENTED_A_CALL // batch_size)
    return min(MOST_BATCHES_A_CALL, max(1, most))
