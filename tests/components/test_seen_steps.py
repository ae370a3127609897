import io

import numpy as np
import pytest
from PIL import Image

from components.seen_steps import list_seen_steps
from lab.looking.given import GivenFile, GivenPixels
from lab.looking.predictor import Predictor
from lab.preparation import Preparation
from lab.scaling.base import Scaler
from lab.scaling.tf import TF


class Seeing(Predictor):
    """A network that is never asked."""

    labels = ("a", "b")
    scaling_title = TF.title

    def __init__(self, **preparation: object) -> None:
        self.preparation = Preparation(**preparation)
        channels = self.preparation.input_shape[-1]
        self.scaler = Scaler(scale=(1 / 127.5,) * channels, offset=(-1.0,) * channels)

    def ask(self, pixels, on_progress):
        raise NotImplementedError


def make_jpeg(orientation: int = 1) -> bytes:
    ramp = np.tile(np.arange(200, dtype=np.uint8)[:, np.newaxis, np.newaxis], (1, 300, 3))
    exif = Image.Exif()
    exif[0x0112] = orientation
    buffer = io.BytesIO()
    Image.fromarray(ramp).save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("preparation", "titles"),
    [
        ({"size": 8}, ["Decoded", "Upright", "Cropped", "Resized", "Scaled"]),
        ({"size": 8, "fit": "pad"}, ["Decoded", "Upright", "Resized", "Padded", "Scaled"]),
        ({"size": 8, "fit": "stretch", "color": "grey"}, ["Decoded", "Upright", "Resized", "Grey", "Scaled"]),
    ],
)
def test_every_step_is_told_and_the_last_pixels_are_those_that_the_network_gets(preparation, titles):
    predictor, data = Seeing(**preparation), make_jpeg()
    steps = list_seen_steps(GivenFile("a.jpg", lambda: data), predictor)
    assert [step.title for step in steps] == titles
    np.testing.assert_array_equal(steps[-2].pixels, predictor.preparation.decode(data, "a.jpg"))
    assert f"{steps[-2].pixels.size:,} numbers from" in steps[-1].text


def test_a_photograph_that_lies_on_its_side_is_shown_before_and_after():
    data = make_jpeg(orientation=6)
    decoded, upright, *_rest = list_seen_steps(GivenFile("a.jpg", lambda: data), Seeing(size=128))
    assert decoded.pixels.shape == (200, 300, 3)
    assert upright.pixels.shape == (300, 200, 3)
    assert "JPEG, RGB, 300×200" in decoded.text
    assert "EXIF orientation 6" in upright.text


def test_what_lies_in_no_file_begins_as_it_is():
    steps = list_seen_steps(GivenPixels("drawing", np.zeros((9, 9, 1), np.uint8)), Seeing(size=4))
    assert [step.title for step in steps] == ["As given", "Cropped", "Resized", "Colour", "Scaled"]
