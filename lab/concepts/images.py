"""Images as numbers: pixels, channels, grey as a weighted sum."""

from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from lab.concepts.base import CONCEPTS, Concept, Preset, slider_over
from lab.config import RunConfig
from lab.i18n import N_

SLIDER: dict[str, Any] = {"widget": "slider"}
# What red, green and blue count for brightness (ITU-R BT.601): OpenCV makes grey like this, and so does the lab.
LUMA = (0.299, 0.587, 0.114)


def place_field(title: str, description: str) -> float:
    """The field of where to look, as a share of the image."""
    chosen: float = Field(0.45, ge=0, le=1, title=title, description=description)
    return chosen


def weight_field(default: float, title: str) -> float:
    """The field of one channel's weight in grey."""
    chosen: float = Field(
        default,
        ge=0,
        le=1,
        title=title,
        description=N_("Green counts most, since eyes see it brightest; all three together are 1."),
        json_schema_extra={**SLIDER, "step": 0.001},
    )
    return chosen


@CONCEPTS.register
class Images(Concept):
    """A photograph down to the values of its pixels."""

    order: ClassVar[int] = 40
    title: ClassVar[str] = N_("Images are numbers")
    summary: ClassVar[str] = N_("Zoom into a photograph until only numbers are left: all that a network ever sees.")
    icon: ClassVar[str] = ":material/image:"
    presets: ClassVar[tuple[Preset, ...]] = (
        Preset(N_("Three numbers a pixel"), {"color": "rgb"}),
        Preset(N_("Grey: one number a pixel"), {"color": "grey"}),
        Preset(N_("8×8: too few to tell what it is"), {"size": 8}),
        Preset(
            N_("Grey of blue alone: an orange flower turns dark"),
            {"color": "grey", "red": 0.0, "green": 0.0, "blue": 1.0},
        ),
    )
    setting: ClassVar[str] = "preparation"
    lab_page: ClassVar[str] = "data"
    lab_label: ClassVar[str] = N_("Prepare images of this size and colour")
    name: Literal["images"] = "images"
    image: Literal["flower", "temple", "digit"] = Field(
        "flower", title=N_("Image"), description=N_("Two photographs, and a digit that has only 8×8 pixels.")
    )
    size: int = Field(
        64,
        ge=8,
        le=224,
        title=N_("Image size"),
        description=N_("Height and width in pixels: twice as many are four times as many numbers."),
        json_schema_extra=slider_over(8, 16, 32, 64, 128, 224),
    )
    color: Literal["rgb", "grey"] = Field(
        "rgb", title=N_("Colour"), description=N_("Three channels, or one channel of brightness.")
    )
    across: float = place_field(N_("Look: across"), N_("Where the window is, from left to right."))
    down: float = place_field(N_("Look: down"), N_("Where the window is, from top to bottom."))
    zoom: int = Field(
        6,
        ge=3,
        le=12,
        title=N_("Pixels in the window"),
        description=N_("Height and width of what is shown large."),
        json_schema_extra=SLIDER,
    )
    red: float = weight_field(LUMA[0], N_("Weight of red"))
    green: float = weight_field(LUMA[1], N_("Weight of green"))
    blue: float = weight_field(LUMA[2], N_("Weight of blue"))

    def controls(self) -> tuple[str, ...]:
        """The weights only where they make grey."""
        weights = ("red", "green", "blue") if self.color == "grey" else ()
        return ("image", "size", "color", "across", "down", "zoom", *weights)

    @property
    def weights(self) -> tuple[float, float, float]:
        """Of red, green and blue."""
        return self.red, self.green, self.blue

    def find_window(self, size: int) -> tuple[int, int, int]:
        """Where the window is.

        Args:
            size: height and width of the image.

        Returns:
            Its first row and column, and its height and width.
        """
        side = min(self.zoom, size)
        return round(self.down * (size - side)), round(self.across * (size - side)), side

    def fill_in(self, draft: RunConfig) -> RunConfig:
        """Images of this size and colour."""
        preparation = draft.preparation.model_copy(update={"size": self.size, "color": self.color})
        return draft.model_copy(update={"preparation": preparation})


def weigh_channels(image: NDArray[np.uint8], weights: tuple[float, float, float]) -> NDArray[np.uint8]:
    """Make grey.

    Args:
        image: (height, width, 3), uint8, 0…255.
        weights: of red, green and blue; the sum is cut at 255.

    Returns:
        (height, width), uint8.
    """
    return np.asarray(np.clip(np.rint(image @ np.array(weights)), 0, 255), np.uint8)
