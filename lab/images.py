"""The one decoder: preview, training and prediction get the same pixels."""

import io
import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from lab.errors import ImageError
from lab.i18n import _

# A photograph of 8,000 × 6,000; decoded it takes 150 MB.
MOST_PIXELS = 50_000_000
# Formats that are pictures and nothing else: no PDF, no PostScript (which would start another program).
FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF", "PPM", "TGA", "ICO")


def read_image(path: Path, name: str | None = None) -> NDArray[np.uint8]:
    """Decode an image file; see `decode_image`.

    Args:
        path: the file.
        name: what to call it in a message; the file's own name by default.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ImageError(
            _("{name} cannot be read: {reason}.").format(name=name or path.name, reason=error.strerror)
        ) from error
    return decode_image(data, name or path.name)


def decode_image(data: bytes, name: str) -> NDArray[np.uint8]:
    """Decode an image wholly, upright, the first frame of an animation.

    Transparent pixels are laid on black, 16 bits are scaled to 8, CMYK and palettes become RGB, and grey stays grey.

    Args:
        data: the file's content.
        name: what to call it in a message.

    Returns:
        (height, width, channels), uint8, 0…255, 1 channel for grey or 3 for colour.

    Raises:
        ImageError: it is no image, has too many pixels, or is not whole; names the file.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                _check_pixels(image, name)
                image.seek(0)
                image.load()
                return _to_array(ImageOps.exif_transpose(image))
    except ImageError:
        raise
    except UnidentifiedImageError as error:
        raise ImageError(_("{name} is not an image.").format(name=name)) from error
    except Exception as error:  # Pillow's decoders raise whatever a broken file leads them to.
        reason = str(error) or type(error).__name__
        raise ImageError(_("{name} is broken: {reason}.").format(name=name, reason=reason.rstrip("."))) from error


def read_size(path: Path) -> tuple[int, int]:
    """Width and height of an upright image in pixels, from its header; 0, 0 where it cannot be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=FORMATS) as image:
                width, height = image.size
                # Orientations 5 to 8 lie on their side.
                return (height, width) if image.getexif().get(0x0112, 1) >= 5 else (width, height)
    except Exception:
        return (0, 0)


def _check_pixels(image: Image.Image, name: str) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise ImageError(
            _("{name} has too many pixels: at most {most:,} are taken. Received: {width}×{height}.").format(
                name=name, most=MOST_PIXELS, width=width, height=height
            )
        )


def _to_array(image: Image.Image) -> NDArray[np.uint8]:
    mode = image.mode
    if mode.startswith("I") or mode == "F":
        return _reduce_depth(np.asarray(image))[..., np.newaxis]
    if mode in ("1", "L"):
        return np.asarray(image.convert("L"), np.uint8)[..., np.newaxis]
    transparent = mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info
    if not transparent:
        return np.asarray(image.convert("RGB"), np.uint8)
    rgba = image.convert("RGBA")
    black = Image.new("RGBA", rgba.size, (0, 0, 0, 255))
    pixels = np.asarray(Image.alpha_composite(black, rgba).convert("RGB"), np.uint8)
    return pixels[..., :1] if mode in ("LA", "La") else pixels


def _reduce_depth(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Bring 16-bit (or float 0…1) grey to 8 bits by scaling; Pillow's own conversion would clip."""
    numbers = np.nan_to_num(values.astype(np.float64))
    if np.issubdtype(values.dtype, np.floating):
        scale = 255.0 if numbers.max(initial=0) <= 1 else 1.0
    else:
        scale = 1 / 257
    return np.clip(np.rint(numbers * scale), 0, 255).astype(np.uint8)
