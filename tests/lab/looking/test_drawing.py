import cv2
import numpy as np
import pytest

from lab.datasets.digits import Digits
from lab.looking.drawing import frame_drawing
from lab.preparation import Preparation


def draw(*strokes: tuple[int, int, int, int]) -> bytes:
    canvas = np.zeros((280, 280, 4), np.uint8)
    canvas[..., 3] = 255
    for left, top, right, bottom in strokes:
        cv2.rectangle(canvas, (left, top), (right - 1, bottom - 1), (255, 255, 255, 255), -1)
    return cv2.imencode(".png", canvas)[1].tobytes()


def test_an_empty_canvas_is_no_drawing():
    assert frame_drawing(draw(), "drawing", "digits") is None


@pytest.mark.parametrize(("dataset", "margin"), [("digits", 0), ("mnist", 4 / 28), ("anything", 0.1)])
@pytest.mark.parametrize("box", [(10, 20, 60, 140), (200, 100, 270, 130)])
def test_wherever_it_was_drawn_it_fills_the_frame_as_the_data_set_s_digits_do(dataset, margin, box):
    framed = frame_drawing(draw(box), "drawing", dataset)
    assert framed.shape == (256, 256, 1)
    rows, columns = np.flatnonzero(framed.any(axis=(1, 2))), np.flatnonzero(framed.any(axis=(0, 2)))
    tall, wide = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
    assert max(tall, wide) == pytest.approx(256 * (1 - 2 * margin), abs=2)
    assert wide / tall == pytest.approx((box[2] - box[0]) / (box[3] - box[1]), rel=0.05)
    assert abs(rows[0] - (255 - rows[-1])) <= 1
    assert abs(columns[0] - (255 - columns[-1])) <= 1


def test_a_drawn_one_looks_like_the_ones_of_the_data_set():
    digits = Digits().open()
    ones = digits.images[digits.labels == 1].astype(float).mean(axis=0)
    framed = frame_drawing(draw((120, 40, 152, 240)), "drawing", "digits")
    seen = Preparation(size=8, color="grey").apply(framed).astype(float)
    others = [digits.images[digits.labels == digit].astype(float).mean(axis=0) for digit in range(10) if digit != 1]
    assert all(((seen - ones) ** 2).sum() < ((seen - other) ** 2).sum() for other in others)
