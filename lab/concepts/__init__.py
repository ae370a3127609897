"""The theory as things to play with: each concept's settings and numbers, in plain NumPy."""

from lab.concepts.base import CONCEPTS, Concept, Preset

CONCEPTS.discover(__name__)

__all__ = ["CONCEPTS", "Concept", "Preset"]
