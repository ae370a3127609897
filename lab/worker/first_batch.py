"""A look at the first training batch, for those who watch."""

import threading

import numpy as np

from lab.config import RunConfig
from lab.datasets.subset import Subset
from lab.files import replace_file
from lab.runs.run_folder import RunFolder
from lab.worker.chunks import Chunks

MOST_IMAGES, MOST_BYTES = 16, 4_000_000


def write_first_batch(folder: RunFolder, images: Subset, config: RunConfig) -> threading.Thread:
    """Write `first_batch.npz`: the first images that training gets, after augmentation and before scaling.

    They are made anew from the seed: training draws the same random numbers with and without this.

    Args:
        folder: the run.
        images: of the training part.
        config: of the run.

    Returns:
        The thread that writes, already started: training need not wait for the disk.

    Raises:
        ConfigError: the augmentation does not give back an image of the same shape.
    """
    most = min(MOST_IMAGES, max(1, MOST_BYTES // images.image_bytes))
    chunks = Chunks(images, config.batch_size, config.seed, config.augmentation)
    pixels, labels = chunks.take(0, 0, most)
    thread = threading.Thread(
        target=replace_file,
        args=(folder.first_batch_path, lambda path: np.savez(path, images=pixels, labels=labels)),
    )
    thread.start()
    return thread
