"""The layers of a network as a table, and what they cost together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from components.formatting import format_bytes, format_count, format_shape
from components.layer_details import format_field
from lab.i18n import _
from lab.layer_kinds import LayerKind, find_layer_kind
from lab.network import LayerRow

ROW_HEIGHT = 35
MOST_ROWS = 16
PROBLEM_STYLE = "color: #ef4444; font-weight: 600"


@dataclass(frozen=True)
class Totals:
    """What a network's layers cost together.

    Attributes:
        parameters: how many numbers it holds.
        classifier: how many of them sit in dense layers.
        multiply_adds: for one image.
        activation_bytes: of all outputs for one image, in float32.
        depth: layers with weights (convolutions and dense ones) on the longest way through; 16 for VGG16.
    """

    parameters: int
    classifier: int
    multiply_adds: int
    activation_bytes: int
    depth: int


def sum_layers(rows: Sequence[LayerRow]) -> Totals:
    """Add up a layer table.

    Args:
        rows: the table.
    """
    return Totals(
        parameters=sum(row.parameters for row in rows),
        classifier=sum(row.parameters for row in rows if find_layer_kind(row.type) is LayerKind.DENSE),
        multiply_adds=sum(row.multiply_adds for row in rows),
        activation_bytes=sum(row.activation_bytes for row in rows),
        depth=_measure_depth(rows),
    )


def _measure_depth(rows: Sequence[LayerRow]) -> int:
    depths: dict[str, int] = {}
    for row in rows:
        weighted = find_layer_kind(row.type) in (LayerKind.CONVOLUTION, LayerKind.DENSE)
        depths[row.name] = int(weighted) + max((depths.get(name, 0) for name in row.inputs), default=0)
    return max(depths.values(), default=0)


def draw_totals(rows: Sequence[LayerRow]) -> None:
    """Draw the sums over all layers.

    Args:
        rows: the layer table.
    """
    totals = sum_layers(rows)
    share = totals.classifier / max(1, totals.parameters)
    with st.container(horizontal=True, gap="large"):
        st.metric(
            _("Parameters"),
            format_count(totals.parameters),
            _("{share:.0%} in dense layers").format(share=share),
            delta_color="off",
            delta_arrow="off",
            width="content",
            help=_("{total} numbers, of which {classifier} in dense layers, the classifier.").format(
                total=f"{totals.parameters:,}", classifier=f"{totals.classifier:,}"
            ),
        )
        st.metric(
            _("Multiply-adds"),
            format_count(totals.multiply_adds),
            help=_("For one image, once through the network."),
            width="content",
        )
        memory = _("Of all outputs for one image, in float32. Training keeps them until the gradients are known.")
        st.metric(_("Activations"), format_bytes(totals.activation_bytes), help=memory, width="content")
        depth = _("Layers with weights, convolutions and dense ones, on the longest way through: 16 in VGG16.")
        st.metric(_("Depth"), f"{totals.depth:,}", help=depth, width="content")


def draw_layer_table(rows: Sequence[LayerRow], key: str, selected: str | None = None) -> str | None:
    """Draw a line for each layer.

    Args:
        rows: the layer table.
        key: the table's name.
        selected: the layer whose line is marked when it first appears.

    Returns:
        The layer whose line is marked; None where none is.
    """
    table = tabulate_layers(rows)
    problems = [place for place, row in enumerate(rows) if row.problem]
    marked_red = table.style.apply(lambda row: [PROBLEM_STYLE] * len(row), axis=1, subset=(problems, slice(None)))
    marked = [place for place, row in enumerate(rows) if row.name == selected]
    state = st.dataframe(
        marked_red if problems else table,
        hide_index=True,
        column_config=_configure_columns(),
        height=(min(len(rows), MOST_ROWS) + 1) * ROW_HEIGHT + 3,
        row_height=ROW_HEIGHT,
        placeholder="–",
        key=key,
        on_select="rerun",
        selection_mode="single-row-required",
        selection_default={"selection": {"rows": marked}},
    )
    chosen = state.selection.rows
    return rows[chosen[0]].name if chosen and chosen[0] < len(rows) else None


def tabulate_layers(rows: Sequence[LayerRow]) -> pd.DataFrame:
    """The layer table with titles for people.

    Args:
        rows: the layer table.

    Returns:
        A line a layer; a column with the reason where one is impossible.
    """
    total = max(1, sum(row.parameters for row in rows))
    known = [row.output_shape is not None for row in rows]
    columns = {
        _("Layer"): [row.name for row in rows],
        _("Type"): [row.type for row in rows],
        _("Output shape"): [format_shape(row.output_shape) if row.output_shape else "?" for row in rows],
        _("Parameters"): _count([row.parameters for row in rows], known),
        _("Share"): [row.parameters / total for row in rows],
        _("Arithmetic"): [row.arithmetic for row in rows],
        _("Multiply-adds"): _count([row.multiply_adds for row in rows], known),
        _("Activation memory"): _count([row.activation_bytes for row in rows], known),
        _("Receptive field"): [format_field(row.receptive_field) if row.output_shape else "?" for row in rows],
    }
    if any(row.problem for row in rows):
        columns = {_("Problem"): [row.problem for row in rows], **columns}
    return pd.DataFrame(columns)


def _count(values: Sequence[int], known: Sequence[bool]) -> pd.Series:
    """Whole numbers, empty where a layer is impossible or behind one that is."""
    return pd.Series(values, dtype="Int64").where(pd.Series(known))


def _configure_columns() -> dict[str, Any]:
    column = st.column_config
    return {
        _("Layer"): column.TextColumn(pinned=True),
        _("Problem"): column.TextColumn(width="large"),
        _("Parameters"): column.NumberColumn(format="localized"),
        _("Share"): column.ProgressColumn(format="percent", help=_("Its part of all parameters.")),
        _("Arithmetic"): column.TextColumn(help=_("How the number of parameters comes about: weights + biases.")),
        _("Multiply-adds"): column.NumberColumn(format="compact", help=_("For one image.")),
        _("Activation memory"): column.NumberColumn(format="bytes", help=_("Of its output for one image, in float32.")),
        _("Receptive field"): column.TextColumn(help=_("The part of the image that one of its outputs depends on.")),
    }
