"""What a pipeline makes of an image: results with the values that were really drawn, and every step on the way."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lab.augmentation.base import Augmentation, seed_pipeline
from lab.augmentation.steps import Group, Step
from lab.i18n import _

# Of no interest to anybody, or too large to be read.
UNSAID = (
    "shape", "fill", "fill_mask", "interpolation", "output_shape", "bbox_matrix", "seed", "cols", "rows", "pad",
    "x_min", "x_max", "y_min", "y_max",
)  # fmt: skip
MOST_VALUES = 4


@dataclass(frozen=True)
class Result:
    """One image that came out.

    Attributes:
        image: (height, width, channels), uint8.
        applied: for each transform that was applied its name and the values that were drawn, as text.
        untouched: whether nothing was applied.
    """

    image: NDArray[np.uint8]
    applied: tuple[tuple[str, str], ...]
    untouched: bool


def preview(augmentation: Augmentation, image: NDArray[np.uint8], count: int, seed: int) -> list[Result]:
    """Draw several times (imports albumentations).

    Args:
        augmentation: what changes the image.
        image: (height, width, channels), uint8, 0…255.
        count: how many results.
        seed: the same one gives the same results.
    """
    compose = seed_pipeline(augmentation.compose(save_applied_params=True), seed)
    results = []
    for _number in range(count):
        found = compose(image=image)
        applied = tuple((name, describe(values)) for name, values in found.get("applied_transforms", ()))
        results.append(Result(_as_image(found["image"]), applied, not applied))
    return results


def preview_steps(
    steps: tuple[Step | Group, ...], image: NDArray[np.uint8], seed: int
) -> list[tuple[Step | Group, NDArray[np.uint8]]]:
    """The image after each step that takes part, every step certainly applied.

    Args:
        steps: in order.
        image: (height, width, channels), uint8.
        seed: of each step's own numbers.
    """
    import albumentations

    images = []
    for number, step in enumerate(steps):
        built = step.build(p=1.0) if step.enabled else None
        if built is not None:
            compose = seed_pipeline(albumentations.Compose([built]), seed + number)
            image = _as_image(compose(image=image)["image"])
            images.append((step, image))
    return images


def describe(values: dict[str, Any]) -> str:
    """The values that were drawn, as text; arrays and what never changes are left out."""
    said = [text for name, value in values.items() if name not in UNSAID and (text := _say(name, value))]
    return ", ".join(said)


def _say(name: str, value: Any) -> str:  # noqa: ANN401 - whatever albumentations draws
    if name == "matrix" and getattr(value, "shape", None) == (3, 3):
        # A rotation tells only its matrix.
        angle = float(np.rad2deg(np.arctan2(value[1, 0], value[0, 0])))
        return f"{angle:+.0f}°" if abs(angle) >= 0.5 else ""
    if name == "noise_map" and isinstance(value, np.ndarray):
        return _("deviation {value:.3g}").format(value=float(value.std()))
    if isinstance(value, np.ndarray):
        return f"{name} ×{len(value)}" if value.ndim == 2 and value.shape[1] == 4 else ""
    if isinstance(value, bool | str):
        return f"{name} {value}"
    if isinstance(value, int | float | np.number):
        return f"{name} {float(value):.3g}"
    if isinstance(value, dict) and len(value) <= MOST_VALUES:
        inner = [f"{key} {float(one):.3g}" for key, one in value.items() if isinstance(one, int | float | np.number)]
        return f"{name} {' '.join(inner)}" if inner else ""
    if isinstance(value, tuple | list) and len(value) <= MOST_VALUES:
        numbers = [f"{float(one):.3g}" for one in value if isinstance(one, int | float | np.number)]
        return f"{name} {' '.join(numbers)}" if numbers else ""
    return ""


def _as_image(image: NDArray[Any]) -> NDArray[np.uint8]:
    """With its channels, which some transforms drop from grey images."""
    return np.asarray(image if image.ndim == 3 else image[..., np.newaxis], np.uint8)
