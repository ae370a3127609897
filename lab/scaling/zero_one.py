"""Scaling to 0…1."""

from typing import ClassVar, Literal

from lab.datasets.subset import Subset
from lab.i18n import N_
from lab.scaling.base import SCALINGS, Scaler, Scaling


@SCALINGS.register
class ZeroOne(Scaling):
    """x / 255."""

    order: ClassVar[int] = 0
    title: ClassVar[str] = N_("0 … 1")
    summary: ClassVar[str] = N_("Every pixel divided by 255. The simplest, and enough for small networks.")
    formula: ClassVar[str] = r"x' = \frac{x}{255}"
    name: Literal["zero_one"] = "zero_one"

    def fit(self, images: Subset) -> Scaler:
        """The same for every data set."""
        channels = images.shape[-1]
        return Scaler(scale=(1 / 255,) * channels, offset=(0.0,) * channels)
