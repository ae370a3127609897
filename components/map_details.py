"""One number of a map: the part of the image that it sees, and how it comes about."""

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.arithmetic_picture import picture_slices
from components.formatting import format_number
from components.seen_part import draw_seen_part
from lab.dissection.arithmetic import Arithmetic, Dissection, Slices
from lab.i18n import N_, _, ngettext
from lab.network import LayerRow
from lab.trained import TrainedNetwork

COLORS = (N_("red"), N_("green"), N_("blue"))


def draw_map_details(
    row: LayerRow,
    name: str,
    pixels: NDArray[np.uint8],
    found: Dissection,
    on_click: Callable[[int, int], None],
    colors: NDArray[np.uint8] | None = None,
) -> None:
    """Draw which number it is, and the part of the image that it sees.

    Args:
        row: of the layer.
        name: what the map is called.
        pixels: (height, width, channels), uint8, the image as prepared for the network.
        found: a number of the map.
        on_click: told the row and the column of the map that were clicked.
        colors: (height, width, 1 or 3), uint8, the map's filter, where it looks at the image itself.
    """
    called = name
    if found.values.size > 1:
        called = _("{name} at row {row}, column {column}").format(name=name, row=found.row, column=found.column)
    st.markdown(f"**{row.name}** · {called}: **{format_number(found.value)}**")
    draw_seen_part(pixels, found, f"seen-{row.name}-{name}", on_click, colors)


def draw_arithmetic(row: LayerRow, arithmetic: Arithmetic, colors: Sequence[str] = ()) -> None:
    """Draw how a number comes about.

    Args:
        row: of its layer.
        arithmetic: of the number.
        colors: of the channels that it looks at, where these are the image's own.
    """
    st.markdown(describe_arithmetic(arithmetic))
    if arithmetic.slices is not None:
        names = name_channels(arithmetic.slices, row, colors)
        st.image(picture_slices(arithmetic.slices, names), width="content")


def name_colors(network: TrainedNetwork) -> list[str]:
    """The channels of the image, in the order in which the network gets them."""
    if network.input_shape[2] != len(COLORS):
        return [_("grey")]
    names = [_(color) for color in COLORS]
    return names[::-1] if network.scaler.reverse_channels else names


def name_channels(slices: Slices, row: LayerRow, colors: Sequence[str] = ()) -> list[str]:
    """What the channels are called that a number looks at.

    Args:
        slices: what it looks at.
        row: of its layer.
        colors: of the image's channels, where it looks at these.
    """
    if colors:
        return [colors[channel] for channel in slices.channels]
    return [_("{layer}, channel {number}").format(layer=row.inputs[0], number=channel) for channel in slices.channels]


def describe_arithmetic(arithmetic: Arithmetic) -> str:
    """How a number comes about, in a line of Markdown."""
    describe = {
        "weights": _describe_weights,
        "max": lambda _one: _("The largest number of its window."),
        "mean": _describe_mean,
        "normalization": _describe_normalization,
        "sum": _describe_sum,
        "activation": _describe_activation,
        "other": lambda _one: _("This layer passes numbers on, or is not taken apart here."),
    }
    return describe[arithmetic.kind](arithmetic)


def _describe_weights(arithmetic: Arithmetic) -> str:
    slices = arithmetic.slices
    assert slices is not None
    terms = [format_number(float(one)) for one in slices.sums]
    if slices.others:
        more = ngettext("{count} more channel", "{count} more channels", slices.others)
        terms.append(f"{format_number(slices.rest)} ({more})")
    if arithmetic.bias is not None:
        terms.append(_("{bias} (bias)").format(bias=format_number(arithmetic.bias)))
    text = f"{_join(terms)} = **{format_number(arithmetic.total)}**"
    if arithmetic.activation == "linear":
        return text
    return f"{text} → {arithmetic.activation} → **{format_number(arithmetic.output)}**"


def _describe_mean(arithmetic: Arithmetic) -> str:
    if "count" not in arithmetic.terms:
        return _("The mean of the numbers in its window.")
    return _("The mean of all {count:.0f} numbers of the map before it.").format(count=arithmetic.terms["count"])


def _describe_normalization(arithmetic: Arithmetic) -> str:
    number = {name: _write_formula(value) for name, value in arithmetic.terms.items()}
    return (
        rf"$\gamma\,\dfrac{{x-\mu}}{{\sqrt{{\sigma^2+\varepsilon}}}}+\beta = {number['gamma']}\cdot"
        rf"\dfrac{{{number['x']}-({number['mean']})}}{{\sqrt{{{number['variance']}+{number['epsilon']}}}}}"
        rf"+({number['beta']}) = {format_number(arithmetic.output)}$"
    )


def _write_formula(value: float) -> str:
    """A number in LaTeX."""
    digits, _e, power = f"{value:.3g}".partition("e")
    return rf"{digits}\cdot10^{{{int(power)}}}" if power else digits


def _describe_sum(arithmetic: Arithmetic) -> str:
    terms = [f"{format_number(value)} ({name})" for name, value in arithmetic.terms.items()]
    return f"{_join(terms)} = **{format_number(arithmetic.output)}**"


def _describe_activation(arithmetic: Arithmetic) -> str:
    total, output = format_number(arithmetic.total), format_number(arithmetic.output)
    return f"{total} → {arithmetic.activation} → **{output}**"


def _join(terms: list[str]) -> str:
    """A sum; what is below 0 is taken away."""
    first, *others = terms
    return first + "".join(f" − {one[1:]}" if one.startswith("−") else f" + {one}" for one in others)
