"""Optimizers: how the gradient changes the weights."""

from typing import TYPE_CHECKING

from lab.optimizers.base import OPTIMIZERS, Optimizer

OPTIMIZERS.discover(__name__)

if TYPE_CHECKING:
    AnyOptimizer = Optimizer
else:
    AnyOptimizer = OPTIMIZERS.union()

__all__ = ["OPTIMIZERS", "AnyOptimizer", "Optimizer"]
