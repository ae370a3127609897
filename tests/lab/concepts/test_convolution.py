"""Convolution and pooling against Keras, and closed formulas."""

import itertools

import numpy as np
import pytest

from components.concepts.convolution import count_parameters, write_size
from lab.concepts.convolution import Convolution
from lab.concepts.kernels import KERNELS, make_filters
from lab.concepts.sliding import (
    convolve,
    count_paths,
    find_receptive_field,
    measure_change,
    pool,
    shift_image,
)
from lab.config import RunConfig
from lab.layers.base import Window

IMAGE = np.random.default_rng(0).uniform(0, 255, (13, 13, 3))
# Keras allows no stride beside a dilation.
WINDOWS = [
    Window(size, stride, dilation, padding)
    for size, stride, dilation, padding in itertools.product((1, 3, 5), (1, 2, 3, 4), (1, 2, 3), ("same", "valid"))
    if stride == 1 or dilation == 1
]


def test_convolution_is_that_of_keras():
    import keras

    for window in WINDOWS:
        kernels = np.random.default_rng(1).normal(0, 1, (window.kernel_size, window.kernel_size, 3, 4))
        expected = keras.ops.conv(
            IMAGE[np.newaxis], kernels, window.strides, window.padding, dilation_rate=window.dilation
        )
        np.testing.assert_allclose(convolve(IMAGE, kernels, window), expected[0], atol=1e-9)


@pytest.mark.parametrize("size", [1, 2, 3, 8])
def test_pooling_is_that_of_keras(size):
    import keras

    kinds = {"max": keras.ops.max_pool, "average": keras.ops.average_pool}
    for kind, function in kinds.items():
        expected = function(IMAGE[np.newaxis], size, size, "valid")
        np.testing.assert_allclose(pool(IMAGE, size, kind), expected[0], atol=1e-9)


def test_a_dilated_kernel_is_a_larger_one_with_zeros():
    kernels = np.random.default_rng(2).normal(0, 1, (3, 3, 3, 2))
    larger = np.zeros((5, 5, 3, 2))
    larger[::2, ::2] = kernels
    for stride in (1, 2, 3):
        for padding in ("same", "valid"):
            found = convolve(IMAGE, kernels, Window(3, stride, 2, padding))
            np.testing.assert_allclose(found, convolve(IMAGE, larger, Window(5, stride, 1, padding)), atol=1e-9)


def test_the_formula_on_the_screen_ends_with_the_size_that_comes_out():
    for window in (Window(3, s, d, p) for s in (1, 2, 3, 4) for d in (1, 2, 3) for p in ("same", "valid")):
        for size in (8, 64):
            rows = convolve(np.zeros((size, size, 1)), np.zeros((3, 3, 1, 1)), window).shape[0]
            before, after = window.pads(size)
            total = (size + before + after - window.dilation * 2 - 1) // window.strides + 1
            assert write_size(window, size).endswith(f"= {rows} \\end{{aligned}}")
            assert total == rows


def test_blur_keeps_the_brightness_edges_ignore_it_and_a_kernel_of_ones_is_a_sum():
    even = np.full((5, 5, 1), 100.0)
    for name, expected in {"blur": 100, "edge": 0, "sharpen": 100, "emboss": 100}.items():
        kernels = np.array(KERNELS[name]).reshape(3, 3, 1, 1)
        np.testing.assert_allclose(convolve(even, kernels, Window(3)), expected, atol=1e-9)
    own = Convolution(kernel="own", weights=(1.0,) * 9)
    assert convolve(even, own.kernels, own.window).max() == 900


def test_one_by_one_is_a_mix_of_channels():
    filters = make_filters(1, (0.3, 0.6, 0.1), 4)
    found = convolve(IMAGE, filters, Window(1))
    np.testing.assert_allclose(found[..., 0], IMAGE @ [0.3, 0.6, 0.1], atol=1e-9)
    assert make_filters(5, (1, 0, 0), 8).shape == (5, 5, 3, 8)


def test_a_convolution_goes_with_the_image_and_pooling_changes_less():
    moved = shift_image(IMAGE, 2)
    kernels = make_filters(3, (1, -0.5, -0.5), 4)
    before, after = (convolve(one, kernels, Window(3)) for one in (IMAGE, moved))
    np.testing.assert_allclose(after[:, 2:], before[:, :-2], atol=1e-9)
    assert measure_change(before, after) > 0.3
    pooled = [pool(np.abs(one), 4, "average") for one in (before, after)]
    assert measure_change(*pooled) < measure_change(np.abs(before), np.abs(after))
    assert measure_change(before, before) == 0


@pytest.mark.parametrize("layers", [0, 1, 2, 3])
@pytest.mark.parametrize("size", [1, 3, 5])
def test_the_receptive_field_is_what_a_stack_really_sees(size, layers):
    spot = np.zeros((17, 17, 1))
    spot[8, 8] = 1
    for _layer in range(layers):
        spot = convolve(spot, np.ones((size, size, 1, 1)), Window(size, padding="same"))
    np.testing.assert_allclose(count_paths(17, size, layers), spot[..., 0])
    assert int(np.count_nonzero(spot)) == find_receptive_field(size, layers) ** 2


def test_parameters_are_counted_as_in_the_answer_and_by_keras():
    import keras

    assert (2 * count_parameters(3, 64, 64), count_parameters(5, 64, 64)) == (73_856, 102_464)
    assert (3 * count_parameters(3, 64, 64), count_parameters(7, 64, 64)) == (110_784, 200_768)
    layer = keras.layers.Conv2D(6, 5)
    layer.build((None, 9, 9, 3))
    assert layer.count_params() == count_parameters(5, 3, 6)


def test_every_setting_leads_to_a_network_that_can_be():
    for aspect in ("kernel", "pooling", "channels", "stacking"):
        for values in ({}, {"stride": 4, "dilation": 3}, {"pool_size": 8, "layers": 4, "kernel_size": 5}):
            Convolution(aspect=aspect, **values).fill_in(RunConfig()).check()
    stride = Convolution(stride=2, padding="same").fill_in(RunConfig()).architecture.layers[0].block
    assert (stride.strides, stride.padding) == (2, "same")
