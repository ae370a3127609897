"""Small pictures of imported images, decoded once for all who look at them."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from components.gallery import fit_into
from lab.datasets.imported_folder import ImportedFolder
from lab.errors import ImageError
from lab.images import decode_image

SIDE = 128


@lru_cache(maxsize=4000)
def small_image(folder: ImportedFolder, position: int) -> NDArray[np.uint8]:
    """An image at a side of at most 128 pixels, black where it is damaged.

    Args:
        folder: the data set.
        position: of the image in its table.

    Returns:
        (height, width, channels), uint8, 0…255.
    """
    try:
        image = decode_image(folder.load(position), folder.read_table().names[position], shortest=SIDE)
    except ImageError:
        return np.zeros((SIDE, SIDE, 3), np.uint8)
    return fit_into(image, SIDE) if max(image.shape[:2]) > SIDE else image
