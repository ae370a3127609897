"""Every image transform of albumentations, found in the library, each with a form made from its own schema."""

import inspect
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

from pydantic import Field, create_model
from pydantic.fields import FieldInfo

from lab.augmentation.bounds import Bounds, find_bounds
from lab.augmentation.summaries import SUMMARIES
from lab.registry import Settings

if TYPE_CHECKING:
    import albumentations

Level = Literal["spatial", "pixel"]

# What the course shows, in its order.
COURSE = (
    "HorizontalFlip", "VerticalFlip", "Rotate", "RandomRotate90", "ShiftScaleRotate", "Crop", "CenterCrop",
    "RandomCrop", "RandomResizedCrop", "Resize", "RandomBrightnessContrast", "HueSaturationValue", "ColorJitter",
    "ChannelShuffle", "GaussNoise", "CLAHE", "Blur", "CoarseDropout",
)  # fmt: skip
# Those that cannot take part, and why.
EXCLUDED = {
    **dict.fromkeys(
        ("AtLeastOneBBoxRandomCrop", "BBoxSafeRandomCrop", "RandomCropNearBBox", "RandomSizedBBoxSafeCrop"),
        "It needs bounding boxes; a class has none.",
    ),
    **dict.fromkeys(
        ("MaskDropout", "CropNonEmptyMaskIfExists", "ConstrainedCoarseDropout"), "It needs a mask or boxes to work on."
    ),
    **dict.fromkeys(
        ("FDA", "HistogramMatching", "PixelDistributionAdaptation", "Mosaic"),
        "It needs other images beside the one that it changes.",
    ),
    "OverlayElements": "It needs pictures to lay over the image.",
    "TextImage": "It needs a font file and texts.",
    "Lambda": "It runs a function that is written in code.",
    "ToFloat": "It changes the type of the numbers, which scaling does after it.",
    "FromFloat": "It changes the type of the numbers, which scaling does after it.",
    "Normalize": "It changes the type of the numbers, which scaling does after it.",
    "ToRGB": "It changes the number of channels, which the data set's preparation does before it.",
    "TimeReverse": "It is HorizontalFlip under another name, for spectrograms.",
    "TimeMasking": "It is XYMasking under another name, for spectrograms.",
    "FrequencyMasking": "It is XYMasking under another name, for spectrograms.",
}
# Not for images of a class: masks, boxes and key points; and what the lab decides itself.
HIDDEN = re.compile(
    r"^(strict|p|mask_.*|fill_mask|keypoint_.*|bbox_.*|ignore_.*|ignore|beta_limit|interpolation|area_for_downscale|"
    r"num_output_channels|absolute_scale|normalized|rotate_method|noise_params|interpolation_pair|mask|size|"
    r"map_resolution_range|same_dxdy|max_size_hw|pad_.*_divisor|translate_px|px|crop_border)$"
)
BORDER_MODES = ("constant", "replicate", "reflect", "wrap", "reflect_101")


@dataclass(frozen=True)
class Transform:
    """A transform of albumentations.

    Attributes:
        name: its class.
        summary: a line on what it does, to be translated; albumentations' own where the lab has none.
        level: whether it moves pixels (spatial) or changes their values.
        in_course: whether the course shows it.
        p: its probability where none is said.
        parameters: every other parameter that it knows, with its default; `REQUIRED` where it has none.
    """

    name: str
    summary: str
    level: Level
    in_course: bool
    p: float
    parameters: dict[str, Any]


REQUIRED = inspect.Parameter.empty


@lru_cache(maxsize=1)
def list_transforms() -> dict[str, Transform]:
    """Every transform that can take part, by name: the course's first, then by name (imports albumentations)."""
    found = {name: _describe(cls) for name, cls in find_classes().items() if name not in EXCLUDED}
    order = {name: position for position, name in enumerate(COURSE)}
    return dict(sorted(found.items(), key=lambda item: (order.get(item[0], len(order)), item[0])))


@lru_cache(maxsize=1)
def find_classes() -> "dict[str, type[albumentations.BasicTransform]]":
    """Every transform of albumentations that works on images (imports albumentations)."""
    import albumentations
    from albumentations.core.transforms_interface import DualTransform, ImageOnlyTransform, Transform3D

    return {
        name: cls
        for name, cls in vars(albumentations).items()
        if inspect.isclass(cls)
        and issubclass(cls, DualTransform | ImageOnlyTransform)
        and not issubclass(cls, Transform3D)
        and cls not in (DualTransform, ImageOnlyTransform)
        and not inspect.isabstract(cls)
        and cls.__name__ == name
        and cls.__module__.startswith("albumentations.augmentations")
    }


def _describe(cls: Any) -> Transform:  # noqa: ANN401 - albumentations is untyped
    from albumentations.core.transforms_interface import DualTransform

    name = cls.__name__
    signature = inspect.signature(cls.__init__).parameters
    parameters = {
        parameter: signature[parameter].default
        for parameter in cls.InitSchema.model_fields
        if parameter in signature and parameter not in ("strict", "p")
    }
    return Transform(
        name=name,
        summary=SUMMARIES.get(name) or _first_sentence(cls.__doc__),
        level="spatial" if issubclass(cls, DualTransform) else "pixel",
        in_course=name in COURSE,
        p=signature["p"].default,
        parameters=parameters,
    )


def begin(transform: Transform, size: int) -> dict[str, Any]:
    """Parameters to begin with: albumentations' own defaults, and what has none to suit an image of a size.

    Args:
        transform: which.
        size: height and width of the images, in pixels.

    Returns:
        Those parameters alone that differ from the defaults.
    """
    part = max(1, size * 3 // 4)
    lengths: dict[str, Any] = {
        "height": part, "width": part, "size": (size, size), "min_max_height": (max(1, size // 2), size),
        "x_max": part, "y_max": part, "min_height": size * 5 // 4, "min_width": size * 5 // 4, "max_size": part,
        "percent": (-0.1, 0.1), "num_grid_xy": (4, 4), "magnitude": 10,
    }  # fmt: skip
    if transform.name == "Resize":
        lengths |= {"height": size, "width": size}
    if transform.name == "Affine":
        lengths["translate_percent"] = (0.0, 0.0)
    return {name: lengths[name] for name in transform.parameters if name in lengths}


def _first_sentence(text: str | None) -> str:
    """The first sentence of a docstring, on one line."""
    paragraph = (text or "").strip().split("\n\n")[0]
    return re.split(r"(?<=[.!?])\s", " ".join(paragraph.split()), maxsplit=1)[0]


@lru_cache(maxsize=1024)
def make_form(name: str, size: int) -> type[Settings]:
    """The settings that a form draws for a transform: a field for each parameter whose kind a form can show.

    Args:
        name: the transform.
        size: height and width of the images, in pixels; lengths inside an image end there.
    """
    cls: Any = find_classes()[name]
    transform = list_transforms()[name]
    texts = _read_arguments(cls.__doc__)
    beginnings = {**transform.parameters, **begin(transform, size)}
    fields: dict[str, Any] = {}
    for parameter, default in beginnings.items():
        if HIDDEN.search(parameter):
            continue
        drawn = _draw_type(name, parameter, cls.InitSchema.model_fields[parameter], default, size)
        if drawn is not None:
            title = parameter.replace("_", " ").capitalize()
            fields[parameter] = (drawn[0], Field(drawn[1], title=title, description=texts.get(parameter, title)))
    return create_model(f"{name}Form", __base__=Settings, **fields)


def _draw_type(
    transform: str,
    name: str,
    field: FieldInfo,
    default: Any,  # noqa: ANN401
    size: int,
) -> tuple[Any, Any] | None:
    """The annotation of a field in the form, and its default; None where a form can't show it."""
    kinds = _flatten(field.annotation)
    if name == "border_mode":
        return Literal[BORDER_MODES], BORDER_MODES[default]
    if bool in kinds:
        return bool, bool(default)
    if any(get_origin(kind) is Literal for kind in kinds) and not any(kind in (int, float) for kind in kinds):
        choices = tuple(one for kind in kinds for one in get_args(kind) if one is not None)
        return (Literal[choices], default) if default in choices else None
    bounds = find_bounds(transform, name, field, default)
    if bounds is None:
        return None
    return _draw_numbers(kinds, bounds, default, size)


def _draw_numbers(kinds: list[Any], bounds: Bounds, default: Any, size: int) -> tuple[Any, Any] | None:  # noqa: ANN401
    """A pair of ends where the parameter takes one, else a number."""
    pair = next((kind for kind in kinds if get_origin(kind) is tuple and len(get_args(kind)) == 2), None)
    kind: type[int] | type[float] = int if bounds.whole else float
    high = min(bounds.high, size) if bounds.inside else bounds.high
    end: Any = Annotated[kind, Field(ge=kind(bounds.low), le=kind(max(high, bounds.low)))]
    value = default if isinstance(default, tuple) else bounds.default or (default, default)
    if not all(isinstance(one, int | float) for one in value):
        return None
    value = tuple(min(max(one, bounds.low), max(high, bounds.low)) for one in value)
    if pair is not None and Ellipsis not in get_args(pair):
        return tuple[end, end], (kind(value[0]), kind(value[-1]))
    return (end, kind(value[0])) if int in kinds or float in kinds else None


def _flatten(annotation: Any) -> list[Any]:  # noqa: ANN401
    """The members of a union, without None and what is annotated to them."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _flatten(get_args(annotation)[0])
    if origin is not None and origin is not Literal and origin is not tuple and not inspect.isclass(origin):
        return [kind for member in get_args(annotation) for kind in _flatten(member)]
    if str(origin) == "<class 'types.UnionType'>":
        return [kind for member in get_args(annotation) for kind in _flatten(member)]
    return [] if annotation is type(None) else [annotation]


ARGUMENT = r"\n?\s*(\w+)\s*\([^\n]*?\):\s*(.*?)(?=\n\s*\w+\s*\([^\n]*?\):|\Z)"


def _read_arguments(text: str | None) -> dict[str, str]:
    """What a docstring says of each argument, its first sentence."""
    section = re.search(r"\n\s*Args:\n(.*?)(?:\n\s*\n\s*[A-Z][a-z]+:|\Z)", text or "", re.S)
    entries = re.findall(ARGUMENT, section.group(1) if section else "", re.S)
    return {name: _first_sentence(description)[:300] for name, description in entries}
