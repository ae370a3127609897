"""Every layer, against the Keras layer that it stands for."""

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.errors import ConfigError, LayerError
from lab.layers import LAYERS
from lab.layers.base import Layer, Window
from lab.layers.convolution import Conv2D, DepthwiseConv2D, SeparableConv2D
from lab.layers.dense import Dense
from lab.layers.inception import InceptionModule
from lab.layers.merging import Add
from lab.layers.pooling import AveragePooling2D, MaxPooling2D
from lab.layers.residual import ResidualBlock
from lab.network import StackItem, draw_network
from lab.network_model import build_model
from lab.validation import validate

OFFERED = [cls() for cls in LAYERS.classes() if cls.offered]
NOT_USUAL = [
    Conv2D(filters=5, kernel_size=4, strides=2, padding="valid", activation="gelu", use_bias=False, l1=0.1, l2=0.01),
    Conv2D(filters=3, dilation_rate=2, padding="valid", kernel_initializer="he_normal"),
    SeparableConv2D(filters=7, kernel_size=5, strides=2, kernel_initializer="he_uniform", l2=0.1),
    DepthwiseConv2D(kernel_size=2, padding="valid", kernel_initializer="lecun_normal", use_bias=False),
    MaxPooling2D(pool_size=3, strides=2, padding="same"),
    AveragePooling2D(pool_size=3, strides=1),
    ResidualBlock(kind="bottleneck", filters=2, strides=2),
    ResidualBlock(filters=3, shortcut="convolution"),
    ResidualBlock(filters=4),
    InceptionModule(filters_1x1=1, filters_pool=3),
]


@pytest.mark.parametrize("block", [*OFFERED, *NOT_USUAL], ids=lambda block: block.name)
def test_shapes_and_parameters_are_keras_s(block):
    shape = (6,) if isinstance(block, Dense) else (9, 9, 4)
    network = draw_network([StackItem(label="it", block=block)], shape)
    model = build_model(network, "model")
    for node in network.nodes:
        layer = model.get_layer(node.name)
        assert tuple(layer.output.shape[1:]) == node.shape
        known = [network.shape_of(name) for name in node.inputs]
        weights = node.layer.weights(*known)
        assert sum(weight.size for weight in weights) == layer.count_params()
        trainable = sum(np.prod(one.shape) for one in layer.trainable_weights)
        assert sum(weight.size for weight in weights if weight.trainable) == trainable


@settings(deadline=None, max_examples=60)
@given(
    size=st.integers(1, 20),
    kernel=st.integers(1, 7),
    stride=st.integers(1, 4),
    dilation=st.integers(1, 3),
    padding=st.sampled_from(["same", "valid"]),
)
def test_windows_fit_as_often_as_in_keras_or_not_at_all(size, kernel, stride, dilation, padding):
    stride = 1 if dilation > 1 else stride
    layer = keras.layers.Conv2D(1, kernel, strides=stride, dilation_rate=dilation, padding=padding)
    window = Window(kernel, stride, dilation, padding)
    try:
        expected = layer.compute_output_shape((None, size, size, 1))[1]
    except ValueError:
        expected = 0
    if expected <= 0:
        with pytest.raises(LayerError, match=f"{window.reach}×{window.reach} does not fit into {size}×{size}"):
            window.output_size(size)
    else:
        assert window.output_size(size) == expected
        assert window.explain(size).endswith(f"= {expected}")


@pytest.mark.parametrize(
    ("layer", "shapes", "sentence"),
    [
        (Conv2D(), [(10,)], "needs height × width × channels"),
        (Dense(), [(4, 4, 8)], "gets 4×4×8. Put Flatten or GlobalAveragePooling2D before it"),
        (MaxPooling2D(pool_size=3), [(2, 2, 1)], "3×3 does not fit into 2×2"),
        (Add(), [(4, 4, 8), (4, 4, 16)], "differ: 4×4×8, 4×4×16"),
    ],
)
def test_what_is_impossible_is_said(layer: Layer, shapes, sentence):
    with pytest.raises(LayerError, match=sentence):
        layer.output_shape(*shapes)


@given(strides=st.integers(1, 3), dilation_rate=st.integers(1, 3))
def test_strides_and_dilation_are_refused_together_at_the_field_where_keras_refuses_them(strides, dilation_rate):
    values = {"strides": strides, "dilation_rate": dilation_rate}
    try:
        keras.layers.Conv2D(1, 3, **values)
    except ValueError:
        with pytest.raises(
            ConfigError, match=f"`strides` is above 1 .here {strides}.*Received: {dilation_rate}"
        ) as error:
            validate(Conv2D, values)
        assert error.value.field == "dilation_rate"
    else:
        assert validate(Conv2D, values).dilation_rate == dilation_rate


@pytest.mark.parametrize(("size", "kernel", "stride"), [(8, 3, 1), (8, 3, 2), (9, 4, 2), (7, 1, 3), (10, 7, 3)])
def test_zeros_are_put_where_keras_puts_them(size, kernel, stride):
    image = np.arange(1, size * size + 1, dtype="float32").reshape(1, size, size, 1)
    kernels = np.ones((kernel, kernel, 1, 1), "float32")
    window = Window(kernel, stride, padding="same")
    padded = np.pad(image, [(0, 0), window.pads(size), window.pads(size), (0, 0)])
    same = keras.ops.conv(image, kernels, stride, "same")
    np.testing.assert_array_equal(same, keras.ops.conv(padded, kernels, stride, "valid"))
    assert Window(kernel, stride).pads(size) == (0, 0)
