"""Layers: a file per family; each knows its shapes and parameters, and builds its Keras layer."""

from typing import TYPE_CHECKING

from lab.layers.base import LAYERS, Block

LAYERS.discover(__name__)

if TYPE_CHECKING:
    AnyBlock = Block
else:
    AnyBlock = LAYERS.union()

__all__ = ["LAYERS", "AnyBlock", "Block"]
