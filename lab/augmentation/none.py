"""No augmentation."""

from typing import TYPE_CHECKING, ClassVar, Literal

from lab.augmentation.base import AUGMENTATIONS, Augmentation
from lab.i18n import N_

if TYPE_CHECKING:
    import albumentations


@AUGMENTATIONS.register
class NoAugmentation(Augmentation):
    """Every epoch sees the images as they are."""

    order: ClassVar[int] = 0
    title: ClassVar[str] = N_("None")
    summary: ClassVar[str] = N_("Every epoch sees the images as they are.")
    name: Literal["none"] = "none"

    def transforms(self) -> "list[albumentations.BasicTransform]":
        """None."""
        return []
