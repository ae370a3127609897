import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.datasets.shapes import MOST_BYTES, NOISE_CHUNK, SHAPES, Shapes, _draw_all
from lab.errors import ConfigError
from lab.validation import validate


@settings(max_examples=20)
@given(
    st.integers(20, 60), st.integers(2, len(SHAPES)), st.integers(12, 40), st.floats(0, 1), st.integers(0, 2**31 - 1)
)
def test_the_same_settings_draw_the_same_images(count, num_classes, size, noise, seed):
    shapes = Shapes(count=count, num_classes=num_classes, size=size, noise=noise, seed=seed)
    first = shapes.open()
    _draw_all.cache_clear()
    again = shapes.open()
    assert again is not first
    np.testing.assert_array_equal(first.images, again.images)
    np.testing.assert_array_equal(first.labels, again.labels)
    assert first.images.shape == (count, *shapes.suggest().input_shape)
    assert first.images.dtype == np.uint8
    counts = np.bincount(first.labels, minlength=num_classes)
    assert counts.max() - counts.min() <= 1


def test_equal_settings_are_drawn_once_and_nobody_may_change_the_images():
    first, again = Shapes(count=20).open(), Shapes(count=20).open()
    assert first is again
    with pytest.raises(ValueError, match="read-only"):
        first.images[0] = 0


def test_noise_does_not_depend_on_how_it_is_cut_into_pieces(monkeypatch):
    shapes = Shapes(count=50, size=12, noise=0.5)
    expected = shapes.open().images
    _draw_all.cache_clear()
    monkeypatch.setattr("lab.datasets.shapes.NOISE_CHUNK", 7)
    np.testing.assert_array_equal(shapes.open().images, expected)
    assert NOISE_CHUNK > 1
    _draw_all.cache_clear()


def test_edges_are_smooth_and_backgrounds_differ():
    plain = Shapes(count=20, num_classes=2, color_variation=0, noise=0).open().images
    assert len(np.unique(plain)) > 10
    colored = Shapes(count=60, noise=0).open().images
    assert len(np.unique(colored[:, 0, 0], axis=0)) > 40


def test_a_nearest_neighbour_tells_easy_shapes_apart():
    easy = Shapes(count=400, color_variation=0, shift=0, rotation_degrees=0, noise=0, size_range=(0.7, 0.8)).open()
    images = easy.images.reshape(len(easy), -1).astype(np.float32)
    distances = ((images[:100, np.newaxis] - images[np.newaxis, 100:]) ** 2).sum(axis=2)
    nearest = easy.labels[100:][distances.argmin(axis=1)]
    assert (nearest == easy.labels[:100]).mean() > 0.95


def test_as_many_as_would_not_fit_into_memory_are_refused_at_the_field():
    with pytest.raises(ConfigError, match=r"`size` must be at most 57 for 100,000 images.*Received: 256") as caught:
        validate(Shapes, {"count": 100_000, "size": 256})
    assert caught.value.field == "size"
    largest = validate(Shapes, {"count": 100_000, "size": 57})
    assert largest.count * largest.size**2 * 3 <= MOST_BYTES


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"count": 19}, "count"), ({"num_classes": 1}, "num_classes"), ({"num_classes": 99}, "num_classes"),
        ({"size_range": [0.8, 0.3]}, "size_range"), ({"noise": float("nan")}, "noise"), ({"seed": -1}, "seed"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused_at_its_field(values, field):
    with pytest.raises(ConfigError) as caught:
        validate(Shapes, values)
    assert caught.value.field == field
