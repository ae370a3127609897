"""A diagram of a network's layers to zoom, pan and click (docs: `lab/network_layout.py` says where each box stands)."""

from collections.abc import Sequence
from typing import Any

from components.browser_component import declare_component
from components.formatting import format_shape
from components.network_diagram_script import JAVASCRIPT
from components.network_diagram_style import CSS
from lab.i18n import N_, _, cache_by_language
from lab.layer_kinds import LayerKind, find_layer_kind
from lab.layers.base import Shape
from lab.network import INPUT, LayerRow
from lab.network_layout import Layout, lay_out_network

# Width and height in pixels for which the columns are chosen; the second is a telephone's.
PLACES = {"wide": (720, 640), "narrow": (350, 560)}
KIND_TITLES = {
    LayerKind.CONVOLUTION: N_("Convolution"),
    LayerKind.POOLING: N_("Pooling"),
    LayerKind.DENSE: N_("Dense"),
    LayerKind.ELEMENTWISE: N_("Normalisation, activation, dropout"),
    LayerKind.MERGE: N_("Joins branches"),
    LayerKind.SHAPE: N_("Arranges numbers"),
}

_mount = declare_component("lab_network_diagram", html='<div class="diagram"></div>', css=CSS, js=JAVASCRIPT)


def draw_diagram(
    rows: Sequence[LayerRow], key: str, *, input_shape: Shape | None = None, selected: str | None = None
) -> str | None:
    """Draw the network.

    Args:
        rows: its layer table.
        key: the diagram's name; zoom and place stay as long as it is the same and so are the layers.
        input_shape: (height, width, channels), for the first box.
        selected: the layer that is marked.

    Returns:
        The layer that was clicked just now; None in any other rerun.
    """
    result = _mount(
        data={**describe_diagram(tuple(rows), input_shape), "name": key, "selected": selected, "texts": _words()},
        key=key,
        height="content",
        on_clicked_change=lambda: None,
    )
    return result.clicked


def _words() -> dict[str, str]:
    return {
        "diagram": _("Diagram of the network: arrow keys go from layer to layer, Enter shows one"),
        "in": _("Zoom in"),
        "out": _("Zoom out"),
        "fit": _("Show all of it"),
        **{kind.value: _(title) for kind, title in KIND_TITLES.items()},
    }


@cache_by_language(maxsize=64)
def describe_diagram(rows: tuple[LayerRow, ...], input_shape: Shape | None = None) -> dict[str, Any]:
    """What the browser draws.

    Args:
        rows: a layer table.
        input_shape: (height, width, channels).

    Returns:
        "boxes", which say what each layer is, and "layouts" ("wide", "narrow"), which say where; as JSON.
    """
    source = LayerRow(INPUT, _("Images"), (), INPUT, input_shape)
    broken = next((place for place, row in enumerate(rows) if row.problem), len(rows))
    boxes = [_describe_box(source, "")]
    for place, row in enumerate(rows):
        boxes.append(_describe_box(row, "problem" if row.problem else "unknown" if place > broken else ""))
    layouts = {name: _describe_layout(lay_out_network(rows, *place)) for name, place in PLACES.items()}
    return {"boxes": boxes, "layouts": layouts}


def _describe_box(row: LayerRow, state: str) -> dict[str, str]:
    kind = find_layer_kind(row.type)
    # Within its frame, a layer need not repeat the block's name.
    label = row.name.removeprefix(f"{row.item}_")
    shape = format_shape(row.output_shape) if row.output_shape else ""
    parts = [row.name, name_type(row), shape, row.problem]
    return {
        "name": row.name,
        "label": label,
        "short": row.type if kind is LayerKind.MERGE else label,
        "type": name_type(row),
        "shape": shape,
        "kind": kind.value,
        "state": state,
        "title": "\n".join(part for part in parts if part),
    }


def name_type(row: LayerRow) -> str:
    """The class of a layer, with its kernel, and its stride where there is one: "Conv2D 3×3 /2"."""
    window = dict(row.window)
    if not window:
        return row.type
    strides = f" /{window['strides']}" if window["strides"] > 1 else ""
    return f"{row.type} {window['kernel_size']}×{window['kernel_size']}{strides}"


def _describe_layout(layout: Layout) -> dict[str, Any]:
    return {
        "width": layout.width,
        "height": layout.height,
        "boxes": [[box.x, box.y, box.width, box.height, int(box.attached)] for box in layout.boxes],
        "edges": [[edge.source, edge.target, *edge.points] for edge in layout.edges],
        "frames": [[frame.name, frame.x, frame.y, frame.width, frame.height] for frame in layout.frames],
    }
