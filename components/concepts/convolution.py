"""Convolution: one kernel that slides, pooling under a shift, several channels, several layers."""

from collections.abc import Mapping

import numpy as np
import streamlit as st

from components.browser_component import declare_component
from components.charts import TEST_COLOR, TRAIN_COLOR, Option
from components.concepts.kernel_script import JAVASCRIPT, STYLE
from components.concepts.panels import draw_panels, make_panel
from components.concepts.pictures import load_picture, make_grey
from components.concepts.style import CSS
from components.formatting import format_percent
from lab.concepts.convolution import KERNEL_SIZE, Convolution
from lab.concepts.kernels import LARGEST_WEIGHT, make_filters
from lab.concepts.sliding import (
    Array,
    convolve,
    count_paths,
    find_receptive_field,
    measure_change,
    pool,
    shift_image,
)
from lab.i18n import _
from lab.layers.base import Window
from lab.layers.convolution import Conv2D

SIDE = 64
# Of the grids that show what a pixel sees: that of four layers of 5×5.
GRID = 17

_mount = declare_component("lab_kernel", html='<div class="concept"></div>', css=CSS + STYLE, js=JAVASCRIPT)


def draw(concept: Convolution, key: str) -> Mapping[str, object] | None:
    """Draw the chosen aspect.

    Args:
        concept: the settings.
        key: the pictures' name.

    Returns:
        A kernel that was edited in the picture; None in any other run.
    """
    if concept.aspect == "kernel":
        return _draw_kernel(concept, key)
    {"pooling": _draw_pooling, "channels": _draw_channels, "stacking": _draw_stacking}[concept.aspect](concept, key)
    return None


def _draw_kernel(concept: Convolution, key: str) -> Mapping[str, object] | None:
    image = make_grey(load_picture(concept.image, SIDE))
    window = concept.window
    size = image.shape[0]
    sums = convolve(image, concept.kernels, window)[..., 0]
    before, after = window.pads(size)
    data = {
        "input": make_panel("", image[..., 0]),
        "output": make_panel("", sums),
        "sums": sums.round(2).ravel().tolist(),
        "weights": list(concept.chosen_weights),
        "largest": LARGEST_WEIGHT,
        "before": before,
        "after": after,
        **{"stride": window.strides, "dilation": window.dilation, "reach": window.reach},
        "texts": _words(size, sums.shape[0]),
    }
    edited = _mount(data=data, key=f"{key}.kernel", height="content", on_edited_change=lambda: None).edited
    st.latex(write_size(window, size), width="content")
    st.caption(_("n: pixels in a row; p: zeros at both ends; d: dilation; k: kernel size; s: stride."))
    return {"kernel": "own", "weights": tuple(map(float, edited))} if edited else None


def _words(size: int, output_size: int) -> dict[str, str]:
    return {
        "play": _("Slide"),
        "pause": _("Pause"),
        "step": _("One position"),
        "reset": _("Start again"),
        "input": _("Image, {size}×{size}: point at a place.").format(size=size),
        "output": _("Output, {size}×{size}; below 0 is black.").format(size=output_size),
        "weight": _("Weight"),
        "drag": _("Type a number, or drag up and down"),
    }


def write_size(window: Window, size: int) -> str:
    """The output's size by its formula, in LaTeX.

    Args:
        window: what slides.
        size: height and width of the input.
    """
    before, after = window.pads(size)
    output = window.output_size(size)
    numbers = rf"{size} + {before + after} - {window.dilation} \cdot ({window.kernel_size} - 1) - 1"
    return (
        r"\begin{aligned} & \left\lfloor \frac{n + p - d\,(k - 1) - 1}{s} \right\rfloor + 1 \\ = {} & "
        rf"\left\lfloor \frac{{{numbers}}}{{{window.strides}}} \right\rfloor + 1 = {output} \end{{aligned}}"
    )


def _draw_pooling(concept: Convolution, key: str) -> None:
    image = make_grey(load_picture(concept.image, SIDE))
    shifted = shift_image(image, concept.shift)
    before, after = (find_maps(concept, one) for one in (image, shifted))
    size = before[_("Max pooling")].shape[0]
    panels = [make_panel(_("Image, shifted"), shifted[..., 0])]
    panels += [make_panel(name, after[name][..., 0]) for name in list(after)[:3]]
    draw_panels(panels, f"{key}.pooling", largest=180)
    st.caption(
        _("How much becomes another number, on average, when the image moves by {count} px (maps of {size}×{size}).")
        .format(count=concept.shift, size=size)
    )  # fmt: skip
    changes = {_("Pixels"): measure_change(image, shifted)}
    changes |= {name: measure_change(before[name], after[name]) for name in before}
    st.echarts_chart(change_option(changes), key=f"{key}.changes", height=220)
    back = after[_("Feature map")][:, concept.shift :], before[_("Feature map")][:, : image.shape[1] - concept.shift]
    inside = slice(1, -1)
    if concept.shift + 1 >= image.shape[1] // 2:
        return
    moved = measure_change(*(one[inside, concept.shift + 1 : -concept.shift - 1] for one in back))
    text = _("Moved back by {count} px, the feature map differs by {share}: it goes with the image.")
    st.caption(text.format(count=concept.shift, share=format_percent(moved)))


def find_maps(concept: Convolution, image: Array) -> dict[str, Array]:
    """What a convolution with ReLU, and pooling behind it, make of an image, by their names.

    Args:
        concept: kernel and pooling window.
        image: (height, width, 1).
    """
    feature_map = np.maximum(0, convolve(image, concept.kernels, Window(KERNEL_SIZE, padding="same")))
    size = min(concept.pool_size, image.shape[0])
    return {
        _("Feature map"): feature_map,
        _("Max pooling"): pool(feature_map, size, "max"),
        _("Average pooling"): pool(feature_map, size, "average"),
        _("Global average"): feature_map.mean(axis=(0, 1)),
    }


def change_option(changes: Mapping[str, float]) -> Option:
    """The chart of how much each changes.

    Args:
        changes: shares by name, 0 for none.
    """
    names = list(changes)
    colors = ["#64748b", TRAIN_COLOR, *[TEST_COLOR] * 3]
    data = [
        {"value": round(100 * value, 1), "itemStyle": {"color": color}}
        for value, color in zip(changes.values(), colors, strict=True)
    ]
    return {
        "animation": False,
        "grid": {"left": 8, "right": 56, "top": 8, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "min": 0, "max": 200, "axisLabel": {"formatter": "{value}%"}},
        "yAxis": {"type": "category", "data": names, "inverse": True},
        "series": [{"type": "bar", "data": data, "label": {"show": True, "position": "right", "formatter": "{c}%"}}],
    }


def _draw_channels(concept: Convolution, key: str) -> None:
    image = load_picture(concept.image, SIDE)
    size = image.shape[0]
    filters = make_filters(concept.kernel_size, (concept.red, concept.green, concept.blue), concept.filters)
    maps = convolve(image.astype(np.float64), filters, Window(concept.kernel_size, padding="same"))
    panels = [make_panel(_("Image"), image, "rgb")]
    for place, name in enumerate((_("Red"), _("Green"), _("Blue"))):
        panels.append(make_panel(name, image[..., place]))
    draw_panels(panels, f"{key}.inputs", largest=150)
    st.caption(_("Each filter weighs every channel, adds all up, and makes one map:"))
    named = [make_panel(_("Filter {number}").format(number=n + 1), maps[..., n]) for n in range(concept.filters)]
    draw_panels(named, f"{key}.maps", largest=150)
    st.latex(write_parameters(concept.kernel_size, 3, concept.filters), width="content")
    dense = size**2 * 3 * size**2 * concept.filters + size**2 * concept.filters
    text = _("A dense layer to as many outputs would need {count} weights.")
    st.caption(text.format(count=f"{dense:,}"))


def count_parameters(kernel_size: int, channels: int, filters: int) -> int:
    """Weights and biases of a convolution."""
    layer = Conv2D(kernel_size=kernel_size, filters=filters)
    return sum(weight.size for weight in layer.weights((kernel_size, kernel_size, channels)))


def write_parameters(kernel_size: int, channels: int, filters: int) -> str:
    """Their number by its formula, in LaTeX.

    Args:
        kernel_size: height and width.
        channels: of the input.
        filters: channels of the output.
    """
    count = f"{count_parameters(kernel_size, channels, filters):,}".replace(",", r"{,}")
    return (
        r"(k^2 \cdot C + 1) \cdot F = "
        rf"({kernel_size}^2 \cdot {channels} + 1) \cdot {filters} = {count}"
    )  # fmt: skip


def _draw_stacking(concept: Convolution, key: str) -> None:
    size, layers, channels = concept.kernel_size, concept.layers, concept.channels
    field = find_receptive_field(size, layers)
    panels = []
    for left in range(layers, -1, -1):
        seen = find_receptive_field(size, left)
        start = (GRID - seen) // 2
        name = _("Input") if left == layers else _("After layer {number}").format(number=layers - left)
        caption = f"{name}: {seen}×{seen}"
        panels.append(make_panel(caption, count_paths(GRID, size, left), "share", [(start, start, seen, seen)]))
    st.caption(_("What one number of the last layer sees; the stronger the colour, the more ways lead there."))
    draw_panels(panels, f"{key}.stacking", largest=230)
    stacked, single = layers * count_parameters(size, channels, channels), count_parameters(field, channels, channels)
    with st.container(horizontal=True, gap="large"):
        st.metric(_("Receptive field"), f"{field} × {field}", width="content")
        st.metric(
            _("Parameters of {count} × {size}×{size}").format(count=layers, size=size), f"{stacked:,}", width="content"
        )
        st.metric(_("Parameters of one {size}×{size}").format(size=field), f"{single:,}", width="content")
        st.metric(_("Activations"), f"{layers} : 1", width="content")
