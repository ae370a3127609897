"""Layers taken apart, against what the network computes and against convolutions written out here."""

import keras
import numpy as np
import pytest

from lab.architectures.transfer import Transfer
from lab.dissection.arithmetic import MOST_SLICES
from lab.errors import ExplanationError
from lab.layers.convolution import Conv2D, DepthwiseConv2D, SeparableConv2D
from lab.layers.dense import Dense, Flatten
from lab.layers.inception import InceptionModule
from lab.layers.pooling import AveragePooling2D, GlobalAveragePooling2D, MaxPooling2D
from lab.layers.regularization import BatchNormalization
from lab.layers.residual import ResidualBlock
from lab.network import StackItem, draw_network
from lab.network_model import build_model
from lab.scaling import Scaler
from lab.worker.dissected_model import DissectedModel
from tests.lab.explanations.working import do_all

SIZE = 13
SCALER = Scaler(scale=(0.01, 0.02, 0.03), offset=(0.1, -0.2, 0.3))
IMAGE = np.random.default_rng(3).integers(0, 256, (SIZE, SIZE, 3), np.uint8)
BLOCKS = (
    Conv2D(filters=10, kernel_size=4, strides=2),
    MaxPooling2D(pool_size=3, strides=1, padding="same"),
    InceptionModule(filters_1x1=2, filters_3x3_reduce=2, filters_3x3=3, filters_5x5_reduce=2, filters_5x5=2,
                    filters_pool=2),
    DepthwiseConv2D(activation="elu"),
    ResidualBlock(filters=5, strides=2),
    BatchNormalization(),
    SeparableConv2D(filters=4, activation="gelu"),
    Conv2D(filters=4, kernel_size=2, dilation_rate=2, activation="leaky_relu", use_bias=False),
    AveragePooling2D(padding="same"),
    GlobalAveragePooling2D(),
    Dense(units=12, activation="sigmoid"),
    Dense(units=3, activation="softmax"),
)  # fmt: skip
NAMES = ("first", "pooled", "branches", "depthwise", "residual", "normal", "separable", "dilated", "mean", "all",
         "dense", "output")  # fmt: skip


@pytest.fixture(scope="module")
def model():
    """Every kind of layer, with random weights."""
    items = [StackItem(label=name, block=block) for name, block in zip(NAMES, BLOCKS, strict=True)]
    built = build_model(draw_network(items, IMAGE.shape), "all_kinds")
    set_weights(built, -0.4, 0.6)
    yield built
    keras.backend.clear_session()


@pytest.fixture(scope="module")
def dissected(model) -> DissectedModel:
    return DissectedModel(model, SCALER)


def set_weights(model, low: float, high: float) -> None:
    draw = np.random.default_rng(5)
    for variable in model.weights:
        least = 0.5 if "variance" in variable.name else low
        variable.assign(draw.uniform(least, high, variable.shape))


def compute(model, layer: str, images) -> np.ndarray:
    """What the model itself says."""
    opened = keras.Model(model.input, model.get_layer(layer).output)
    return np.asarray(opened(SCALER.transform(images), training=False))


def convolve_at(image, kernel, bias, row, column, stride) -> float:
    """A `same` convolution at one place, written out."""
    size = kernel.shape[0]
    padding = max(0, (-(-image.shape[0] // stride) - 1) * stride + size - image.shape[0]) // 2
    total = float(bias)
    for down in range(size):
        for right in range(size):
            y, x = row * stride + down - padding, column * stride + right - padding
            if 0 <= y < image.shape[0] and 0 <= x < image.shape[1]:
                total += sum(image[y, x, channel] * kernel[down, right, channel] for channel in range(image.shape[2]))
    return total


@pytest.mark.parametrize("place", [(0, 0), (3, 2), (6, 6)])
def test_a_convolution_is_inputs_times_weights_the_bias_and_a_bend(model, dissected, place):
    layer = model.get_layer("first")
    found = dissected.dissect("first", IMAGE, 4, place)
    expected = convolve_at(
        SCALER.transform(IMAGE), np.asarray(layer.kernel)[..., 4], layer.bias[4], *place, stride=2
    )  # fmt: skip
    sums = found.arithmetic.slices
    assert found.arithmetic.total == pytest.approx(expected, abs=1e-4)
    assert found.value == pytest.approx(max(0, expected), abs=1e-4)
    np.testing.assert_allclose((sums.inputs * sums.kernels).sum(axis=(1, 2)), sums.sums, atol=1e-4)
    assert sums.sums.sum() + found.arithmetic.bias == pytest.approx(expected, abs=1e-4)
    assert sorted(sums.channels) == [0, 1, 2]


def test_the_arithmetic_of_every_layer_gives_what_the_network_computes(model, dissected):
    kinds = set()
    for layer in model.layers[1:]:
        output = compute(model, layer.name, IMAGE[np.newaxis])[0]
        output = output if output.ndim == 3 else output.reshape(1, 1, -1)
        for place in ((0, 0), (output.shape[0] // 2, output.shape[1] // 2), (output.shape[0] - 1, output.shape[1] - 1)):
            channel = sum(place) % output.shape[2]
            found = dissected.dissect(layer.name, IMAGE, channel, place)
            kinds.add(found.arithmetic.kind)
            assert found.value == pytest.approx(output[(*place, channel)], abs=1e-5), layer.name
            assert found.arithmetic.output == pytest.approx(found.value, abs=1e-4), layer.name
            np.testing.assert_allclose(found.values, output[..., channel], atol=1e-5)
    assert kinds == {"weights", "normalization", "max", "mean", "sum", "activation", "other"}


def test_of_many_input_channels_those_that_count_most_are_shown_and_the_rest_is_summed_up(model, dissected):
    found = dissected.dissect("dense", IMAGE, 1).arithmetic
    assert found.slices.others == 0
    found = dissected.dissect("branches_1x1", IMAGE, 1, (2, 3)).arithmetic
    inputs = compute(model, "pooled", IMAGE[np.newaxis])[0, 2, 3]
    sums = inputs * np.asarray(model.get_layer("branches_1x1").kernel)[0, 0, :, 1]
    strongest = np.argsort(-np.abs(sums))[:MOST_SLICES]
    assert found.slices.channels.tolist() == strongest.tolist()
    assert found.slices.others == len(sums) - MOST_SLICES
    assert found.slices.rest == pytest.approx(sums.sum() - sums[strongest].sum(), abs=1e-4)


def test_without_a_place_the_largest_number_is_taken_apart(model, dissected):
    found = dissected.dissect("branches", IMAGE, 5)
    values = compute(model, "branches", IMAGE[np.newaxis])[0, ..., 5]
    assert (found.row, found.column) == np.unravel_index(values.argmax(), values.shape)
    assert found.value == pytest.approx(values.max(), abs=1e-5)


def test_the_strongest_maps_come_first_and_keep_their_numbers(model, dissected):
    values = compute(model, "branches", IMAGE[np.newaxis])[0]
    by_mean = dissected.show_wall("branches", IMAGE, "mean")
    by_max = dissected.show_wall("branches", IMAGE, "max")
    assert by_mean.total == len(by_mean.channels) == values.shape[-1]
    assert (np.diff(values.mean(axis=(0, 1))[by_mean.channels]) <= 0).all()
    assert (np.diff(by_max.highs) <= 0).all()
    for place, channel in enumerate(by_mean.channels):
        span = float(np.ptp(values[..., channel]))
        np.testing.assert_allclose(by_mean.values(place), values[..., channel], atol=span / 500 + 1e-6)
    chosen = dissected.show_wall("branches", IMAGE, "mean", [7, 2])
    assert chosen.channels.tolist() == [7, 2]
    assert by_mean.filters is None


def test_filters_of_the_first_convolution_are_colours_and_grey_is_a_weight_of_0(model, dissected):
    wall = dissected.show_wall("first", IMAGE, "mean")
    assert wall.filters.shape == (10, 4, 4, 3)
    kernel = np.asarray(model.get_layer("first").kernel)[..., wall.channels[0]]
    signed = wall.filters[0] / 127.5 - 1
    np.testing.assert_allclose(signed, kernel / np.abs(kernel).max(), atol=0.01)
    turned = DissectedModel(model, SCALER.model_copy(update={"reverse_channels": True}))
    reverse = turned.show_wall("first", IMAGE, "mean", [int(wall.channels[0])])
    assert (reverse.filters[0] == wall.filters[0][..., ::-1]).all()


@pytest.mark.parametrize(
    "layer",
    ["first", "branches_5x5", "branches_pool_proj", "branches", "residual_0_bn", "residual_out", "dilated", "mean"],
)  # fmt: skip
def test_a_receptive_field_is_exactly_what_can_change_a_number(model, layer):
    before = model.get_weights()
    # So that nothing is cut off by a ReLU, and a brighter pixel always counts.
    set_weights(model, 0.5, 1.0)
    try:
        check_fields(model, layer)
    finally:
        model.set_weights(before)


def check_fields(model, layer: str) -> None:
    dissected = DissectedModel(model, SCALER)
    dark = np.full_like(IMAGE, 1)
    output = compute(model, layer, dark[np.newaxis])[0]
    places = [(0, 0), (output.shape[0] // 2, output.shape[1] - 1)] if output.ndim == 3 else [()]
    for place in places:
        for channel in {0, output.shape[-1] // 2, output.shape[-1] - 1}:
            top, bottom, left, right = dissected.dissect(layer, dark, channel, place or (0, 0)).seen
            around = np.full_like(dark, 255)
            around[top:bottom, left:right] = dark[top:bottom, left:right]
            down, along = slice(top, bottom), slice(left, right)
            edges = [dark.copy() for _edge in range(4)]
            for edge, part in zip(
                edges, ((top, along), (bottom - 1, along), (down, left), (down, right - 1)), strict=True
            ):
                edge[part] = 255
            numbers = compute(model, layer, np.stack([dark, around, *edges]))[(slice(None), *place, channel)]
            assert numbers[1] == pytest.approx(numbers[0], rel=1e-6)
            assert (np.abs(numbers[2:] - numbers[0]) > 1e-6 * np.abs(numbers[0])).all(), (layer, place, channel)


def test_patches_are_the_parts_of_the_images_that_excite_a_map_most(model, dissected):
    images = np.random.default_rng(4).integers(0, 256, (40, SIZE, SIZE, 3), np.uint8)
    patches = do_all(dissected.find_patches("residual_out", images, [3, 0]))
    maps = compute(model, "residual_out", images)
    for number, channel in enumerate((3, 0)):
        largest = maps[..., channel].reshape(len(images), -1).max(axis=1)
        assert patches.images[number].tolist() == np.argsort(-largest, kind="stable")[:9].tolist()
        np.testing.assert_allclose(patches.values[number], np.sort(largest)[::-1][:9], atol=1e-5)
        for image, field in zip(patches.images[number], patches.fields[number], strict=True):
            assert tuple(field) == dissected.dissect("residual_out", images[image], channel).seen


def test_what_is_not_there_is_said(dissected):
    with pytest.raises(ExplanationError, match="`layer` must be a layer of the network"):
        dissected.show_wall("nowhere", IMAGE, "mean")
    with pytest.raises(ExplanationError, match="`channel` must be between 0 and 9. Received: 10"):
        dissected.dissect("first", IMAGE, 10)
    with pytest.raises(ExplanationError, match="`row` must be between 0 and 6"):
        dissected.dissect("first", IMAGE, 0, (7, 0))


def test_a_network_without_convolutions_has_walls_of_single_numbers():
    items = [StackItem(label="flat", block=Flatten()), StackItem(label="dense", block=Dense(units=5))]
    model = build_model(draw_network(items, (4, 4, 1)), "flat")
    dissected = DissectedModel(model, Scaler(scale=(0.01,), offset=(0.0,)))
    image = np.arange(16, dtype=np.uint8).reshape(4, 4, 1)
    wall = dissected.show_wall("dense", image, "mean")
    assert wall.maps.shape == (5, 1, 1)
    assert wall.filters is None
    assert dissected.dissect("dense", image, 2).seen == (0, 4, 0, 4)
    assert dissected.dissect("flat", image, 6).seen == (1, 2, 2, 3)


def test_networks_of_keras_are_taken_apart_too():
    model = Transfer(base="mobilenet_v3_small", weights="random").build((64, 64, 3), 3)
    dissected = DissectedModel(model, SCALER)
    image = np.random.default_rng(6).integers(0, 256, (64, 64, 3), np.uint8)
    layers = [model.operations[place] for place in (*range(1, len(model.operations), 12), -1)]
    for layer in layers:
        found = dissected.dissect(layer.name, image, layer.output.shape[-1] // 2)
        assert found.arithmetic.output == pytest.approx(found.value, abs=1e-4), layer.name
    # Squeezed and excited, every number depends on the whole image.
    assert dissected.dissect("output", image, 0).seen == (0, 64, 0, 64)
    assert dissected.dissect("conv", image, 0, (3, 4)).seen == (6, 9, 8, 11)
