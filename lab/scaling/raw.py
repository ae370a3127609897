"""No scaling."""

from typing import ClassVar, Literal

from lab.datasets.subset import Subset
from lab.i18n import N_
from lab.scaling.base import SCALINGS, Scaler, Scaling


@SCALINGS.register
class Raw(Scaling):
    """x as it is."""

    order: ClassVar[int] = 5
    title: ClassVar[str] = N_("Raw: 0 … 255")
    summary: ClassVar[str] = N_("Pixels as they are. Numbers so large saturate neurons; training is slow or wild.")
    formula: ClassVar[str] = r"x' = x"
    name: Literal["raw"] = "raw"

    def fit(self, images: Subset) -> Scaler:
        """The same for every data set."""
        channels = images.shape[-1]
        return Scaler(scale=(1.0,) * channels, offset=(0.0,) * channels)
