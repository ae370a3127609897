"""albumentations 1.x in the words of 2.x: what was renamed, regrouped or measured otherwise, each change said.

Without this, albumentations 2 ignores the old arguments with a warning, and the pipeline is another one than was meant.
"""

import math
from collections.abc import Callable
from typing import Any

from lab.i18n import _

Arguments = dict[str, Any]

RENAMED_TRANSFORMS = {
    "Flip": "HorizontalFlip",
    "JpegCompression": "ImageCompression",
    "RandomBrightness": "RandomBrightnessContrast",
    "RandomContrast": "RandomBrightnessContrast",
    "Cutout": "CoarseDropout",
    "IAAAffine": "Affine",
    "IAAPerspective": "Perspective",
    "IAASharpen": "Sharpen",
    "IAAEmboss": "Emboss",
    "IAASuperpixels": "Superpixels",
    "GaussianNoise": "GaussNoise",
}
RENAMED_ARGUMENTS = {"value": "fill", "fill_value": "fill", "cval": "fill", "mask_value": "fill_mask"}
# Two arguments that have become one pair.
PAIRED = {
    "Downscale": {"scale_range": ("scale_min", "scale_max")},
    "ImageCompression": {"quality_range": ("quality_lower", "quality_upper")},
    "RandomFog": {"fog_coef_range": ("fog_coef_lower", "fog_coef_upper")},
    "RandomRain": {"slant_range": ("slant_lower", "slant_upper")},
    "RandomShadow": {"num_shadows_limit": ("num_shadows_lower", "num_shadows_upper")},
    "RandomSnow": {"snow_point_range": ("snow_point_lower", "snow_point_upper")},
    "RandomSunFlare": {
        "angle_range": ("angle_lower", "angle_upper"),
        "num_flare_circles_range": ("num_flare_circles_lower", "num_flare_circles_upper"),
    },
    "RandomResizedCrop": {"size": ("height", "width")},
    "RandomSizedCrop": {"size": ("height", "width")},
}
KERNEL_TRANSFORMS = ("Blur", "AdvancedBlur", "MedianBlur", "MotionBlur", "GaussianBlur")
DEFAULT_VARIANCE = (10.0, 50.0)


def translate(name: str, arguments: Arguments) -> tuple[str, Arguments, list[str]]:
    """Bring a call in the spelling of 1.x into that of 2.x.

    Args:
        name: the transform.
        arguments: its arguments by name.

    Returns:
        The transform and its arguments today, and a sentence for each change.
    """
    arguments = dict(arguments)
    said: list[str] = []
    new_name = RENAMED_TRANSFORMS.get(name, name)
    if new_name != name:
        said.append(_("`{old}` is called `{new}` today.").format(old=name, new=new_name))
    if arguments.pop("always_apply", False):
        arguments["p"] = 1.0
        said.append(_("`{name}`: `always_apply=True` is `p=1` today.").format(name=new_name))
    for old, new in RENAMED_ARGUMENTS.items():
        _rename(new_name, arguments, old, new, said)
    for pair, ends in PAIRED.get(new_name, {}).items():
        _pair(new_name, arguments, pair, ends, said)
    special = _SPECIAL.get(new_name)
    if special is not None:
        special(arguments, said)
    if new_name in KERNEL_TRANSFORMS:
        _mend_kernel(new_name, arguments, said)
    return new_name, arguments, said


def _rename(name: str, arguments: Arguments, old: str, new: str, said: list[str]) -> None:
    if old in arguments:
        arguments.setdefault(new, arguments.pop(old))
        said.append(_("`{name}`: `{old}` is `{new}` today.").format(name=name, old=old, new=new))


def _pair(name: str, arguments: Arguments, pair: str, ends: tuple[str, str], said: list[str]) -> None:
    given = [arguments.pop(end) for end in ends if end in arguments]
    if given:
        arguments[pair] = [given[0], given[-1]]
        text = _("`{name}`: `{first}` and `{second}` are `{pair}={value}` today.")
        said.append(text.format(name=name, first=ends[0], second=ends[1], pair=pair, value=arguments[pair]))


def _gauss_noise(arguments: Arguments, said: list[str]) -> None:
    """The variance in 0…255² has become a standard deviation in 0…1."""
    if "var_limit" in arguments:
        low, high = _ends(arguments.pop("var_limit"), low=DEFAULT_VARIANCE[0])
        arguments["std_range"] = [round(min(1.0, math.sqrt(max(0, one)) / 255), 4) for one in (low, high)]
        text = _("`GaussNoise`: `var_limit` of 0…255² is `std_range={value}` of 0…1 today.")
        said.append(text.format(value=arguments["std_range"]))
    if "mean" in arguments:
        mean = arguments.pop("mean") / 255
        arguments["mean_range"] = [mean, mean]
        said.append(_("`GaussNoise`: `mean` is `mean_range={value}` today.").format(value=arguments["mean_range"]))


def _coarse_dropout(arguments: Arguments, said: list[str]) -> None:
    """Least and most have become pairs; without a least it was the most."""
    for stem, new in (("holes", "num_holes_range"), ("height", "hole_height_range"), ("width", "hole_width_range")):
        most, least = arguments.pop(f"max_{stem}", None), arguments.pop(f"min_{stem}", None)
        if most is not None or least is not None:
            high = most if most is not None else least
            arguments[new] = [least if least is not None else high, high]
            text = _("`CoarseDropout`: `max_{stem}` is `{new}={value}` today.")
            said.append(text.format(stem=stem, new=new, value=arguments[new]))


def _elastic(arguments: Arguments, said: list[str]) -> None:
    if arguments.pop("alpha_affine", None) is not None:
        said.append(_("`ElasticTransform`: `alpha_affine` is gone; add `Affine` before it."))


def _solarize(arguments: Arguments, said: list[str]) -> None:
    if "threshold" in arguments:
        low, high = _ends(arguments.pop("threshold"))
        arguments["threshold_range"] = [round(one / 255, 4) for one in (low, high)]
        text = _("`Solarize`: `threshold` of 0…255 is `threshold_range={value}` of 0…1 today.")
        said.append(text.format(value=arguments["threshold_range"]))


def _brightness_alone(arguments: Arguments, said: list[str]) -> None:
    if "limit" in arguments:
        arguments["brightness_limit"] = arguments.pop("limit")
        said.append(_("`RandomBrightnessContrast`: `limit` is `brightness_limit` today."))


def _mend_kernel(name: str, arguments: Arguments, said: list[str]) -> None:
    """A kernel has a middle: its side is an odd whole number, 3 at least (0 lets GaussianBlur choose)."""
    given = arguments.get("blur_limit")
    if not isinstance(given, int | float | list | tuple) or given == 0:
        return
    ends = _ends(given, low=3)
    mended = [max(3, math.ceil(end) | 1) for end in ends]
    if list(ends) != mended:
        arguments["blur_limit"] = mended
        text = _("`{name}`: a kernel's side is an odd whole number from 3 on, so `blur_limit={old}` became {new}.")
        said.append(text.format(name=name, old=given, new=mended))


def _ends(value: Any, low: float | None = None) -> tuple[float, float]:  # noqa: ANN401 - a number or a pair
    if isinstance(value, list | tuple):
        return value[0], value[-1]
    return (value if low is None else min(low, value)), value


_SPECIAL: dict[str, Callable[[Arguments, list[str]], None]] = {
    "GaussNoise": _gauss_noise,
    "CoarseDropout": _coarse_dropout,
    "ElasticTransform": _elastic,
    "Solarize": _solarize,
    "RandomBrightnessContrast": _brightness_alone,
}
