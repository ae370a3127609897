"""Feature space: the data set's images as points, near where the network finds them alike, and one image among them."""

from functools import partial

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from components.failures import shown_failures
from components.feature_plot import Placed, draw_feature_plot
from components.formatting import format_percent
from components.gallery import fit_into
from components.image_choice import ChosenImage
from components.known_features import Known, find_known, measure_image
from components.linked import read_link, write_link
from components.open_data import open_source
from components.resemblance import draw_familiarity, draw_neighbours
from components.verbatim import verbatim
from components.waiting import shown_waiting
from lab.errors import LabError
from lab.feature_space.space import Familiarity, Places, place_between
from lab.feature_space.tsne import find_embedding
from lab.i18n import N_, _
from lab.trained import TrainedNetwork

PICTURES = {"pca": N_("PCA"), "tsne": N_("t-SNE")}
SIDE = 150


def draw_feature_space(network: TrainedNetwork, image: ChosenImage) -> None:
    """Draw the picture, and what is near to the chosen image and to a point that is clicked.

    Args:
        network: whose features.
        image: laid among the data set's.
    """
    known = find_known(network)
    values = known and measure_image(network, known, image.pixels)
    if known is None or values is None:
        return
    familiarity = known.space.compare(values)
    picture = _choose_picture()
    if picture == "pca":
        places, place = known.space.places, known.space.place(values)
        explanation = _(
            "Principal components: the two directions in which the features differ most, {share:.0%} of all."
        )
        explanation = explanation.format(share=known.space.explained)
    else:
        embedded = shown_waiting(_("t-SNE …"), partial(find_embedding, known.path), key=f"tsne-{known.path.stem}")
        if embedded is None:
            return
        places, place = embedded, place_between(embedded, familiarity)
        explanation = _(
            "t-SNE: what is alike stands together; distances between groups mean nothing. It cannot place a new image: "
            "the framed one stands between its most similar ones."
        )
    st.caption(explanation)
    _draw_picture(network, known, image, familiarity, places, place)


def _choose_picture() -> str:
    picture = st.segmented_control(
        _("Picture"),
        list(PICTURES),
        default=read_link("picture", PICTURES, "pca"),
        required=True,
        format_func=lambda one: _(PICTURES[one]),
        label_visibility="collapsed",
        key="inside.picture",
    )
    write_link("picture", picture, "pca")
    return picture


@st.fragment
def _draw_picture(
    network: TrainedNetwork, known: Known, image: ChosenImage, familiarity: Familiarity, places: Places, place: Places
) -> None:
    with shown_failures():
        left, right = st.columns([3, 2])
        placed = Placed(image.title, image.pixels, place, familiarity.neighbours)
        with left:
            clicked = draw_feature_plot(known, network.labels, places, placed, f"feature-plot-{network.folder.name}")
        with right:
            st.markdown(f"**{_('The framed image')}**")
            with _beside(fit_into(image.pixels, SIDE)):
                draw_familiarity(familiarity, len(known.features))
            draw_neighbours(known, network.labels, familiarity, "neighbours-framed")
            if clicked is None or clicked >= len(known.features):
                st.caption(_("Point at an image to see it, click it for its most similar ones, zoom in to see all."))
            else:
                _draw_clicked(network, known, clicked)


def _draw_clicked(network: TrainedNetwork, known: Known, clicked: int) -> None:
    features = known.features
    truth, answer = int(features.labels[clicked]), int(features.predicted[clicked])
    st.markdown(f"**{_('The clicked image')}**")
    text = _("Truly {truth}; the network says {answer}, {share}.").format(
        truth=verbatim(network.labels[truth]),
        answer=verbatim(network.labels[answer]),
        share=format_percent(float(features.probabilities[clicked, answer])),
    )
    with _beside(_read_image(network, known, clicked)):
        st.markdown(text)
    draw_neighbours(known, network.labels, known.space.compare_own(clicked), "neighbours-clicked")


def _beside(picture: NDArray[np.uint8]) -> DeltaGenerator:
    """Draw a picture; gives the place beside it."""
    left, right = st.columns([2, 3], vertical_alignment="center")
    left.image(picture, width=SIDE)
    return right


def _read_image(network: TrainedNetwork, known: Known, place: int) -> NDArray[np.uint8]:
    """The image as it came; the small one that was kept where its data set is gone."""
    try:
        image = open_source(network.config.dataset).read(int(known.features.rows[place]))
    except LabError:
        image = known.features.thumbnails[place]
    return fit_into(image, SIDE)
