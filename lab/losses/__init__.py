"""Losses: what training makes smaller."""

from typing import TYPE_CHECKING

from lab.losses.base import LOSSES, Loss

LOSSES.discover(__name__)

if TYPE_CHECKING:
    AnyLoss = Loss
else:
    AnyLoss = LOSSES.union()

__all__ = ["LOSSES", "AnyLoss", "Loss"]
