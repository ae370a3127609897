"""Scalings: how pixel values 0…255 become the numbers that a network sees."""

from typing import TYPE_CHECKING

from lab.scaling.base import SCALINGS, Scaler, Scaling

SCALINGS.discover(__name__)

if TYPE_CHECKING:
    AnyScaling = Scaling
else:
    AnyScaling = SCALINGS.union()

__all__ = ["SCALINGS", "AnyScaling", "Scaler", "Scaling"]
