"""Generated shapes in colour: any number, any size, as easy or as hard as one sets it."""

import math
from functools import lru_cache
from typing import Annotated, ClassVar, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationInfo, field_validator

from lab.datasets.base import DATASETS, ArraySource, Dataset, ImageSource
from lab.i18n import N_, _
from lab.preparation import Preparation

# Drawn this many times larger and then shrunk, which smooths the edges.
OVERSAMPLING = 4
# All of them lie in memory at once, in the server and in the worker.
MOST_BYTES = 1_000_000_000
NOISE_CHUNK = 500

ShapeSize = Annotated[float, Field(ge=0.2, le=1.0)]


def _regular(corners: int, inner: float = 1.0) -> NDArray[np.float64]:
    """A polygon's corners on the unit circle, every second one drawn in to `inner`."""
    angles = np.arange(corners) * 2 * np.pi / corners - np.pi / 2
    radius = np.where(np.arange(corners) % 2, inner, 1.0)
    return np.stack([radius * np.cos(angles), radius * np.sin(angles)], axis=1)


def _cross() -> NDArray[np.float64]:
    arm = 0.34
    quarter = np.array([(arm, -1), (arm, -arm), (1, -arm)])
    turn = np.array([(0, 1), (-1, 0)])
    return np.concatenate([quarter @ np.linalg.matrix_power(turn, quarters) for quarters in range(4)])


def _heart() -> NDArray[np.float64]:
    t = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    x = 16 * np.sin(t) ** 3
    y = -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t))
    return np.stack([x, y], axis=1) / 17


# Corners in a unit circle, y downwards.
SHAPES: dict[str, NDArray[np.float64]] = {
    N_("circle"): _regular(48),
    N_("square"): np.array([(-0.72, -0.72), (0.72, -0.72), (0.72, 0.72), (-0.72, 0.72)]),
    N_("triangle"): _regular(3),
    N_("star"): _regular(10, inner=0.42),
    N_("cross"): _cross(),
    N_("heart"): _heart(),
    N_("hexagon"): _regular(6),
    N_("arrow"): np.array([(0, -1), (0.8, 0), (0.32, 0), (0.32, 1), (-0.32, 1), (-0.32, 0), (-0.8, 0)]),
}


@DATASETS.register
class Shapes(Dataset):
    """Shapes of random colour, size, place and rotation on a random background."""

    order: ClassVar[int] = 1
    title: ClassVar[str] = N_("Generated shapes")
    summary: ClassVar[str] = N_(
        "Circles, squares, triangles, stars … drawn by the lab in colour, as many and as large as you like. Size, "
        "place, rotation and noise make it easy or hard."
    )
    name: Literal["shapes"] = "shapes"
    count: int = Field(2000, ge=20, le=100_000, title=N_("Images"), description=N_("How many in all."))
    num_classes: int = Field(6, ge=2, le=len(SHAPES), title=N_("Classes"), description=N_("How many different shapes."))
    size: int = Field(
        32, ge=12, le=256, title=N_("Drawn size"), description=N_("Height and width."), json_schema_extra={"unit": "px"}
    )
    size_range: tuple[ShapeSize, ShapeSize] = Field(
        (0.35, 0.8),
        title=N_("Size of the shapes"),
        description=N_("Smallest and largest, as a share of the image."),
    )
    color_variation: float = Field(
        1.0, ge=0, le=1, title=N_("Colours"), description=N_("0: white on black. 1: any colour on any other.")
    )
    shift: float = Field(
        1.0, ge=0, le=1, title=N_("Place"), description=N_("0: in the middle. 1: anywhere in the image.")
    )
    rotation_degrees: float = Field(
        30,
        ge=0,
        le=180,
        title=N_("Rotation"),
        description=N_("At most this far, either way."),
        json_schema_extra={"unit": "°"},
    )
    noise: float = Field(
        0.05, ge=0, le=1, title=N_("Noise"), description=N_("Standard deviation, as a share of full brightness.")
    )
    seed: int = Field(0, ge=0, le=2**31 - 1, title=N_("Seed"), description=N_("The same number gives the same images."))

    @field_validator("size")
    @classmethod
    def _check_memory(cls, value: int, info: ValidationInfo) -> int:
        most = MOST_BYTES // (info.data.get("count", 1) * 3)
        if value * value > most:
            raise ValueError(
                _("`size` must be at most {most} for {count:,} images, which lie in memory together.").format(
                    most=math.isqrt(most), count=info.data["count"]
                )
            )
        return value

    def suggest(self) -> Preparation:
        """As they are drawn."""
        return Preparation(size=self.size)

    def open(self) -> ImageSource:
        """Draw them, or find them drawn."""
        return _draw_all(self)


@lru_cache(maxsize=1)
def _draw_all(settings: Shapes) -> ArraySource:
    generator = np.random.default_rng(settings.seed)
    labels = np.arange(settings.count) % settings.num_classes
    generator.shuffle(labels)
    corners = list(SHAPES.values())
    images = np.empty((settings.count, settings.size, settings.size, 3), np.uint8)
    for index, label in enumerate(labels):
        images[index] = _draw(corners[label], settings, generator)
    if settings.noise:
        # In pieces: as floats they take four times the memory.
        for start in range(0, settings.count, NOISE_CHUNK):
            _add_noise(images[start : start + NOISE_CHUNK], settings.noise, generator)
    # Kept and handed to many: nobody may write into it.
    images.flags.writeable = False
    return ArraySource(images, labels.astype(np.int64), tuple(SHAPES)[: settings.num_classes])


def _add_noise(images: NDArray[np.uint8], noise: float, generator: np.random.Generator) -> None:
    values = generator.standard_normal(images.shape, np.float32) * np.float32(255 * noise)
    images[:] = np.clip(np.rint(images + values), 0, 255)


def _draw(corners: NDArray[np.float64], settings: Shapes, generator: np.random.Generator) -> NDArray[np.uint8]:
    """One image, (size, size, 3), uint8, without noise."""
    large = settings.size * OVERSAMPLING
    ink, paper = _choose_colors(settings.color_variation, generator)
    radius = generator.uniform(*settings.size_range) / 2
    free = (0.5 - radius) * settings.shift
    center = 0.5 + generator.uniform(-free, free, 2)
    angle = np.deg2rad(generator.uniform(-1, 1) * settings.rotation_degrees)
    turn = np.array([(np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))])
    points = np.rint((corners @ turn * radius + center) * large).astype(np.int32)
    canvas = np.full((large, large, 3), paper, np.uint8)
    cv2.fillPoly(canvas, [points], ink.tolist())
    return np.asarray(cv2.resize(canvas, (settings.size, settings.size), interpolation=cv2.INTER_AREA), np.uint8)


def _choose_colors(variation: float, generator: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Ink and paper, RGB 0…255, far enough apart to be told from one another."""
    while True:
        ink, paper = generator.uniform(0, 255, (2, 3))
        ink = 255 + variation * (ink - 255)
        paper = variation * paper
        if np.abs(ink - paper).sum() > 200:
            return ink, paper
