"""Architectures: a file per family, from a single layer to the course's convolutional networks."""

from typing import TYPE_CHECKING

from lab.architectures.base import ARCHITECTURES, Architecture

ARCHITECTURES.discover(__name__)

if TYPE_CHECKING:
    AnyArchitecture = Architecture
else:
    AnyArchitecture = ARCHITECTURES.union()

__all__ = ["ARCHITECTURES", "AnyArchitecture", "Architecture"]
