"""Scaling to -1…1, called 'tf' in keras.applications."""

from typing import ClassVar, Literal

from lab.datasets.subset import Subset
from lab.i18n import N_
from lab.scaling.base import SCALINGS, Scaler, Scaling


@SCALINGS.register
class TF(Scaling):
    """x / 127.5 - 1."""

    order: ClassVar[int] = 1
    title: ClassVar[str] = N_("tf: −1 … 1")
    summary: ClassVar[str] = N_("Divided by 127.5, less 1: black is −1, mid-grey 0, white 1, centred as weights are.")
    formula: ClassVar[str] = r"x' = \frac{x}{127.5} - 1"
    name: Literal["tf"] = "tf"

    def fit(self, images: Subset) -> Scaler:
        """The same for every data set."""
        channels = images.shape[-1]
        return Scaler(scale=(1 / 127.5,) * channels, offset=(-1.0,) * channels)
