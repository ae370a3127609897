"""Z-score with the data set's own statistics."""

from typing import ClassVar, Literal

import numpy as np

from lab.datasets.subset import Subset
from lab.i18n import N_
from lab.scaling.base import SCALINGS, Scaler, Scaling

CHUNK_BYTES = 50_000_000
# A channel that never changes has no deviation to be divided by.
LEAST_DEVIATION = 1e-3


@SCALINGS.register
class ZScore(Scaling):
    """(x - mean) / standard deviation, by channel, of the training images."""

    order: ClassVar[int] = 3
    title: ClassVar[str] = N_("z-score: the data set's own")
    summary: ClassVar[str] = N_(
        "Each channel less its mean over the training images, over its standard deviation: mean 0, deviation 1."
    )
    formula: ClassVar[str] = r"x' = \frac{x - \mu}{\sigma}"
    name: Literal["z_score"] = "z_score"

    def fit(self, images: Subset) -> Scaler:
        """Mean and deviation of all pixels, in one pass over chunks."""
        channels = images.shape[-1]
        total, squares, count = np.zeros(channels), np.zeros(channels), 0
        for chunk in images.chunks(CHUNK_BYTES):
            pixels = chunk.reshape(-1, channels)
            # Whole numbers: exact however many there are.
            total += pixels.sum(axis=0, dtype=np.int64)
            squares += np.einsum("ij,ij->j", pixels, pixels, dtype=np.int64)
            count += len(pixels)
        mean = total / count
        deviation = np.maximum(np.sqrt(np.maximum(0, squares / count - mean**2)), LEAST_DEVIATION)
        return Scaler(scale=tuple((1 / deviation).tolist()), offset=tuple((-mean / deviation).tolist()))
