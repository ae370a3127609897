"""The one decoder: preview, training and prediction get the same pixels."""

import contextlib
import io
import re
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from lab.errors import ImageError
from lab.i18n import _
from lab.settings import load_settings

# Formats that are pictures and nothing else: no PDF, no PostScript (which would start another program).
FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF", "PPM", "TGA", "ICO")
ORIENTATION_TAG = 0x0112
# Half an image is no image.
ImageFile.LOAD_TRUNCATED_IMAGES = False


def read_file(path: Path, name: str) -> bytes:
    """A file's content.

    Args:
        path: the file.
        name: what to call it in a message.

    Raises:
        ImageError: it cannot be read; names it and says why.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise ImageError(_("{name} cannot be read: {reason}.").format(name=name, reason=error.strerror)) from error


def decode_image(data: bytes, name: str, shortest: int | None = None) -> NDArray[np.uint8]:
    """Decode an image wholly, upright, the first frame of an animation.

    Transparent pixels are laid on black, 16 bits are scaled to 8, CMYK and palettes become RGB, and grey stays grey.

    Args:
        data: the file's content.
        name: what to call it in a message.
        shortest: where it will be made small anyway: both sides may come out smaller than they are, by a factor of 2, 4
            or 8, but not smaller than this. A JPEG decoded so takes half the time.

    Returns:
        (height, width, channels), uint8, 0…255, 1 channel for grey or 3 for colour.

    Raises:
        ImageError: it is no image, has too many pixels, or is not whole; names the file.
    """
    return decode_with_size(data, name, shortest)[0]


def decode_with_size(data: bytes, name: str, shortest: int | None = None) -> tuple[NDArray[np.uint8], tuple[int, int]]:
    """Decode as `decode_image` does, and tell the upright image's own width and height in pixels."""
    with _opened(data, name, shortest) as (image, (width, height)):
        orientation = _read_orientation(image)
        # Pillow copies an image that is upright already.
        upright = image if orientation == 1 else ImageOps.exif_transpose(image)
        # Orientations 5 to 8 lie on their side.
        return _to_array(upright), (height, width) if orientation in (5, 6, 7, 8) else (width, height)


@dataclass(frozen=True)
class StoredImage:
    """How an image lies in its file, before it is turned upright.

    Attributes:
        pixels: (height, width, channels), uint8, 0…255, 1 or 3 channels, made smaller where `decode_image` would.
        form: the file's format, as Pillow calls it.
        mode: how its pixels are kept, as Pillow calls it, such as "CMYK".
        orientation: 1 to 8, of EXIF; 1 is upright.
        size: width and height in pixels, as they stand in the file.
    """

    pixels: NDArray[np.uint8]
    form: str
    mode: str
    orientation: int
    size: tuple[int, int]


def read_stored(data: bytes, name: str, shortest: int | None = None) -> StoredImage:
    """Decode an image without turning it upright; the arguments and errors are those of `decode_image`."""
    with _opened(data, name, shortest) as (image, size):
        form, mode = image.format or "", image.mode
        return StoredImage(_to_array(image), form, mode, _read_orientation(image), size)


@contextlib.contextmanager
def _opened(data: bytes, name: str, shortest: int | None) -> Iterator[tuple[Image.Image, tuple[int, int]]]:
    """The decoded image with its own size; whatever goes wrong until the end of the block is told as an ImageError."""
    try:
        with _quiet(), Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _check_pixels(image, name)
            image.seek(0)
            size = image.size
            if shortest is not None:
                image.draft(None, (shortest, shortest))
            image.load()
            yield image, size
    except ImageError:
        raise
    except UnidentifiedImageError as error:
        raise ImageError(_("{name} is not an image.").format(name=name)) from error
    except Image.DecompressionBombError as error:
        # Pillow's own limit is far above ours, and met first; it tells the number of pixels in its message.
        raise _refuse_pixels(name, *re.findall(r"\d+", str(error))[:1]) from error
    except Exception as error:  # Pillow's decoders raise whatever a broken file leads them to.
        reason = str(error) or type(error).__name__
        raise ImageError(_("{name} is broken: {reason}.").format(name=name, reason=reason.rstrip("."))) from error


def _read_orientation(image: Image.Image) -> int:
    return int(image.getexif().get(ORIENTATION_TAG, 1))


class _Silence:
    """How many threads want silence, and what puts an end to it."""

    lock = threading.Lock()
    count = 0
    end = contextlib.ExitStack()


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep Pillow's warnings from anybody's screen, from the first thread that decodes to the last.

    `warnings.catch_warnings` alone, in several threads, may put back what another has set, for good.
    """
    with _Silence.lock:
        if not _Silence.count:
            _Silence.end.enter_context(warnings.catch_warnings())
            warnings.simplefilter("ignore")
        _Silence.count += 1
    try:
        yield
    finally:
        with _Silence.lock:
            _Silence.count -= 1
            if not _Silence.count:
                _Silence.end.close()


def _check_pixels(image: Image.Image, name: str) -> None:
    width, height = image.size
    if width * height > load_settings().most_pixels:
        raise _refuse_pixels(name, f"{width}×{height}")


def _refuse_pixels(name: str, received: str = "?") -> ImageError:
    text = _("{name} has too many pixels: at most {most:,} are taken. Received: {received}.")
    return ImageError(text.format(name=name, most=load_settings().most_pixels, received=received))


def _is_grey(mode: str) -> bool:
    return mode in ("1", "L", "LA", "La", "F") or mode.startswith("I")


def _to_array(image: Image.Image) -> NDArray[np.uint8]:
    mode = image.mode
    if mode.startswith("I") or mode == "F":
        return _reduce_depth(np.asarray(image))[..., np.newaxis]
    if image.has_transparency_data:
        rgba = image.convert("RGBA")
        black = Image.new("RGBA", rgba.size, (0, 0, 0, 255))
        pixels = np.asarray(Image.alpha_composite(black, rgba).convert("RGB"), np.uint8)
        return pixels[..., :1] if _is_grey(mode) else pixels
    if _is_grey(mode):
        return np.asarray(image if mode == "L" else image.convert("L"), np.uint8)[..., np.newaxis]
    return np.asarray(image if mode == "RGB" else image.convert("RGB"), np.uint8)


def _reduce_depth(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Bring grey of more than 8 bits to 8 by scaling; Pillow's own conversion would clip.

    Whole numbers are taken to be of 16 bits. Floats don't say their range: it is 0…1, 0…255 or 0…65535, whichever is
    the smallest that holds them all.
    """
    numbers = np.nan_to_num(values.astype(np.float64))
    scale = 1 / 257
    if np.issubdtype(values.dtype, np.floating) and numbers.max(initial=0) <= 255:
        scale = 255.0 if numbers.max(initial=0) <= 1 else 1.0
    return np.clip(np.rint(numbers * scale), 0, 255).astype(np.uint8)
