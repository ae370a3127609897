"""Augmentations: what is changed at random in each training image, anew every epoch."""

from typing import TYPE_CHECKING

from lab.augmentation.base import AUGMENTATIONS, Augmentation

AUGMENTATIONS.discover(__name__)

if TYPE_CHECKING:
    AnyAugmentation = Augmentation
else:
    AnyAugmentation = AUGMENTATIONS.union()

__all__ = ["AUGMENTATIONS", "AnyAugmentation", "Augmentation"]
