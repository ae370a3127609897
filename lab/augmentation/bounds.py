"""How far a parameter of albumentations may be moved in a form: by its schema, and where that is silent, by us."""

import inspect
from dataclasses import dataclass, replace
from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo


@dataclass(frozen=True)
class Bounds:
    """The ends of a slider.

    Attributes:
        low: the lowest value.
        high: the highest.
        whole: whether only whole numbers count.
        default: where the pair begins, or None to take albumentations' own default.
        inside: whether it is a length inside the image, which ends the slider where it ends.
    """

    low: float
    high: float
    whole: bool = False
    default: tuple[float, float] | None = None
    inside: bool = False


BEYOND = 0.01
KERNEL = Bounds(3, 31, whole=True)
PIXELS = Bounds(1, 512, whole=True)
INSIDE = Bounds(1, 512, whole=True, inside=True)
# Where the schema has no end, has one at which the transform fails, or where there is no default to begin with.
# By transform and parameter, or by parameter alone.
KNOWN: dict[str, Bounds] = {
    "AdvancedBlur.noise_limit": Bounds(0.1, 2),
    "AdvancedBlur.sigma_x_limit": Bounds(0.1, 3),
    "AdvancedBlur.sigma_y_limit": Bounds(0.1, 3),
    "Affine.rotate": Bounds(-180, 180, default=(0, 0)),
    "Affine.scale": Bounds(0.2, 3),
    "Affine.shear": Bounds(-45, 45),
    "Affine.translate_percent": Bounds(-0.5, 0.5, default=(0, 0)),
    "CLAHE.clip_limit": Bounds(1, 16, default=(1, 4)),
    "CLAHE.tile_grid_size": Bounds(2, 16, whole=True, default=(8, 8)),
    "ChannelDropout.channel_drop_range": Bounds(1, 2, whole=True),
    "CoarseDropout.hole_height_range": Bounds(0.02, 0.9),
    "CoarseDropout.hole_width_range": Bounds(0.02, 0.9),
    "CoarseDropout.num_holes_range": Bounds(1, 30, whole=True),
    "ColorJitter.hue": Bounds(-0.5, 0.5),
    "CropAndPad.percent": Bounds(-0.4, 0.4, default=(-0.1, 0.1)),
    "Defocus.alias_blur": Bounds(0.05, 1),
    "Downscale.scale_range": Bounds(0.05, 0.95),
    "ElasticTransform.sigma": Bounds(1, 100),
    "Erasing.ratio": Bounds(0.3, 3.3),
    "Erasing.scale": Bounds(0.02, 0.25, default=(0.02, 0.25)),
    # 0 leaves the side to the standard deviation.
    "GaussianBlur.blur_limit": Bounds(0, 31, whole=True, default=(0, 0)),
    "GaussianBlur.sigma_limit": Bounds(0.1, 8),
    "GlassBlur.iterations": Bounds(1, 4, whole=True),
    "GlassBlur.max_delta": Bounds(1, 8, whole=True),
    "GlassBlur.sigma": Bounds(0.1, 3),
    "GridDistortion.distort_limit": Bounds(-0.9, 0.9),
    "GridDropout.ratio": Bounds(0.05, 0.95),
    "HueSaturationValue.hue_shift_limit": Bounds(-180, 180),
    "HueSaturationValue.sat_shift_limit": Bounds(-255, 255),
    "HueSaturationValue.val_shift_limit": Bounds(-255, 255),
    "LongestMaxSize.max_size": PIXELS,
    "SmallestMaxSize.max_size": PIXELS,
    "MedianBlur.blur_limit": KERNEL,
    "Posterize.num_bits": Bounds(1, 7, whole=True),
    "RGBShift.b_shift_limit": Bounds(-255, 255),
    "RGBShift.g_shift_limit": Bounds(-255, 255),
    "RGBShift.r_shift_limit": Bounds(-255, 255),
    "RandomCropFromBorders.crop_left": Bounds(0.01, 0.5),
    "RandomCropFromBorders.crop_right": Bounds(0.01, 0.5),
    "RandomCropFromBorders.crop_top": Bounds(0.01, 0.5),
    "RandomCropFromBorders.crop_bottom": Bounds(0.01, 0.5),
    "RandomBrightnessContrast.brightness_limit": Bounds(-1, 1),
    "RandomBrightnessContrast.contrast_limit": Bounds(-1, 1),
    "RandomGamma.gamma_limit": Bounds(20, 300),
    "RandomResizedCrop.ratio": Bounds(0.5, 2),
    "RandomResizedCrop.scale": Bounds(0.05, 1),
    "RandomScale.scale_limit": Bounds(-0.8, 1.5),
    "RandomSunFlare.src_radius": Bounds(2, 400, whole=True),
    "RingingOvershoot.cutoff": Bounds(0.1, 3.1),
    "Rotate.limit": Bounds(-180, 180),
    "SafeRotate.limit": Bounds(-180, 180),
    "ShiftScaleRotate.rotate_limit": Bounds(-180, 180),
    "ShiftScaleRotate.scale_limit": Bounds(-0.8, 1.5),
    "ShiftScaleRotate.shift_limit": Bounds(-0.5, 0.5),
    "ShotNoise.scale_range": Bounds(0.01, 1),
    "Superpixels.max_size": Bounds(16, 256, whole=True),
    "ZoomBlur.max_factor": Bounds(1.01, 1.6),
    "ZoomBlur.step_factor": Bounds(0.01, 0.1),
    "blur_limit": KERNEL,
    "fill": Bounds(0, 255),
    "CenterCrop.height": INSIDE,
    "CenterCrop.width": INSIDE,
    "Crop.x_min": Bounds(0, 512, whole=True, inside=True),
    "Crop.x_max": INSIDE,
    "Crop.y_min": Bounds(0, 512, whole=True, inside=True),
    "Crop.y_max": INSIDE,
    "GridElasticDeform.magnitude": Bounds(1, 40, whole=True, default=(10, 10)),
    "PadIfNeeded.min_height": PIXELS,
    "PadIfNeeded.min_width": PIXELS,
    "PiecewiseAffine.nb_cols": Bounds(2, 8, whole=True),
    "PiecewiseAffine.nb_rows": Bounds(2, 8, whole=True),
    "RandomCrop.height": INSIDE,
    "RandomCrop.width": INSIDE,
    "RandomSizedCrop.min_max_height": Bounds(1, 512, whole=True, default=(1, 1), inside=True),
    "RandomSizedCrop.w2h_ratio": Bounds(0.5, 2),
    "Resize.height": PIXELS,
    "Resize.width": PIXELS,
    "roughness": Bounds(0.1, 5),
}


def find_bounds(transform: str, name: str, field: FieldInfo, default: Any) -> Bounds | None:  # noqa: ANN401
    """The bounds of a parameter, or None where it is not a number or a pair of numbers."""
    numbers = default if isinstance(default, tuple) else (default,)
    known = KNOWN.get(f"{transform}.{name}") or KNOWN.get(name)
    if known is not None:
        begins = known.default or ((numbers[0], numbers[-1]) if isinstance(default, tuple) else None)
        return replace(known, default=begins)
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in numbers):
        return None
    whole = _is_whole(field.annotation)
    low, high = _schema_bounds(field)
    largest = max(abs(one) for one in numbers)
    if low is None:
        low = 0.0 if min(numbers) >= 0 else -2 * largest
    if high is None:
        high = 2 * largest if largest else 1.0
    pair = (numbers[0], numbers[-1]) if isinstance(default, tuple) else None
    return Bounds(low, max(high, *numbers), whole, pair)


def _is_whole(annotation: Any) -> bool:  # noqa: ANN401
    """Whether an annotation speaks of whole numbers alone."""
    if annotation is float:
        return False
    arguments = get_args(annotation)
    if get_origin(annotation) is not None and arguments:
        return all(_is_whole(one) for one in arguments if one is not type(None) and one is not Ellipsis)
    return annotation is int


def _schema_bounds(field: FieldInfo) -> tuple[float | None, float | None]:
    """The limits that the schema states, by pydantic's own means or by albumentations' `check_range_bounds`."""
    low: float | None = None
    high: float | None = None
    for item in field.metadata:
        low = getattr(item, "ge", low)
        high = getattr(item, "le", high)
        # What must lie beyond a limit begins a little beyond it.
        low = item.gt + BEYOND if hasattr(item, "gt") else low
        high = item.lt - BEYOND if hasattr(item, "lt") else high
        function = getattr(item, "func", None)
        if function is not None and function.__name__ == "validator":
            stated = inspect.getclosurevars(function).nonlocals
            low = stated.get("min_val", low)
            high = stated.get("max_val", high) if stated.get("max_val") is not None else high
        elif function is not None and "non_negative" in function.__name__:
            low = 0.0
        elif function is not None and "1plus" in function.__name__:
            low = 1.0
    return low, high
