"""The choice of a network that was trained on ImageNet, and of raw pixels beside the right ones."""

import streamlit as st

from components.backend import get_model_service
from components.fetch import draw_fetch_button
from components.formatting import format_bytes
from components.linked import read_link, write_link
from lab.fetch_weights import whole_fetch
from lab.i18n import _
from lab.imagenet import WHOLE, list_missing
from lab.looking.imagenet_predictor import ImageNetPredictor
from lab.looking.predictor import Predictor

USUAL = "mobilenet_v2"


def choose_imagenet() -> list[Predictor]:
    """Draw the choice, and the way to get what is missing.

    Returns:
        The network, and the same one with raw pixels where they are compared; nothing as long as files are missing.

    Raises:
        DatasetError: the file with the names of the classes is damaged.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        name = st.segmented_control(
            _("Network"),
            list(WHOLE),
            default=read_link("imagenet", WHOLE, USUAL),
            required=True,
            format_func=lambda one: WHOLE[one].title,
            key="imagenet-network",
        )
        write_link("imagenet", name, USUAL)
        raw = st.toggle(
            _("Raw pixels beside it"),
            value=st.query_params.get("raw") == "1",
            key="imagenet-raw",
            help=_("The same network given 0 … 255 as they are: what a forgotten preprocessing does."),
        )
        write_link("raw", "1" if raw else "")
    st.caption(_("Trained on 1.3 million photographs of 1,000 classes: animals, things, food, vehicles; not people."))
    missing = list_missing(name)
    if missing:
        text = _("{title} with its ImageNet weights is not on this machine yet ({size}).")
        size = format_bytes(sum(file.size_bytes for file in missing))
        draw_fetch_button(whole_fetch(name), text.format(title=WHOLE[name].title, size=size))
        return []
    service = get_model_service()
    right = ImageNetPredictor(service, name)
    return [right, ImageNetPredictor(service, name, "raw")] if raw else [right]
