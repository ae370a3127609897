"""The first thing that a newcomer can press."""

import numpy as np
import streamlit as st

from components.gallery import make_strip
from components.start import start_run
from lab.architectures.grey_cnn import GreyCNN
from lab.config import RunConfig
from lab.datasets.digits import Digits
from lab.i18n import _


def draw_demonstration() -> None:
    """Draw real digits and the button that trains a network on them."""
    st.subheader(_("See a network learn to read"), anchor=False)
    st.markdown(
        _("1,797 digits written by hand, 8×8 pixels each. A small convolutional network sees them for the first time.")
    )
    for strip in _digit_strips():
        st.image(strip, width="stretch", alt=_("Digits written by hand"))
    if st.button(
        _("Train a small network on handwritten digits"), type="primary", icon=":material/play_arrow:", width="stretch"
    ):
        start_run(RunConfig(architecture=GreyCNN(), epochs=30))


@st.cache_data(show_spinner=False)
def _digit_strips() -> list[np.ndarray]:
    source = Digits().open()
    chosen = [np.flatnonzero(source.labels == digit)[row] for row in range(2) for digit in range(10)]
    return [make_strip([source.read(int(index)) for index in chosen[row * 10 : row * 10 + 10]]) for row in range(2)]
