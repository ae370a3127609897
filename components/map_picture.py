"""Maps of a layer as pictures; data in, picture out."""

import numpy as np
from numpy.typing import NDArray

from components.png import encode_png
from components.signed_colors import color_signed
from lab.dissection.wall import Wall

# A single number is drawn as a bar of so many steps.
BAR = 24


def picture_wall(wall: Wall, *, same_scale: bool, most: float = 0.0) -> list[str]:
    """The maps as pictures.

    Args:
        wall: the maps.
        same_scale: whether equal colours mean equal numbers on all maps; single numbers always share a scale.
        most: what is drawn brightest on that scale; 0 for the largest number of the wall.

    Returns:
        An address for each, that holds the picture.
    """
    strongest = most or float(max(np.abs(wall.lows).max(), np.abs(wall.highs).max()))
    pictures = []
    for place in range(len(wall.maps)):
        values = wall.values(place)
        brightest = strongest if same_scale or values.size == 1 else float(np.abs(values).max())
        pictures.append(encode_png(picture_map(values, brightest)))
    return pictures


def picture_map(values: NDArray[np.float32], most: float) -> NDArray[np.uint8]:
    """A map in colours; a single number as a bar.

    Args:
        values: (rows, columns).
        most: what is drawn brightest.

    Returns:
        (rows, columns, 3), uint8.
    """
    if values.size > 1:
        return color_signed(values, most)
    value = float(values[0, 0])
    height = round(BAR * min(1.0, abs(value) / most)) if most > 0 else 0
    bar = np.zeros((BAR, BAR), np.float32)
    bar[BAR - height :] = 0.55 * np.sign(value)
    return color_signed(bar, 1.0)
