"""A wall of a layer's maps, the strongest first, one of which is chosen by a click."""

from collections.abc import Callable, Sequence

from components import session
from components.browser_component import declare_component
from components.formatting import format_number
from components.map_picture import picture_wall
from components.map_wall_script import CSS, JAVASCRIPT
from components.png import encode_png
from lab.dissection.wall import Wall
from lab.i18n import _

SIDE = 68

_mount = declare_component("lab_map_wall", html='<div class="wall" role="radiogroup"></div>', css=CSS, js=JAVASCRIPT)


def draw_map_wall(
    wall: Wall,
    chosen: int,
    key: str,
    on_click: Callable[[int], None],
    *,
    same_scale: bool,
    labels: Sequence[str] = (),
) -> None:
    """Draw the maps.

    Args:
        wall: the maps.
        chosen: the channel that is marked.
        key: of the wall.
        on_click: told, before the page is drawn anew, the channel that was clicked.
        same_scale: whether equal colours mean equal numbers on all maps; else each map has its own brightest.
        labels: what channels are called, where they have names.
    """
    # What has names are classes, and their numbers probabilities.
    pictures = picture_wall(wall, same_scale=same_scale, most=1.0 if labels else 0.0)
    tiles = []
    for place, channel in enumerate(wall.channels.tolist()):
        name = name_map(wall, channel, labels)
        high = format_number(float(wall.highs[place]))
        tiles.append(
            {
                "key": str(channel),
                "map": pictures[place],
                "filter": encode_png(wall.filters[place]) if wall.filters is not None else "",
                "caption": labels[channel] if labels else str(channel),
                "note": high,
                "title": _("{name}: up to {high}").format(name=name, high=high),
            }
        )
    data = {"tiles": tiles, "chosen": str(chosen), "label": _("Maps"), "side": SIDE}

    def tell() -> None:
        on_click(int(session.widget_value(key)["chosen"]))

    _mount(data=data, key=key, on_chosen_change=tell)


def name_map(wall: Wall, channel: int, labels: Sequence[str] = ()) -> str:
    """What a map is called.

    Args:
        wall: of its layer.
        channel: its number.
        labels: what channels are called, where they have names.
    """
    if labels:
        return labels[channel]
    return (_("number {number}") if wall.is_row else _("map {number}")).format(number=channel)
