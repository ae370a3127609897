"""Layers: what each layer makes of an image, a wall of maps, one of which is taken apart."""

from collections.abc import Sequence
from contextlib import suppress

import streamlit as st

from components.asking_layers import Stopped, see_number, see_wall
from components.backend import get_layers
from components.exciting_patches import draw_exciting_patches
from components.failures import shown_failures
from components.formatting import format_shape
from components.image_choice import ChosenImage
from components.linked import read_link, write_link
from components.map_by_checkpoint import draw_map_by_checkpoint
from components.map_details import draw_arithmetic, draw_map_details, name_colors
from components.map_wall import draw_map_wall, name_map
from lab.dissection.wall import Order, Wall
from lab.i18n import N_, _, ngettext
from lab.network import LayerRow
from lab.trained import TrainedNetwork

LAYER, MAP, PLACE, ORDER = "layer", "map", "place", "order"
ORDERS: dict[Order, str] = {"mean": N_("By their mean"), "max": N_("By their largest number")}


def draw_layers(network: TrainedNetwork, image: ChosenImage) -> None:
    """Draw the choice of a layer, its wall, and the chosen map.

    Args:
        network: which is looked into.
        image: what it is shown.
    """
    rows = {row.name: row for row in get_layers(network.config.architecture, network.input_shape, len(network.labels))}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        row = rows[_choose_layer(network, list(rows.values()))]
        order = _choose_order()
        same_scale = st.toggle(
            _("Equal colours mean equal numbers"),
            help=_("Off: each map has its own brightest colour, so that weak ones are seen too."),
            key="inside.layers.scale",
        )
    with suppress(Stopped):
        wall = see_wall(network, row.name, image.pixels, order)
        _draw_wall_and_map(network, image, row, wall, same_scale)


def _draw_wall_and_map(
    network: TrainedNetwork, image: ChosenImage, row: LayerRow, wall: Wall, same_scale: bool
) -> None:
    channel, place = _read_map(wall), _read_place(wall)
    labels = network.labels if row.name == _last_layer(network) else ()
    left, right = st.columns([5, 4], gap="large")
    with left:
        st.caption(_describe_wall(wall))
        key = f"wall-{network.run.id}-{row.name}"
        draw_map_wall(wall, channel, key, _click_map, same_scale=same_scale, labels=labels)
    with right:
        found = see_number(network, row.name, image.pixels, channel, place)
        colors = None if wall.filters is None else wall.filters[wall.channels.tolist().index(channel)]
        draw_map_details(row, name_map(wall, channel, labels), image.pixels, found, _click_place, colors)
        draw_arithmetic(row, found.arithmetic, name_colors(network) if wall.filters is not None else ())
    # Without its data set a run's network can still be looked into.
    with shown_failures(), suppress(Stopped):
        draw_exciting_patches(network, row, wall, channel)
    draw_map_by_checkpoint(network, row, image, channel)


def _choose_layer(network: TrainedNetwork, rows: Sequence[LayerRow]) -> str:
    names = [row.name for row in rows]
    titles = {row.name: f"{row.name} · {row.type} · {format_shape(row.output_shape or ())}" for row in rows}
    usual = next((row.name for row in rows if "Conv" in row.type), names[0])
    chosen = st.selectbox(
        _("Layer"),
        names,
        index=names.index(read_link(LAYER, names, usual)),
        format_func=titles.__getitem__,
        key=f"inside.layers.layer.{network.run.id}",
        on_change=_forget_map,
        width=380,
    )
    write_link(LAYER, chosen, usual)
    return chosen


def _choose_order() -> Order:
    order: Order = st.selectbox(
        _("The strongest first"),
        list(ORDERS),
        index=list(ORDERS).index(read_link(ORDER, ORDERS, "mean")),
        format_func=lambda one: _(ORDERS[one]),
        key="inside.layers.order",
        width=210,
    )
    write_link(ORDER, order, "mean")
    return order


def _describe_wall(wall: Wall) -> str:
    shown, total = len(wall.channels), wall.total
    if shown < total:
        count = _("The {shown} strongest of {count}.").format(shown=shown, count=total)
    elif wall.is_row:
        count = ngettext("{count} number.", "{count} numbers.", total)
    else:
        count = ngettext("{count} map.", "{count} maps.", total)
    parts = [count, _("Orange is above 0, blue below, dark nothing."), _("Click on one to take it apart.")]
    if wall.filters is not None:
        parts.insert(1, _("Beneath each stand the colours that it looks for."))
    return " ".join(parts)


def _last_layer(network: TrainedNetwork) -> str:
    return get_layers(network.config.architecture, network.input_shape, len(network.labels))[-1].name


def _read_map(wall: Wall) -> int:
    """What the address says; the strongest where that is not on the wall."""
    asked = read_link(MAP, [str(channel) for channel in wall.channels], str(wall.channels[0]))
    return int(asked)


def _read_place(wall: Wall) -> tuple[int, int] | None:
    row, _comma, column = st.query_params.get(PLACE, "").partition(",")
    if not (row.isdecimal() and column.isdecimal()):
        return None
    rows, columns = wall.size
    return (int(row), int(column)) if int(row) < rows and int(column) < columns else None


def _click_map(channel: int) -> None:
    write_link(MAP, str(channel))
    write_link(PLACE, "")


def _click_place(row: int, column: int) -> None:
    write_link(PLACE, f"{row},{column}")


def _forget_map() -> None:
    write_link(MAP, "")
    write_link(PLACE, "")
