import io
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lab.datasets.measures import fingerprint, measure
from lab.datasets.similar import find_similar_pairs
from lab.images import decode_image

PHOTOGRAPHS = Path(__file__).resolve().parents[4] / "shared" / "data" / "cats-dogs-300.zip"


def find(images):
    measures = [measure(image) for image in images]
    fingerprints = np.array([one.fingerprint for one in measures], np.uint64)
    return find_similar_pairs(
        fingerprints, np.stack([one.thumbnail for one in measures]), [one.digest for one in measures]
    )


def picture(seed, side=96):
    soft = np.random.default_rng(seed).integers(0, 256, (8, 8, 3), np.uint8)
    return cv2.resize(soft, (side, side), interpolation=cv2.INTER_CUBIC)


def saved(image, quality):
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "JPEG", quality=quality)
    return decode_image(buffer.getvalue(), "a.jpg")


def changed(image):
    side = image.shape[0]
    yield "saved anew", saved(image, 40)
    yield "made smaller", cv2.resize(image, (image.shape[1] // 2, side // 2), interpolation=cv2.INTER_AREA)
    yield "brightened", np.clip(image * 1.1 + 5, 0, 255).astype(np.uint8)


def test_an_image_is_found_again_however_it_was_saved():
    for seed in range(10):
        for name, other in changed(picture(seed)):
            pairs = find([picture(seed), other, picture(seed + 100)])
            assert pairs[:, :2].tolist() == [[0, 1]], name
            assert 0 <= pairs[0, 2] <= 8


def test_equal_pixels_are_told_from_near_ones():
    image = picture(1)
    assert find([image, image.copy(), picture(2), image.copy()]).tolist() == [[0, 1, -1], [0, 3, -1]]
    # Of another shape, and so other pixels, though the bytes are the same.
    assert measure(image).digest != measure(image.reshape(48, 192, 3)).digest


def test_different_pictures_are_no_pair():
    assert len(find([picture(seed) for seed in range(150)])) == 0


def test_a_thousand_equal_images_make_no_million_pairs():
    assert len(find([picture(1)] * 1000)) == 999
    blanks = [np.full((20, 20, 3), value % 250, np.uint8) for value in range(600)]
    assert len(find(blanks)) < 20_000


@pytest.mark.skipif(not PHOTOGRAPHS.exists(), reason="the photographs are not on this machine")
def test_real_photographs_are_found_again_and_not_taken_for_one_another():
    with zipfile.ZipFile(PHOTOGRAPHS) as archive:
        names = [name for name in archive.namelist() if name.endswith(".jpg")][:60]
        images = [decode_image(archive.read(name), name) for name in names]
    assert len(find(images)) == 0
    for image in images[:20]:
        for name, other in changed(image):
            assert len(find([image, other])) == 1, name


@given(st.integers(1, 60), st.integers(1, 60), st.sampled_from([1, 3]), st.integers(0, 255))
def test_every_image_can_be_measured(height, width, channels, value):
    found = measure(np.full((height, width, channels), value, np.uint8))
    assert found.thumbnail.shape == (32, 32, 3)
    assert 0 <= found.fingerprint < 2**64
    assert found.brightness == pytest.approx(value, abs=1)
    assert found.contrast == pytest.approx(0, abs=1e-4)
    assert np.isfinite(found.sharpness)


def test_a_fingerprint_is_half_ones():
    bits = [fingerprint(cv2.resize(picture(seed), (32, 32))).bit_count() for seed in range(50)]
    assert all(28 <= count <= 36 for count in bits)


def test_a_blurred_image_is_less_sharp():
    image = np.random.default_rng(0).integers(0, 256, (128, 128, 3), np.uint8)
    sharp, blurred = measure(image).sharpness, measure(cv2.GaussianBlur(image, (0, 0), 3)).sharpness
    assert blurred < sharp / 10
