"""Numbers as colours: orange above 0, blue below, the brighter the further away."""

import numpy as np
from numpy.typing import NDArray

# From 0 to the strongest: red, green, blue.
SHARES = (0.0, 0.55, 1.0)
NOTHING = (17, 24, 39)
POSITIVE = (NOTHING, (234, 88, 12), (255, 237, 213))
NEGATIVE = (NOTHING, (37, 99, 235), (219, 234, 254))
# Stands for places where there is no number.
MISSING = (100, 116, 139)


def color_signed(values: NDArray[np.float32], most: float) -> NDArray[np.uint8]:
    """Colour numbers.

    Args:
        values: of any shape; NaN where there is none.
        most: what is drawn brightest; as it is below 0.

    Returns:
        The same shape and (…, 3), uint8.
    """
    shares = np.clip(np.abs(np.nan_to_num(values)) / (most if most > 0 else 1), 0, 1)
    above, below = (
        np.stack([np.interp(shares, SHARES, column) for column in zip(*ramp, strict=True)], axis=-1)
        for ramp in (POSITIVE, NEGATIVE)
    )
    colors = np.where((values < 0)[..., np.newaxis], below, above)
    return np.rint(np.where(np.isnan(values)[..., np.newaxis], MISSING, colors)).astype(np.uint8)
