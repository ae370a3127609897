import io
import threading
import tracemalloc
import warnings
import zlib

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from lab.errors import ImageError
from lab.images import decode_image, decode_with_size, read_file
from lab.settings import load_settings

COLORS = np.random.default_rng(0).integers(0, 256, (6, 9, 3), np.uint8)


def encode(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def claim_png(width: int, height: int) -> bytes:
    """A PNG's header that claims a size, without the pixels."""
    header = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    data = b"IDAT" + zlib.compress(b"")
    chunks = [
        len(chunk[4:]).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big") for chunk in (header, data)
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def test_colours_and_greys_come_as_they_are():
    np.testing.assert_array_equal(decode_image(encode(Image.fromarray(COLORS)), "a.png"), COLORS)
    grey = COLORS[..., 0]
    decoded = decode_image(encode(Image.fromarray(grey)), "a.png")
    assert decoded.shape == (6, 9, 1)
    np.testing.assert_array_equal(decoded[..., 0], grey)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_gives_the_same_upright_pixels(orientation):
    upright = Image.fromarray(COLORS)
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = upright.transpose(undo[orientation]) if orientation in undo else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encode(stored, "PNG", exif=exif)
    np.testing.assert_array_equal(decode_image(data, "a.png"), COLORS)
    assert decode_with_size(data, "a.png")[1] == (9, 6)


def test_cmyk_palette_and_one_bit():
    cmyk = Image.new("CMYK", (4, 4), (255, 0, 0, 0))
    red, green, blue = decode_image(encode(cmyk, "TIFF"), "a.tif")[0, 0]
    assert red < 80
    assert green > 150
    assert blue > 150
    palette = Image.new("P", (4, 4), 1)
    palette.putpalette([0, 0, 0, 10, 200, 30])
    assert decode_image(encode(palette), "a.png")[0, 0].tolist() == [10, 200, 30]
    one_bit = Image.new("1", (4, 4), 1)
    assert decode_image(encode(one_bit), "a.png")[0, 0].tolist() == [255]


def test_sixteen_bits_are_scaled_and_not_clipped():
    values = np.array([[0, 257, 32896, 65535]], np.uint16)
    assert decode_image(encode(Image.fromarray(values)), "a.png")[0, :, 0].tolist() == [0, 1, 128, 255]


def test_what_is_transparent_is_black_and_hides_no_colour():
    pixels = np.zeros((1, 3, 4), np.uint8)
    pixels[0] = [(255, 100, 50, 0), (255, 100, 50, 255), (200, 100, 50, 128)]
    decoded = decode_image(encode(Image.fromarray(pixels)), "a.png")[0]
    assert decoded[0].tolist() == [0, 0, 0]
    assert decoded[1].tolist() == [255, 100, 50]
    np.testing.assert_allclose(decoded[2], [100, 50, 25], atol=1)
    grey = Image.fromarray(np.array([[(200, 0), (200, 255)]], np.uint8), "LA")
    assert decode_image(encode(grey), "a.png")[0].tolist() == [[0], [200]]


def test_the_first_frame_of_an_animation():
    frames = [Image.new("RGB", (4, 4), color) for color in ("red", "blue")]
    data = encode(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert decode_image(data, "a.gif")[0, 0].tolist() == [255, 0, 0]


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<!doctype html><p>Not found</p>", b"%PDF-1.4"],
)
def test_what_is_no_image_is_named(data):
    with pytest.raises(ImageError, match=r"cat\.jpg is not an image"):
        decode_image(data, "cat.jpg")


def test_half_a_jpeg_is_broken():
    data = encode(Image.fromarray(np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)), "JPEG")
    with pytest.raises(ImageError, match=r"half\.jpg is broken"):
        decode_image(data[: len(data) // 2], "half.jpg")


def test_too_many_pixels_are_refused_before_they_take_memory():
    tracemalloc.start()
    with pytest.raises(ImageError, match=r"huge\.png has too many pixels: at most 50,000,000.*Received: 12000×12000"):
        decode_image(claim_png(12_000, 12_000), "huge.png")
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_thin_images_are_taken():
    for shape in ((1, 1, 3), (30_000, 1, 3)):
        pixels = np.zeros(shape, np.uint8)
        assert decode_image(encode(Image.fromarray(pixels)), "thin.png").shape == shape


JPEG, PNG, GIF = (encode(Image.fromarray(COLORS), form) for form in ("JPEG", "PNG", "GIF"))


@given(st.sampled_from([JPEG, PNG, GIF]), st.data())
@example(JPEG, None)
def test_a_damaged_file_is_decoded_or_refused_and_nothing_else(data, draw):
    if draw is not None:
        position = draw.draw(st.integers(0, len(data) - 1))
        patch = draw.draw(st.binary(max_size=8))
        data = data[:position] + patch + data[position + len(patch) :]
        data = data[: draw.draw(st.integers(0, len(data)))]
    try:
        decoded = decode_image(data, "a")
    except ImageError as error:
        assert str(error).startswith("a ")
    else:
        assert decoded.dtype == np.uint8
        assert decoded.ndim == 3
        assert decoded.shape[2] in (1, 3)


@given(st.binary(max_size=200))
def test_any_bytes_at_all(data):
    with pytest.raises(ImageError):
        decode_image(data, "a")


@pytest.mark.parametrize("width", [9_000, 12_000, 20_000, 60_000])
def test_pillow_s_own_limits_are_told_as_ours_and_nothing_is_warned_of(width):
    # Pillow warns from 89 million pixels on and raises an error of its own from 179 million on.
    figure = {20_000: "400000000", 60_000: "3600000000"}.get(width, f"{width}×{width}")
    most = load_settings().most_pixels
    with pytest.raises(ImageError, match=f"too many pixels: at most {most:,} are taken. Received: {figure}"):
        decode_image(claim_png(width, width), "huge.png")


def test_every_depth_of_grey_is_scaled():
    values = np.array([[0, 257, 32896, 65535]])
    for image in (Image.fromarray(values.astype(np.int32)), Image.fromarray(values.astype(np.float32))):
        assert decode_image(encode(image, "TIFF"), "a.tif")[0, :, 0].tolist() == [0, 1, 128, 255]
    for top in (1, 255):
        image = Image.fromarray(np.array([[0, top]], np.float32))
        assert decode_image(encode(image, "TIFF"), "a.tif")[0, :, 0].tolist() == [0, 255]
    strange = Image.fromarray(np.array([[np.nan, -np.inf, -3, 1]], np.float32))
    assert decode_image(encode(strange, "TIFF"), "a.tif")[0, :, 0].tolist() == [0, 0, 0, 255]


@pytest.mark.parametrize("orientation", [3, 6])
def test_sixteen_bits_are_turned_upright_too(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encode(Image.fromarray(np.array([[0, 65535]], np.uint16)), exif=exif)
    expected = {3: [[255, 0]], 6: [[0], [255]]}[orientation]
    assert decode_image(data, "a.png")[..., 0].tolist() == expected


@pytest.mark.parametrize(
    ("image", "transparent", "expected"),
    [
        (Image.fromarray(np.array([[7, 200]], np.uint8)), 200, [[7], [0]]),
        (Image.new("1", (2, 1), 1), 255, [[0], [0]]),
        (Image.fromarray(np.array([[(1, 2, 3), (4, 5, 6)]], np.uint8)), (4, 5, 6), [[1, 2, 3], [0, 0, 0]]),
    ],
    ids=["grey", "one bit", "colour"],
)
def test_a_transparent_colour_is_black(image, transparent, expected):
    assert decode_image(encode(image, transparency=transparent), "a.png")[0].tolist() == expected


def test_a_palette_with_transparency_hides_no_colour():
    image = Image.fromarray(np.array([[0, 1, 2]], np.uint8), "L").convert("P")
    image.putpalette([255, 0, 0, 0, 255, 0, 0, 0, 255])
    decoded = decode_image(encode(image, transparency=bytes([0, 128, 255])), "a.png")[0]
    assert decoded[[0, 2]].tolist() == [[0, 0, 0], [0, 0, 255]]
    np.testing.assert_allclose(decoded[1], [0, 128, 0], atol=1)


def test_a_cmyk_jpeg_has_the_colours_that_pillow_converts_it_to():
    cmyk = Image.new("CMYK", (16, 16), (0, 255, 255, 0))
    red, green, blue = decode_image(encode(cmyk, "JPEG", quality=95), "a.jpg")[8, 8].astype(int)
    assert red > 200
    assert max(green, blue) < 90


def test_a_photograph_of_several_pictures_gives_the_first():
    pictures = [Image.new("RGB", (8, 8), color) for color in ("red", "blue")]
    data = encode(pictures[0], "MPO", save_all=True, append_images=pictures[1:])
    assert decode_image(data, "a.jpg")[0, 0, 0] > 200


@pytest.mark.parametrize("form", ["PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF", "PPM", "TGA"])
def test_every_format_is_refused_when_half_is_missing(form):
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    data = encode(Image.fromarray(noise), form)
    assert decode_image(data, "a").shape == (64, 64, 3)
    with pytest.raises(ImageError, match="half"):
        decode_image(data[: len(data) // 2], "half")


def test_damaged_exif_is_left_alone_without_a_warning():
    exif = Image.Exif()
    exif[0x0112] = 1
    data = bytearray(encode(Image.new("RGB", (8, 8), "red"), "JPEG", exif=exif))
    start = data.find(b"Exif") + 14
    data[start : start + 6] = b"\xff" * 6
    assert decode_image(bytes(data), "a.jpg").shape == (8, 8, 3)


def test_decoding_in_threads_leaves_the_filters_of_warnings_as_they_were():
    data = encode(Image.new("RGB", (8, 8), "red"), "JPEG")
    before = list(warnings.filters)
    threads = [
        threading.Thread(target=lambda: [decode_image(data, "a") for _time in range(100)]) for _number in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(warnings.filters) == before


@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("shortest", [None, 8])
def test_the_size_told_is_the_upright_image_s_own(orientation, shortest):
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encode(Image.new("RGB", (64, 48), "red"), "JPEG", exif=exif)
    image, size = decode_with_size(data, "a.jpg", shortest)
    assert size == ((64, 48) if orientation == 1 else (48, 64))
    assert image.shape[0] * size[0] == image.shape[1] * size[1]


def test_a_file_that_cannot_be_opened_is_named(tmp_path):
    with pytest.raises(ImageError, match=r"cat/1\.png cannot be read: No such file"):
        read_file(tmp_path / "1.png", "cat/1.png")
    with pytest.raises(ImageError, match=r"folder cannot be read: Is a directory"):
        (tmp_path / "folder").mkdir()
        read_file(tmp_path / "folder", "folder")


def test_a_jpeg_that_will_be_small_is_decoded_small_and_still_wholly():
    ramp = np.linspace(0, 255, 640).astype(np.uint8)
    data = encode(Image.fromarray(np.stack([np.tile(ramp, (480, 1))] * 3, axis=2)), "JPEG", quality=95)
    small = decode_image(data, "a.jpg", shortest=100)
    assert small.shape == (120, 160, 3)
    np.testing.assert_allclose(small[60, ::40, 0], ramp[::160], atol=4)
    with pytest.raises(ImageError, match="a.jpg is broken"):
        decode_image(data[: len(data) // 2], "a.jpg", shortest=100)
