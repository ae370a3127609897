"""A network before it is trained: where it comes from, what it costs, its layers as a diagram or a table."""

import streamlit as st

from components import session
from components.backend import get_layers
from components.failures import shown_failures
from components.layer_details import draw_layer_details
from components.layer_table import draw_layer_table, draw_totals
from components.network_comparison import draw_comparison
from components.network_diagram import draw_diagram
from components.network_export import draw_network_export
from components.open_data import open_source
from lab.architectures.base import Architecture, StackedArchitecture
from lab.config import RunConfig
from lab.i18n import N_, _
from lab.layers.base import Layer
from lab.network import INPUT, LayerRow

VIEWS = {"diagram": N_("Diagram"), "table": N_("Table"), "compare": N_("Beside another")}
ICONS = {"diagram": ":material/account_tree:", "table": ":material/table_rows:", "compare": ":material/compare_arrows:"}
CHOSEN = "network.layer"


def draw_network_view(config: RunConfig) -> None:
    """Draw a network; its layers can be clicked.

    Args:
        config: its network, on its data set's classes and image size.
    """
    architecture, input_shape = config.architecture, config.preparation.input_shape
    num_classes = len(open_source(config.dataset).class_names)
    with st.spinner(_("Building the network …")):
        rows = get_layers(architecture, input_shape, num_classes)
    if not any(row.problem for row in rows):
        draw_totals(rows)
    layers: dict[str, Layer] = {}
    if isinstance(architecture, StackedArchitecture):
        layers = {node.name: node.layer for node in architecture.draw(input_shape, num_classes).nodes}
    _draw_layers(config, rows, layers)
    _draw_source(architecture)
    draw_network_export(architecture, input_shape, num_classes)


@st.fragment
def _draw_layers(config: RunConfig, rows: tuple[LayerRow, ...], layers: dict[str, Layer]) -> None:
    """The diagram or the table, and the layer that is looked at; or another network beside."""
    input_shape = config.preparation.input_shape
    with shown_failures():
        view = st.segmented_control(
            _("View"),
            list(VIEWS),
            default="diagram",
            required=True,
            format_func=lambda one: f"{ICONS[one]} {_(VIEWS[one])}",
            label_visibility="collapsed",
            key="network.view",
            persist_state="session",
        )
        if view == "compare":
            draw_comparison(config)
            return
        chosen = _recall(rows)
        if view == "table":
            selected = draw_layer_table(rows, f"network.table.{session.draft_version()}", chosen)
            place = st.container(border=True)
        else:
            picture, place = st.columns([5, 3])
            with picture:
                selected = draw_diagram(rows, "network.diagram", input_shape=input_shape, selected=chosen)
        chosen = selected or chosen
        session.replace_remembered(CHOSEN, chosen)
        shapes = {INPUT: input_shape, **{row.name: row.output_shape for row in rows}}
        row = next(row for row in rows if row.name == chosen)
        with place:
            before = [shapes.get(name) for name in row.inputs]
            draw_layer_details(row, before, layers.get(chosen), wide=view == "table")


def _recall(rows: tuple[LayerRow, ...]) -> str:
    """The layer looked at last, where the network has it; else the impossible one, or the first that slides."""
    last = session.remember(CHOSEN, str)
    if any(row.name == last for row in rows):
        return last
    telling = (lambda row: row.problem, lambda row: row.window, lambda row: row.parameters, lambda row: row.name)
    return next(row.name for tells in telling for row in rows if tells(row))


def _draw_source(architecture: Architecture) -> None:
    """What it brought into the world, and where that is written."""
    if architecture.introduced:
        st.markdown(_(architecture.introduced))
    if architecture.paper:
        paper = architecture.paper
        st.caption(f"[{paper}]({architecture.paper_address})" if architecture.paper_address else paper)
