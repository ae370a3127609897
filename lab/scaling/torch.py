"""Z-score with ImageNet's statistics, called 'torch' in keras.applications."""

from typing import ClassVar, Literal

import numpy as np

from lab.datasets.subset import Subset
from lab.i18n import N_
from lab.scaling.base import SCALINGS, Scaler, Scaling

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STANDARD_DEVIATION = (0.229, 0.224, 0.225)
# Rec. 601 luma, the weights with which RGB becomes grey.
LUMA = (0.299, 0.587, 0.114)


@SCALINGS.register
class Torch(Scaling):
    """(x / 255 - mean) / standard deviation, by channel, with ImageNet's figures."""

    order: ClassVar[int] = 2
    title: ClassVar[str] = N_("torch: ImageNet z-score")
    summary: ClassVar[str] = N_(
        "Divided by 255, then each channel less ImageNet's mean and over its standard deviation: about −2 … 2.6."
    )
    formula: ClassVar[str] = r"x' = \frac{x / 255 - \mu}{\sigma}"
    name: Literal["torch"] = "torch"

    def fit(self, images: Subset) -> Scaler:
        """The same for every data set; a grey image gets the mean of the three channels by luma."""
        mean, deviation = np.array(IMAGENET_MEAN), np.array(IMAGENET_STANDARD_DEVIATION)
        if images.shape[-1] == 1:
            mean, deviation = np.array([mean @ LUMA]), np.array([deviation @ LUMA])
        return Scaler(scale=tuple(1 / 255 / deviation), offset=tuple(-mean / deviation))
