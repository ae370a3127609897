"""Shifts, turns, zooms, flips and brightness: what the course gives Keras's generator."""

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from lab.augmentation.base import AUGMENTATIONS, Augmentation
from lab.i18n import N_

if TYPE_CHECKING:
    import albumentations


@AUGMENTATIONS.register
class Geometric(Augmentation):
    """Rotation, shift, zoom, flips and brightness, each drawn anew for every image."""

    order: ClassVar[int] = 1
    title: ClassVar[str] = N_("Shift, turn, flip, brightness")
    summary: ClassVar[str] = N_(
        "Small random changes that leave the class as it is, so that the network cannot learn the images by heart. "
        "Don't flip what means something else in a mirror, such as digits."
    )
    name: Literal["geometric"] = "geometric"
    rotation_degrees: float = Field(
        20, ge=0, le=180, title=N_("Rotation"), description=N_("At most this far, either way."),
        json_schema_extra={"unit": "°"},
    )  # fmt: skip
    shift: float = Field(
        0.1, ge=0, le=0.5, title=N_("Shift"), description=N_("At most this part of the width and height, either way.")
    )
    zoom: float = Field(0.1, ge=0, le=0.5, title=N_("Zoom"), description=N_("At most this much smaller or larger."))
    brightness: float = Field(
        0.2, ge=0, le=1, title=N_("Brightness"), description=N_("At most this much darker or brighter.")
    )
    horizontal_flip: bool = Field(True, title=N_("Flip left and right"), description=N_("For half of the images."))
    vertical_flip: bool = Field(False, title=N_("Flip up and down"), description=N_("For half of the images."))

    def transforms(self) -> "list[albumentations.BasicTransform]":
        """Flips, then one affine transform with mirrored borders, then brightness; what does nothing is left out."""
        import albumentations
        import cv2

        flips = [
            albumentations.HorizontalFlip(p=0.5 * self.horizontal_flip),
            albumentations.VerticalFlip(p=0.5 * self.vertical_flip),
        ]
        move = albumentations.Affine(
            rotate=(-self.rotation_degrees, self.rotation_degrees),
            translate_percent=(-self.shift, self.shift),
            scale=(1 - self.zoom, 1 + self.zoom),
            border_mode=cv2.BORDER_REFLECT_101,
            p=1.0,
        )
        light = albumentations.RandomBrightnessContrast(
            brightness_limit=(-self.brightness, self.brightness), contrast_limit=(0, 0), p=1.0
        )
        # Each takes twenty times as long as a flip, even where there is nothing for it to do.
        moves = self.rotation_degrees or self.shift or self.zoom
        return [*flips, *([move] if moves else []), *([light] if self.brightness else [])]
