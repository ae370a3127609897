"""The layers of a network before it is trained."""

import pandas as pd
import streamlit as st

from components.backend import get_layers
from components.formatting import format_count
from components.open_data import open_source
from lab.config import RunConfig
from lab.i18n import _


def draw_layers(config: RunConfig) -> None:
    """Draw a line for each layer: output shape, parameters.

    Args:
        config: its network, on its data set's classes and image size.
    """
    _draw_table(config)


def _draw_table(config: RunConfig) -> None:
    num_classes = len(open_source(config.dataset).class_names)
    input_shape = config.preparation.input_shape
    with st.spinner(_("Building the network …")):
        rows = get_layers(config.architecture, input_shape, num_classes)
    total = sum(row.parameters for row in rows)
    height, width, channels = input_shape
    st.markdown(
        _("**{total} parameters** from {height}×{width}×{channels} to {classes} classes").format(
            total=format_count(total), height=height, width=width, channels=channels, classes=num_classes
        )
    )
    table = pd.DataFrame(
        {
            _("Layer"): [row.name for row in rows],
            _("Type"): [row.type for row in rows],
            _("Output shape"): [" × ".join(map(str, row.output_shape or ())) for row in rows],
            _("Parameters"): [f"{row.parameters:,}" for row in rows],
            _("Share"): [row.parameters / max(1, total) for row in rows],
        }
    )
    share = st.column_config.ProgressColumn(format="percent", help=_("Its part of all parameters."))
    st.dataframe(table, hide_index=True, column_config={_("Share"): share}, height="content")
