"""What one layer is: its settings, its numbers, and what its window does to the image's size."""

import math
from collections.abc import Sequence

import streamlit as st

from components.formatting import format_bytes, format_count, format_shape
from components.network_diagram import name_type
from components.window_picture import picture_window
from lab.errors import LayerError
from lab.i18n import _
from lab.layers.base import Layer, Shape, Weighted, Window
from lab.network import LayerRow

FIRST = ("filters", "units")
# These say something only where they are used.
SILENT = {"l1": 0.0, "l2": 0.0, "dilation_rate": 1}


def draw_layer_details(
    row: LayerRow, shapes: Sequence[Shape | None], layer: Layer | None = None, *, wide: bool = False
) -> None:
    """Draw all that is known about a layer.

    Args:
        row: its line of the layer table.
        shapes: of its inputs; None where they are impossible.
        layer: its settings, where the lab knows them.
        wide: whether there is room for its numbers and its window side by side.
    """
    st.markdown(f"**{row.name}** · {name_type(row)}")
    if layer is not None:
        st.caption(_(layer.summary))
    if row.problem:
        st.error(row.problem, icon=":material/error:")
    elif row.output_shape is None:
        st.info(_("Unknown until the impossible layer before it is put right."), icon=":material/help:")
    facts = [*list_facts(row, shapes), *([] if layer is None else list_settings(layer))]
    numbers, window = st.columns(2, gap="large") if wide else (st.container(), st.container())
    if facts:
        numbers.table(dict(facts), border="horizontal")
    with window:
        _draw_window(row, shapes)


def list_facts(row: LayerRow, shapes: Sequence[Shape | None]) -> list[tuple[str, str]]:
    """A layer's shapes and costs, in words.

    Args:
        row: its line of the layer table.
        shapes: of its inputs.

    Returns:
        Names and values.
    """
    known = [format_shape(shape) for shape in shapes if shape is not None]
    facts = [(_("Input"), " + ".join(known))] if known else []
    if row.output_shape is None:
        return facts
    return [
        *facts,
        (_("Output"), format_shape(row.output_shape)),
        (_("Parameters"), _write_parameters(row)),
        (_("Multiply-adds"), _write_multiply_adds(row)),
        (_("Activation memory"), _("{memory} an image").format(memory=format_bytes(row.activation_bytes))),
        (_("Receptive field"), format_field(row.receptive_field)),
    ]


def format_field(pixels: int) -> str:
    """A receptive field: 5 × 5 pixels, or the whole image."""
    return _("{side} × {side} pixels").format(side=pixels) if pixels else _("the whole image")


def _write_parameters(row: LayerRow) -> str:
    if not row.parameters:
        return "0"
    text = f"{row.arithmetic} = **{row.parameters:,}**"
    fixed = row.parameters - row.trainable
    return f"{text} · " + _("{count} not trained").format(count=f"{fixed:,}") if fixed else text


def _write_multiply_adds(row: LayerRow) -> str:
    """With the number of positions at which the kernel is used."""
    if not row.multiply_adds or row.output_shape is None:
        return "0"
    positions = math.prod(row.output_shape[:-1])
    if positions == 1:
        return f"{row.multiply_adds:,}"
    places = "·".join(map(str, row.output_shape[:-1]))
    return f"{places} × {row.multiply_adds // positions:,} = **{format_count(row.multiply_adds)}**"


def list_settings(layer: Layer) -> list[tuple[str, str]]:
    """A layer's hyperparameters, in words.

    Args:
        layer: its settings.

    Returns:
        Names and values.
    """
    fields = type(layer).model_fields
    names = sorted(fields, key=lambda name: (name in Weighted.model_fields, name not in FIRST))
    values = {name: getattr(layer, name) for name in names if name != "name"}
    shown = {name: value for name, value in values.items() if SILENT.get(name) != value}
    return [(_(fields[name].title or name), _write_value(value)) for name, value in shown.items()]


def _write_value(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return f"{value:g}" if isinstance(value, float) else str(value)


def _draw_window(row: LayerRow, shapes: Sequence[Shape | None]) -> None:
    shape = shapes[0] if shapes else None
    if not row.window or shape is None or len(shape) != 3 or row.output_shape is None:
        return
    window = Window(**dict(row.window))
    st.markdown("  \n".join(explain_window(window, shape)))
    try:
        picture = picture_window(window, shape[1])
    except LayerError:
        return
    st.image(picture, width="content")


def explain_window(window: Window, shape: Shape) -> list[str]:
    """What a window does to the size of an image, with the numbers in the formula.

    Args:
        window: kernel size, strides, dilation, padding.
        shape: (height, width, channels) of its input.

    Returns:
        Lines of Markdown.
    """
    height, width = shape[:2]
    formula = "⌈size / stride⌉" if window.padding == "same" else "⌊(size − kernel) / stride⌋ + 1"
    lines = [f"`{window.padding}`: {formula}"]
    if window.dilation > 1:
        text = _("Dilation {dilation} stretches the kernel: {dilation}·({kernel} − 1) + 1 = {reach} pixels")
        lines.append(text.format(dilation=window.dilation, kernel=window.kernel_size, reach=window.reach))
    if height == width:
        return [*lines, f"{_('Height and width')}: {window.explain(height)}"]
    return [*lines, f"{_('Height')}: {window.explain(height)}", f"{_('Width')}: {window.explain(width)}"]
