"""A network as a script, to take home."""

import streamlit as st

from lab.architectures.base import Architecture, StackedArchitecture
from lab.i18n import _
from lab.layers.base import Shape
from lab.network_code import write_network_code


def draw_network_export(architecture: Architecture, input_shape: Shape, num_classes: int) -> None:
    """Draw the script and the button that downloads it.

    Args:
        architecture: the draft's.
        input_shape: (height, width, channels) of the images.
        num_classes: how many classes.
    """
    if not isinstance(architecture, StackedArchitecture):
        return
    with st.expander(_("Take it home as code"), icon=":material/code:"):
        network = architecture.draw(input_shape, num_classes)
        if network.problem is not None:
            st.caption(_("As soon as every layer is possible."))
            return
        code = write_network_code(network, architecture.name)
        st.download_button(
            _("Download"),
            code,
            f"{architecture.name}.py",
            "text/x-python",
            icon=":material/download:",
            on_click="ignore",
        )
        st.code(code, language="python", height=320)
