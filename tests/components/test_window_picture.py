import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.charts import TRAIN_COLOR, VALIDATION_COLOR
from components.window_picture import WIDTH, picture_window
from lab.errors import LayerError
from lab.layers.base import Window

SVG = "{http://www.w3.org/2000/svg}"
windows = st.builds(
    Window, st.integers(1, 31), st.integers(1, 16), st.integers(1, 8), st.sampled_from(["same", "valid"])
)


def parse(window, size):
    return ET.fromstring(picture_window(window, size))


@given(windows, st.integers(1, 512))
def test_any_window_that_fits_is_a_picture_within_its_borders(window, size):
    try:
        window.output_size(size)
    except LayerError:
        with pytest.raises(LayerError):
            picture_window(window, size)
        return
    root = parse(window, size)
    for rect in root.iter(f"{SVG}rect"):
        assert float(rect.get("x")) + float(rect.get("width")) <= WIDTH + 2
        assert float(rect.get("y")) + float(rect.get("height")) <= float(root.get("height")) + 2


def test_the_kernel_stands_where_it_begins_and_one_stride_further():
    root = parse(Window(3, 2), 28)
    first, second = (next(one for one in root.iter(f"{SVG}rect") if one.get("stroke") == color)
                     for color in (TRAIN_COLOR, VALIDATION_COLOR))  # fmt: skip
    pixels = float(first.get("width")) / 3
    assert float(second.get("x")) - float(first.get("x")) == pytest.approx(2 * pixels, abs=1.2)
    words = [one.text for one in root.iter(f"{SVG}text")]
    assert words == ["Input: 28", "Output: 13", "stride 2"]


def test_a_dilated_kernel_leaves_pixels_out():
    def count_cells(window):
        return sum(one.get("fill") == TRAIN_COLOR for one in parse(window, 28).iter(f"{SVG}rect"))

    assert count_cells(Window(3)) == count_cells(Window(3, dilation=3)) == 9 + 1


def test_padding_is_said_with_where_it_is():
    words = [one.text for one in parse(Window(4, padding="same"), 28).iter(f"{SVG}text")]
    assert words[:2] == ["Input: 1 + 28 + 2 with padding", "Output: 28"]
