import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from lab.layers.base import Window
from lab.layers.dense import Dense
from lab.wire import read_message, write_message

ARRAYS = arrays.arrays(
    arrays.scalar_dtypes() | arrays.unicode_string_dtypes(),
    arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5),
)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(
    PLAIN | ARRAYS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)


def send(*messages: dict) -> list[dict]:
    file = io.BytesIO()
    for message in messages:
        write_message(file, message)
    file.seek(0)
    return list(iter(lambda: read_message(file), None))


def assert_same(sent: object, received: object) -> None:
    assert type(sent) is type(received)
    if isinstance(sent, np.ndarray):
        assert (sent.dtype, sent.shape, sent.tobytes()) == (received.dtype, received.shape, received.tobytes())
    elif isinstance(sent, list):
        assert len(sent) == len(received)
        for pair in zip(sent, received, strict=True):
            assert_same(*pair)
    elif isinstance(sent, dict):
        assert list(sent) == list(received)
        for name in sent:
            assert_same(sent[name], received[name])
    else:
        assert sent == received


@given(st.lists(st.dictionaries(st.text(), VALUES, max_size=4), max_size=3))
def test_whatever_is_sent_comes_as_it_was(messages):
    assert_same(messages, send(*messages))


def test_models_dataclasses_paths_and_single_numbers_come_as_json_has_them():
    sent = {"model": Dense(units=3), "data": Window(3, 1, 1, "same"), "path": Path("a/b"), "number": np.float32(0.5)}
    received = send(sent)[0]
    assert received["model"] == Dense(units=3).model_dump(mode="json")
    assert received["data"] == vars(Window(3, 1, 1, "same"))
    assert (received["path"], received["number"]) == ("a/b", 0.5)


def test_arrays_that_lie_otherwise_in_memory_come_in_order():
    image = np.arange(24).reshape(2, 3, 4)
    received = send({"turned": image.T, "every second": image[..., ::2]})[0]
    np.testing.assert_array_equal(received["turned"], image.T)
    np.testing.assert_array_equal(received["every second"], image[..., ::2])


def test_what_cannot_be_sent_is_refused_before_anything_is_written():
    file = io.BytesIO()
    with pytest.raises(ValueError, match="objects"):
        write_message(file, {"fine": np.zeros(3), "not": np.array([object()])})
    with pytest.raises(TypeError, match="function cannot be sent"):
        write_message(file, {"not": send})
    assert file.getvalue() == b""


def test_a_message_cut_short_is_not_taken_for_a_whole_one():
    file = io.BytesIO()
    write_message(file, {"images": np.zeros(100)})
    with pytest.raises(EOFError):
        read_message(io.BytesIO(file.getvalue()[:-1]))
