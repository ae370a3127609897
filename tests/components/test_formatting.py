import pytest

from components.formatting import (
    format_bytes,
    format_count,
    format_duration,
    format_metric,
    format_percent,
    format_shape,
    state_word,
)
from lab.runs.status import RunStatus


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (950, "950"), (9500, "9,500"), (12_400, "12.4 k"), (1_660_000, "1.66 M"), (3e9, "3 G")],
)
def test_counts(value, text):
    assert format_count(value) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(-1, "0 s"), (8.4, "8 s"), (59.6, "1 min 0 s"), (80, "1 min 20 s"), (7500, "2 h 5 min")]
)
def test_durations(seconds, text):
    assert format_duration(seconds) == text


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 B"), (950, "950 B"), (98_304, "98.3 kB"), (1_250_000, "1.25 MB"), (3e9, "3 GB")]
)
def test_amounts_of_memory(count, text):
    assert format_bytes(count) == text


def test_shapes():
    assert (format_shape((28, 28, 16)), format_shape((25_088,))) == ("28 × 28 × 16", "25,088")


def test_metrics():
    assert (format_metric(0.93412), format_metric(None)) == ("0.934", "–")
    assert (format_percent(0.9876), format_percent(None)) == ("98.8%", "–")


def test_every_state_has_a_word():
    assert len({state_word(state) for state in RunStatus}) == len(RunStatus)
