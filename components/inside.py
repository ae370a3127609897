"""Look inside: a trained network, an image, and several views of what happens between them."""

from collections.abc import Mapping

import streamlit as st

from components.backend import get_controller
from components.failures import shown_failures
from components.image_choice import choose_image
from components.inside_views import VIEWS
from components.model_choice import choose_model
from lab.i18n import _
from lab.runs.record import RunRecord
from lab.trained import TrainedNetwork

PARAMETER = "view"


def draw_inside(records: Mapping[str, RunRecord]) -> None:
    """Draw the choice of a network and an image, and the chosen view.

    Args:
        records: the runs that have weights, the newest first, by id; not empty.
    """
    run_id, checkpoint = choose_model(records)
    with shown_failures():
        network = TrainedNetwork.read(get_controller().store.folder(run_id), checkpoint)
        image = choose_image(network.run)
        views = {view.name: view for view in VIEWS}
        if image is not None:
            views[_choose_view()].draw(network, image)


def _choose_view() -> str:
    titles = {view.name: _(view.title) for view in VIEWS}
    asked = st.query_params.get(PARAMETER)
    view = st.segmented_control(
        _("View"),
        list(titles),
        default=asked if asked in titles else VIEWS[0].name,
        required=True,
        format_func=titles.__getitem__,
        label_visibility="collapsed",
        key="inside.view",
    )
    st.query_params[PARAMETER] = view
    return view
