"""Every kind of image through an import, and the same pixels everywhere."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from lab.datasets.imported import Imported
from lab.datasets.load import load_images
from lab.errors import LabError
from lab.images import decode_image
from lab.preparation import Preparation
from tests.lab.importing.making import bring_in, encode, hash_tree, pack, paint, picture, takes_at_most, two_classes
from tests.lab.test_images import claim_png

NO_IMAGES = {
    "0 bytes": b"",
    "text": b"hello",
    "SVG": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "HTML": b"<!doctype html><script>alert(1)</script>",
    "PDF": b"%PDF-1.4\n",
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "a program": b"\x7fELF" + bytes(60),
    "half a JPEG": encode(paint(1, 64, 64), "JPEG")[:900],
    "half a PNG": picture(1)[:300],
    "huge": claim_png(12_000, 12_000),
    "huge the other way": claim_png(1, 2**31 - 1),
}


@pytest.mark.parametrize("data", NO_IMAGES.values(), ids=NO_IMAGES)
def test_what_is_no_whole_image_is_skipped_with_a_sentence_and_the_rest_is_imported(lab_home, tmp_path, data):
    archive = pack(tmp_path / "x.zip", {**two_classes(), "cat/strange.jpg": data})
    with takes_at_most(20_000_000):
        report = bring_in(archive).report
    assert (report.total, report.imported) == (7, 6)
    (skipped,) = report.skipped
    assert skipped.file == "cat/strange.jpg"
    assert skipped.reason.startswith("cat/strange.jpg ")
    assert any(part in skipped.reason for part in ("is not an image", "is broken", "too many pixels"))


def make_modes() -> dict[str, bytes]:
    image = paint(0, 40, 30)
    grey = image.convert("L")
    wide = Image.fromarray(np.arange(1200, dtype=np.uint16).reshape(30, 40) * 54)
    frames = [paint(seed, 40, 30) for seed in range(3)]
    clear = image.copy()
    clear.putalpha(grey)
    return {
        "rgb.png": encode(image),
        "rgb.jpg": encode(image, "JPEG"),
        "rgb.bmp": encode(image, "BMP"),
        "rgb.webp": encode(image, "WEBP"),
        "rgb.tif": encode(image, "TIFF"),
        "rgb.tga": encode(image, "TGA"),
        "rgb.ppm": encode(image, "PPM"),
        "grey.png": encode(grey),
        "grey.jpg": encode(grey, "JPEG"),
        "one bit.png": encode(image.convert("1")),
        "palette.png": encode(image.convert("P")),
        "palette.gif": encode(image.convert("P"), "GIF", transparency=3),
        "cmyk.jpg": encode(image.convert("CMYK"), "JPEG"),
        "cmyk.tif": encode(image.convert("CMYK"), "TIFF"),
        "alpha.png": encode(clear),
        "grey alpha.png": encode(clear.convert("LA")),
        "16 bits.png": encode(wide),
        "16 bits.tif": encode(wide, "TIFF"),
        "32 bits.tif": encode(Image.fromarray(np.linspace(0, 1, 1200, dtype=np.float32).reshape(30, 40)), "TIFF"),
        "lab.tif": encode(Image.fromarray(np.asarray(image), "RGB").convert("YCbCr"), "TIFF"),
        "animation.gif": encode(frames[0], "GIF", save_all=True, append_images=frames[1:]),
        "animation.png": encode(frames[0], "PNG", save_all=True, append_images=frames[1:]),
        "animation.webp": encode(frames[0], "WEBP", save_all=True, append_images=frames[1:]),
        "icon.ico": encode(paint(0, 32, 32), "ICO"),
        "one pixel.png": encode(paint(0, 1, 1)),
        "tall.png": encode(Image.new("RGB", (1, 30_000), "red")),
        "wide.png": encode(Image.new("L", (30_000, 1), 7)),
        "large.jpg": encode(paint(0, 900, 700), "JPEG"),
    }


MODES = make_modes()


@pytest.fixture
def every_mode(lab_home, tmp_path):
    imported = bring_in(pack(tmp_path / "x.zip", {f"a/{name}": data for name, data in MODES.items()} | two_classes(1)))
    assert imported.report.skipped == ()
    assert imported.report.imported == len(MODES) + 2
    return Imported(id=imported.id).open()


@pytest.mark.filterwarnings("ignore:'mode' parameter is deprecated:DeprecationWarning")
@pytest.mark.parametrize("color", ["rgb", "grey"])
@pytest.mark.parametrize("fit", ["crop", "pad", "stretch"])
def test_training_and_prediction_see_the_same_pixels_of_every_kind_of_image(every_mode, color, fit):
    preparation = Preparation(size=16, color=color, fit=fit)
    trained = load_images(every_mode, preparation)
    for index, name in enumerate(every_mode.names):
        data = MODES.get(name.removeprefix("a/"))
        if data is None:
            continue
        predicted = preparation.decode(data, "upload")
        np.testing.assert_array_equal(every_mode.prepare(index, preparation), predicted)
        np.testing.assert_array_equal(trained.images[index], predicted)
        np.testing.assert_array_equal(every_mode.read(index), decode_image(data, "upload"))
        assert every_mode.load(index) == data


def test_the_sizes_told_are_those_of_the_upright_images(every_mode):
    for index, (width, height) in enumerate(every_mode.sizes().tolist()):
        assert every_mode.read(index).shape[:2] == (height, width)


def turn(image: Image.Image, orientation: int) -> bytes:
    """An image that is upright once its EXIF orientation is followed."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encode(image.transpose(undo[orientation]) if orientation in undo else image, "PNG", exif=exif)


def test_every_exif_orientation_gives_the_same_upright_pixels(lab_home, tmp_path):
    upright = paint(0, 40, 30)
    members = {f"{name}/{number}.png": turn(upright, number) for name in "ab" for number in range(1, 9)}
    source = Imported(id=bring_in(pack(tmp_path / "x.zip", members)).id).open()
    preparation = Preparation(size=16)
    expected = preparation.apply(np.asarray(upright))
    for index, name in enumerate(source.names):
        np.testing.assert_array_equal(source.read(index), np.asarray(upright))
        np.testing.assert_array_equal(source.prepare(index, preparation), expected)
        np.testing.assert_array_equal(preparation.decode(members[name], "upload"), expected)
    assert source.sizes().tolist() == [[40, 30]] * 16
    # Pixel by pixel they are equal, and so each is paired with the first.
    pairs = source.folder.read_measures()["similar_pairs"]
    assert pairs.tolist() == [[0, index, -1] for index in range(1, 16)]


def test_a_file_that_is_too_large_is_skipped_with_the_figure_and_the_limit(lab_home, tmp_path, set_limit):
    set_limit(import_file_megabytes=1)
    large = encode(paint(0, 800, 700), "BMP")
    report = bring_in(pack(tmp_path / "x.zip", {**two_classes(), "cat/large.bmp": large})).report
    assert report.imported == 6
    assert report.skipped[0].reason == "cat/large.bmp has 2 MB; at most 1 MB are allowed."


def test_images_are_kept_byte_for_byte_under_their_authors_names(lab_home, tmp_path):
    members = two_classes(names=("고양이", "my dog 🐕"))
    source = Imported(id=bring_in(pack(tmp_path / "x.zip", members)).id).open()
    assert {name: source.load(index) for index, name in enumerate(source.names)} == members


@given(st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_of_images_are_imported_or_skipped_and_counted(lab_home, tmp_path, data):
    members = {}
    for number, name in enumerate(data.draw(st.lists(st.sampled_from(sorted(MODES)), max_size=4))):
        image = bytearray(MODES[name])
        for position in data.draw(st.lists(st.integers(0, len(image) - 1), max_size=6)):
            image[position] = data.draw(st.integers(0, 255))
        members[f"cat/{number} {name}"] = bytes(image[: data.draw(st.integers(0, len(image)))])
    before = hash_tree(lab_home)
    try:
        imported = bring_in(pack(tmp_path / "x.zip", {**two_classes(1), **members}))
    except LabError:
        assert hash_tree(lab_home) == before
        return
    report = imported.report
    assert report.total == report.imported + len(report.skipped) == 2 + len(members)
    loaded = load_images(Imported(id=imported.id).open(), Preparation(size=8))
    assert len(loaded.images) == report.imported
    assert loaded.skipped == []
