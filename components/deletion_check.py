"""Does it matter? What the network says without the places that a map lights."""

from collections.abc import Mapping

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.asking import check_deletion
from components.deletion_chart import deletion_option
from components.formatting import format_percent
from components.verbatim import verbatim
from lab.explanations import EXPLANATIONS
from lab.explanations.base import Maps
from lab.explanations.deletion import FRACTIONS, Deletion
from lab.i18n import _
from lab.trained import TrainedNetwork

# The part of the image that is spoken of.
SPOKEN = 0.2
# Below this the lit places are no better than others.
LEAST_GAP = 0.02


def draw_deletion_check(
    network: TrainedNetwork, pixels: NDArray[np.uint8], class_number: int, maps: Mapping[str, Maps]
) -> None:
    """Draw the switch, and behind it the curves for one of the maps.

    Args:
        network: whose answer is watched.
        pixels: (height, width, channels), uint8, 0…255, as prepared for the network.
        class_number: its answer.
        maps: by the method's name; the first of each is of its answer.
    """
    shown = st.toggle(
        _("Does it matter?"),
        key="inside.deletion",
        help=_("The lit places are painted over, the most lit first, and the network is asked again and again."),
    )
    if not shown:
        return
    name = st.segmented_control(
        _("Map"),
        list(maps),
        default=next(iter(maps)),
        required=True,
        format_func=lambda one: _(EXPLANATIONS[one].title),
        key=f"inside.deletion.map.{len(maps)}",
    )
    deletion = check_deletion(network, pixels, class_number, maps[name][0])
    if deletion is not None:
        st.markdown(describe_deletion(deletion, verbatim(network.labels[class_number])))
        st.echarts_chart(deletion_option(deletion), key="deletion", height=300)


def describe_deletion(deletion: Deletion, label: str) -> str:
    """What the curves say, in two sentences.

    Args:
        deletion: what became of the class's probability.
        label: the class.
    """
    at = FRACTIONS.index(SPOKEN)
    text = _(
        "Without the most lit {part} of the image the probability of **{label}** goes from {whole} to **{lit}**; "
        "without as much elsewhere, to {moved} in the mean."
    ).format(
        part=f"{SPOKEN:.0%}",
        label=label,
        whole=format_percent(deletion.lit[0]),
        lit=format_percent(deletion.lit[at]),
        moved=format_percent(deletion.moved[at]),
    )
    if deletion.gap > LEAST_GAP:
        return f"{text} " + _("So the answer depends on the lit places more than on others.")
    return f"{text} " + _("So the answer depends on them no more than on other places: don't trust this map here.")
