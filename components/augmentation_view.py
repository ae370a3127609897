"""Originals beside what an augmentation makes of them."""

import streamlit as st

from components import session
from components.gallery import make_strip
from components.open_data import prepared_samples
from lab.augmentation import Augmentation
from lab.datasets import ImageSource
from lab.i18n import _
from lab.preparation import Preparation

IMAGES_SHOWN = 5
DRAWS_SHOWN = 8


def draw_augmentation(augmentation: Augmentation, source: ImageSource, preparation: Preparation) -> None:
    """Draw some images of the data set, each before its row of results.

    Args:
        augmentation: what changes them.
        source: the data set.
        preparation: applied before, as in training.
    """
    if st.button(_("Other images, another draw"), icon=":material/shuffle:"):
        session.count_up("augmentation-draw")
    draw = session.count("augmentation-draw")
    pipeline = augmentation.build(seed=draw)
    original, results = st.columns([1, 7])
    original.markdown(f"**{_('Original')}**")
    results.markdown(f"**{_('What training may see')}**")
    for image in prepared_samples(source, preparation, IMAGES_SHOWN, seed=draw):
        changed = [pipeline(image=image)["image"] for _draw in range(DRAWS_SHOWN)]
        original, results = st.columns([1, 7], vertical_alignment="center")
        original.image(make_strip([image]), alt=_("Original"))
        results.image(make_strip(changed), alt=_("Changed at random"))
