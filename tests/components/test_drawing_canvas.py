import base64

import pytest

from components.drawing_canvas import MOST_CHARACTERS, PREFIX, read_drawing


def test_a_drawing_comes_as_it_was_sent():
    assert read_drawing(PREFIX + base64.b64encode(b"png").decode()) == b"png"


@pytest.mark.parametrize(
    "sent", ["", None, 7, {"a": 1}, "data:text/html;base64,YQ==", PREFIX + "?", PREFIX + "a" * MOST_CHARACTERS]
)
def test_whatever_else_a_browser_sends_is_no_drawing(sent):
    assert read_drawing(sent) is None
