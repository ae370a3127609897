"""How much memory a training takes.

The model is a sum of what is known to be held (weights, gradients, the optimizer's numbers, activations, images) and of
what TensorFlow was measured to need besides: `python -m bench estimate_memory_error` compares it with real workers.
"""

from lab.cost.size import NetworkSize

MEGABYTE = 2**20
# TensorFlow's own, for any training; and for its convolutions' threads and kernels.
FIXED_BYTES, CONVOLUTION_BYTES = 20 * MEGABYTE, 25 * MEGABYTE
# The traced graphs of training, validation and test.
LAYER_BYTES = 1.75 * MEGABYTE
# Weights, gradients, and the copies that are made while a checkpoint is written.
WEIGHT_COPIES = 4.3
# Of the activations kept for the way back, those that are there at the peak; and temporary ones of the largest size.
KEPT_SHARE, LARGEST_COPIES = 0.8, 3.8


def estimate_memory(size: NetworkSize, batch_size: int, optimizer_slots: int, images_bytes: int) -> int:
    """Estimate what a worker takes at its peak, above what it takes when idle.

    Args:
        size: of the network.
        batch_size: images a step.
        optimizer_slots: numbers that the optimizer keeps for each weight.
        images_bytes: of all prepared images, which are read from the disk through memory.

    Returns:
        Bytes.
    """
    return int(_fixed(size, optimizer_slots, images_bytes) + batch_size * _per_image(size))


def largest_batch_size(size: NetworkSize, optimizer_slots: int, images_bytes: int, free_bytes: int) -> int:
    """The largest batch size, of those that are a power of two, that fits.

    Args:
        size: of the network.
        optimizer_slots: numbers that the optimizer keeps for each weight.
        images_bytes: of all prepared images.
        free_bytes: memory that the worker may take.

    Returns:
        0 where not even one image fits.
    """
    room = (free_bytes - _fixed(size, optimizer_slots, images_bytes)) / _per_image(size)
    return 0 if room < 1 else int(2 ** (int(room).bit_length() - 1))


def _fixed(size: NetworkSize, optimizer_slots: int, images_bytes: int) -> float:
    tensorflow = FIXED_BYTES + CONVOLUTION_BYTES * size.has_convolutions + LAYER_BYTES * size.layers
    return tensorflow + size.weight_bytes * WEIGHT_COPIES + 4 * size.trainable * optimizer_slots + images_bytes


def _per_image(size: NetworkSize) -> float:
    return max(1.0, KEPT_SHARE * size.kept_bytes + LARGEST_COPIES * size.largest_bytes)
