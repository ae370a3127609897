"""A drawing brought into the frame that the digits of a data set have."""

import cv2
import numpy as np
from numpy.typing import NDArray

from lab.images import decode_image

# The share of the side that is left black around a digit. UCI's digits fill their square from top to bottom; MNIST's
# have 20 of 28 pixels (LeCun, Cortes, Burges: the MNIST database).
MARGINS = {"digits": 0.0, "mnist": 4 / 28}
USUAL_MARGIN = 0.1
INK = 32
SIDE = 256


def frame_drawing(png: bytes, name: str, dataset: str) -> NDArray[np.uint8] | None:
    """Cut a drawing out, bring its longer side to the size that the data set's digits have, and put it in the middle.

    Args:
        png: light strokes on black, as the canvas gives it.
        name: what to call it in a message.
        dataset: the name of the data set that the network was trained with.

    Returns:
        (256, 256, 1), uint8, light on black; None where nothing was drawn.

    Raises:
        ImageError: it is no image.
    """
    pixels = decode_image(png, name)
    grey = pixels[..., 0] if pixels.shape[2] == 1 else pixels.max(axis=2)
    rows, columns = np.flatnonzero((grey > INK).any(axis=1)), np.flatnonzero((grey > INK).any(axis=0))
    if not len(rows):
        return None
    ink = np.ascontiguousarray(grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    room = SIDE * (1 - 2 * MARGINS.get(dataset, USUAL_MARGIN))
    factor = room / max(ink.shape)
    width, height = (max(1, round(side * factor)) for side in (ink.shape[1], ink.shape[0]))
    scaled = cv2.resize(ink, (width, height), interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
    framed = np.zeros((SIDE, SIDE, 1), np.uint8)
    top, left = (SIDE - height) // 2, (SIDE - width) // 2
    framed[top : top + height, left : left + width, 0] = scaled
    return framed
