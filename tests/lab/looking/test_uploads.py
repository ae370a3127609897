"""Whatever is uploaded to be predicted: taken with the pixels of training, or refused with a reason."""

import io
import zipfile
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lab.looking.given import GivenFile, GivenSample
from lab.looking.prepared import prepare_given
from lab.looking.uploads import open_uploads
from lab.preparation import Preparation

COLORS = np.random.default_rng(0).integers(0, 256, (6, 9, 3), np.uint8)
PREPARATION = Preparation(size=8)


def encode(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


GOOD = encode(Image.fromarray(COLORS))


def pack(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def claim_png(width: int, height: int) -> bytes:
    header = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    chunks = (header, b"IDAT" + zlib.compress(b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(chunk[4:]).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big") for chunk in chunks
    )


def look(name: str, data: bytes, preparation: Preparation = PREPARATION):
    """What comes of one file beside a good one: its pixels, or the reason."""
    uploads = open_uploads([(name, data), ("good.png", GOOD)])
    prepared = prepare_given(uploads.images, preparation)
    assert len(uploads.images) - 1 in prepared.rows, "the rest must go on"
    return prepared.pixels[0] if len(prepared.rows) == 2 else prepared.refused[0]


def test_what_is_no_whole_image_is_refused_by_name_and_the_rest_goes_on():
    jpeg = encode(Image.fromarray(np.random.default_rng(1).integers(0, 256, (64, 64, 3), np.uint8)), "JPEG")
    assert look("empty.jpg", b"") == "empty.jpg is not an image."
    assert look("letter.jpg", b"Dear network, this is a text.") == "letter.jpg is not an image."
    assert look("page.jpg", b"<!doctype html><p>Not found</p>") == "page.jpg is not an image."
    assert look("half.jpg", jpeg[: len(jpeg) // 2]).startswith("half.jpg is broken")
    assert "too many pixels" in look("huge.png", claim_png(12_000, 12_000))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_is_predicted_upright(orientation):
    turn = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    upright = Image.fromarray(COLORS)
    stored = upright.transpose(Image.Transpose(turn[orientation])) if orientation in turn else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    np.testing.assert_array_equal(look("turned.png", encode(stored, exif=exif)), PREPARATION.apply(COLORS))


def test_every_kind_of_pixel_comes_with_its_right_colours():
    cmyk = look("a.tif", encode(Image.new("CMYK", (8, 8), (255, 0, 0, 0)), "TIFF"))[0, 0]
    assert cmyk[0] < 80 and min(cmyk[1:]) > 150
    palette = Image.new("P", (8, 8), 1)
    palette.putpalette([0, 0, 0, 10, 200, 30])
    assert look("a.png", encode(palette))[0, 0].tolist() == [10, 200, 30]
    deep = Image.fromarray(np.full((8, 8), 32896, np.uint16))
    assert look("a.png", encode(deep))[0, 0].tolist() == [128] * 3
    glass = Image.fromarray(np.full((8, 8, 4), (250, 90, 10, 0), np.uint8))
    assert look("a.png", encode(glass))[0, 0].tolist() == [0, 0, 0]


@pytest.mark.parametrize("shape", [(1, 1), (1, 30_000), (30_000, 1)])
@pytest.mark.parametrize("fit", ["crop", "pad", "stretch"])
def test_the_thinnest_images_are_taken(shape, fit):
    seen = look("thin.png", encode(Image.fromarray(np.full(shape, 200, np.uint8))), Preparation(size=8, fit=fit))
    assert seen.shape == (8, 8, 3)
    assert seen.max() == 200


def test_prediction_gets_the_very_pixels_of_training_and_of_the_preview(import_zip, jpeg):
    files = {
        f"{name}/{number}.jpg": jpeg(7 * number + len(name), 300, 400) for name in ("cat", "mouse") for number in (0, 1)
    }
    source = import_zip(files).open()
    preparation = Preparation(size=32)
    for index, name in enumerate(source.names):
        trained = source.prepare(index, preparation)
        uploaded = GivenFile(name, lambda name=name: files[name])
        np.testing.assert_array_equal(uploaded.prepare(preparation), trained)
        np.testing.assert_array_equal(GivenSample(source, index).prepare(preparation), trained)


def test_a_zip_is_read_in_memory_and_its_folders_tell_the_truth():
    members = {f"test/{name}/{number}.png": GOOD for name in ("Cat", "dog", "other") for number in range(2)}
    uploads = open_uploads([("pets.zip", pack({**members, "__MACOSX/x.png": b"", "dog/broken.jpg": b"no"}))])
    assert [image.name for image in uploads.images] == [*members, "dog/broken.jpg"]
    assert [image.truth(["cat", "dog"]) for image in uploads.images] == ["cat", "cat", "dog", "dog", "", "", "dog"]
    assert prepare_given(uploads.images, PREPARATION).refused == {6: "dog/broken.jpg is not an image."}


@pytest.mark.parametrize("name", ["../../evil.png", "/etc/evil.png", "C:\\evil.png"])
def test_an_archive_that_leads_out_is_refused_whole(name):
    uploads = open_uploads([("bad.zip", pack({"a.png": GOOD, name: GOOD})), ("good.png", GOOD)])
    assert [image.name for image in uploads.images] == ["good.png"]
    assert uploads.skipped[0].file == "bad.zip"
    assert "leads out of the archive" in uploads.skipped[0].reason


def test_an_archive_within_too_large_a_file_and_too_many_images_are_named(set_limit):
    set_limit(import_file_megabytes=1, predict_images=2)
    members = {
        "inner.zip": pack({"a.png": GOOD}),
        "big.png": bytes(1_500_000),
        "a.png": GOOD,
        "b.png": GOOD,
        "c.png": GOOD,
    }
    uploads = open_uploads([("all.zip", pack(members))])
    assert [image.name for image in uploads.images] == ["a.png", "b.png"]
    assert [one.file for one in uploads.skipped] == ["inner.zip", "big.png", "c.png"]
    assert "at most 1 MB" in uploads.skipped[1].reason
    assert "At most 2 images" in uploads.skipped[2].reason


def test_a_member_that_is_damaged_is_named_and_the_others_are_taken():
    packed = bytearray(pack({"a.png": GOOD, "b.png": GOOD}))
    packed[packed.index(GOOD) + 40] ^= 255
    prepared = prepare_given(open_uploads([("x.zip", bytes(packed))]).images, PREPARATION)
    assert prepared.refused == {0: "a.png is damaged in its archive x.zip."}
    assert prepared.rows == (1,)


@given(st.binary(max_size=300), st.sampled_from(["a.zip", "a.jpg"]), st.booleans())
def test_any_bytes_at_all_are_images_or_refused(data, name, begins_as_zip):
    uploads = open_uploads([(name, b"PK\x03\x04" + data if begins_as_zip else data)])
    prepared = prepare_given(uploads.images, PREPARATION)
    assert len(prepared.rows) == 0
    assert len(uploads.skipped) + len(prepared.refused) == 1
