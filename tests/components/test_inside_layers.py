import numpy as np
import pytest

from components.arithmetic_picture import picture_slices
from components.map_by_checkpoint import MOST_CHECKPOINTS, order_checkpoints
from components.map_details import describe_arithmetic, name_channels
from components.map_picture import picture_map, picture_wall
from components.signed_colors import MISSING, NEGATIVE, NOTHING, POSITIVE, color_signed
from lab.dissection.arithmetic import Arithmetic, Slices
from lab.dissection.wall import make_wall
from lab.network import LayerRow

SLICES = Slices(
    np.array([4, 1]),
    np.full((2, 2, 2), 0.5, np.float32),
    np.array([np.ones((2, 2)), -np.ones((2, 2))], np.float32),
    np.array([2, -2], np.float32),
    others=3,
    rest=0.25,
)


def test_above_0_is_orange_below_blue_and_nothing_is_dark():
    colors = color_signed(np.array([0, 2, -2, 9, np.nan], np.float32), 2.0)
    assert [tuple(color) for color in colors] == [NOTHING, POSITIVE[-1], NEGATIVE[-1], POSITIVE[-1], MISSING]
    assert (color_signed(np.zeros((2, 2), np.float32), 0.0) == NOTHING).all()


def test_a_single_number_is_a_bar_as_high_as_it_is_large():
    full, half, none = (picture_map(np.full((1, 1), value, np.float32), 4.0) for value in (4, 2, 0))
    lit = [(picture != NOTHING).any(axis=-1).mean() for picture in (full, half, none)]
    assert lit == [1, 0.5, 0]


def test_on_the_same_scale_a_weak_map_is_darker_and_on_its_own_as_bright():
    ramp = np.linspace(0, 1, 9, dtype=np.float32).reshape(3, 3)
    wall = make_wall(np.stack([ramp, 0.2 * ramp], axis=-1), np.array([0, 1]))
    own, same = picture_wall(wall, same_scale=False), picture_wall(wall, same_scale=True)
    assert own[0] == own[1]
    assert same[0] == own[0]
    assert same[1] != same[0]


def test_a_sum_is_written_with_what_is_not_shown_and_the_bias_and_the_bend():
    text = describe_arithmetic(Arithmetic("weights", 0.0, -0.25, "relu", SLICES, -0.5))
    assert text == "2 − 2 + 0.25 (3 more channels) − 0.5 (bias) = **−0.25** → relu → **0**"
    linear = describe_arithmetic(Arithmetic("weights", -0.25, -0.25, "linear", SLICES, None))
    assert linear.endswith("= **−0.25**")


def test_other_layers_are_written_with_their_own_numbers():
    assert describe_arithmetic(Arithmetic("sum", 1.0, 1.0, terms={"a": 3.0, "b": -2.0})) == "3 (a) − 2 (b) = **1**"
    assert describe_arithmetic(Arithmetic("activation", 0.0, -3.0, "relu")) == "−3 → relu → **0**"
    terms = {"x": 3.0, "mean": 1.0, "variance": 3.0, "epsilon": 1.0, "gamma": 2.0, "beta": -1.0}
    assert "= 1$" in describe_arithmetic(Arithmetic("normalization", 1.0, 1.0, terms=terms))
    assert "49" in describe_arithmetic(Arithmetic("mean", 1.0, 1.0, terms={"count": 49.0}))


def test_channels_of_the_image_are_called_by_their_colours_and_others_by_their_layer():
    colors = Slices(np.array([2, 0]), *[np.zeros((2, 1, 1))] * 2, np.zeros(2))
    later = LayerRow("conv_2", "Conv2D", ("conv",), "conv_2", (4, 4, 2))
    assert name_channels(colors, later, ["red", "green", "blue"]) == ["blue", "red"]
    assert name_channels(SLICES, later) == ["conv, channel 4", "conv, channel 1"]


@pytest.mark.parametrize("kernels", [SLICES.kernels, np.zeros((2, 0, 0), np.float32)], ids=["weighed", "pooled"])
def test_the_picture_has_a_cell_for_each_number_and_the_sums(kernels):
    slices = Slices(SLICES.channels, SLICES.inputs, kernels, SLICES.sums)
    picture = picture_slices(slices, ["one & two", "three"])
    assert picture.count("<rect") == SLICES.inputs.size + kernels.size
    assert "one &amp; two" in picture
    assert ">−2<" in picture


def test_checkpoints_come_in_the_order_in_which_they_came_about_and_not_too_many():
    assert order_checkpoints(["best", "last", "epoch-02", "epoch-01"]) == ["epoch-01", "epoch-02", "best", "last"]
    many = order_checkpoints(["best", "last", *(f"epoch-{number:03d}" for number in range(100))])
    assert len(many) == MOST_CHECKPOINTS
    assert many[0] == "epoch-000"
    assert many[-3:] == ["epoch-099", "best", "last"]
    assert order_checkpoints(["best"]) == ["best"]
