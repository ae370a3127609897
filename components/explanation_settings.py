"""The methods that explain a network, with their settings."""

import streamlit as st

from components.backend import get_layers
from components.config_form import draw_form
from components.formatting import format_shape
from lab.errors import ExplanationError
from lab.explanations import EXPLANATIONS, Explanation
from lab.explanations.class_activation import ClassActivation
from lab.explanations.spatial_layers import Layers, choose_spatial_layer, find_spatial_layers
from lab.i18n import _
from lab.trained import TrainedNetwork


def draw_explanation_settings(network: TrainedNetwork) -> list[Explanation]:
    """Draw the settings, folded up.

    Args:
        network: whose answer is to be explained.

    Returns:
        Every method that this network allows; a sentence says why others are not there.
    """
    rows = get_layers(network.config.architecture, network.input_shape, len(network.labels))
    layers = {row.name: (row.type, row.output_shape) for row in rows}
    explanations: list[Explanation] = []
    with st.popover(_("Settings"), icon=":material/tune:"):
        layer = _choose_layer(layers)
        for cls in EXPLANATIONS.classes():
            if not issubclass(cls, ClassActivation):
                st.markdown(f"**{_(cls.title)}**")
                explanations.append(draw_form(cls(), f"inside.{cls.model_fields['name'].default}"))
            elif layer is not None:
                explanations.append(cls(layer=layer))
    return explanations


def _choose_layer(layers: Layers) -> str | None:
    """The layer of Grad-CAM and Grad-CAM++; None where the network has none with places."""
    try:
        usual = choose_spatial_layer(layers)
    except ExplanationError as error:
        st.info(str(error))
        return None
    names = find_spatial_layers(layers)[::-1]
    return st.selectbox(
        _("Layer of Grad-CAM and Grad-CAM++"),
        names,
        index=names.index(usual),
        format_func=lambda name: f"{name} ({format_shape(layers[name][1] or ())})",
        help=_("Late layers know what, early ones know where. The last that doesn't pool is the usual one."),
        key=f"inside.layer.{'.'.join(names)}",
    )
