"""Explanations: methods that say which places of an image speak for a class."""

from typing import TYPE_CHECKING

from lab.explanations.base import EXPLANATIONS, Explanation

EXPLANATIONS.discover(__name__)

if TYPE_CHECKING:
    AnyExplanation = Explanation
else:
    AnyExplanation = EXPLANATIONS.union()

__all__ = ["EXPLANATIONS", "AnyExplanation", "Explanation"]
