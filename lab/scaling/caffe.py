"""Blue, green, red, less ImageNet's mean: called 'caffe' in keras.applications."""

from typing import ClassVar, Literal

import numpy as np

from lab.datasets.subset import Subset
from lab.i18n import N_
from lab.scaling.base import SCALINGS, Scaler, Scaling
from lab.scaling.torch import LUMA

# Of red, green and blue, 0…255; keras.applications.imagenet_utils has them as blue, green, red.
IMAGENET_MEAN_PIXEL = (123.68, 116.779, 103.939)


@SCALINGS.register
class Caffe(Scaling):
    """x - mean, channels in the order blue, green, red; not divided."""

    order: ClassVar[int] = 4
    title: ClassVar[str] = N_("caffe: BGR, mean taken away")
    summary: ClassVar[str] = N_(
        "Channels turned round to blue, green, red, each less ImageNet's mean: what VGG16 and ResNet50 expect."
    )
    formula: ClassVar[str] = r"x'_{BGR} = x_{BGR} - \mu"
    name: Literal["caffe"] = "caffe"

    def fit(self, images: Subset) -> Scaler:
        """The same for every data set; a grey image gets the mean of the three channels by luma."""
        mean = np.array(IMAGENET_MEAN_PIXEL)
        if images.shape[-1] == 1:
            return Scaler(scale=(1.0,), offset=(float(-mean @ LUMA),))
        return Scaler(scale=(1.0,) * 3, offset=tuple((-mean[::-1]).tolist()), reverse_channels=True)
