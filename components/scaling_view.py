"""Histograms of what a scaling makes of the pixels."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.charts import histogram_option
from components.gallery import make_strip
from components.open_data import prepared_samples
from lab.datasets import ImageSource
from lab.datasets.subset import Subset
from lab.i18n import _
from lab.preparation import Preparation
from lab.scaling import SCALINGS, Scaling

IMAGES_COUNTED = 200
IMAGES_SHOWN = 8


def draw_scaling(chosen: Scaling, source: ImageSource, preparation: Preparation) -> None:
    """Draw the pixels before and after each scaling, the chosen one first.

    Args:
        chosen: the draft's scaling.
        source: the data set.
        preparation: applied before, as in training.
    """
    images = prepared_samples(source, preparation, IMAGES_COUNTED)
    st.image(make_strip(list(images[:IMAGES_SHOWN])), alt=_("Some of the images counted below"))
    pixels, numbers = st.columns(2)
    with pixels:
        st.markdown(f"**{_('Pixels: 0 … 255')}**")
        st.echarts_chart(histogram_option(images), key="pixels", height=280)
    with numbers:
        _draw_histogram(chosen, images, emphasised=True)
    st.caption(_("The other scalings, on the same {count} images:").format(count=len(images)))
    others = [cls() for cls in SCALINGS.classes() if cls is not type(chosen)]
    for column, scaling in zip(st.columns(len(others)), others, strict=True):
        with column:
            _draw_histogram(scaling, images)


def _draw_histogram(scaling: Scaling, images: NDArray[np.uint8], *, emphasised: bool = False) -> None:
    scaled = scaling.fit(Subset.whole(images)).transform(images)
    figures = _("mean {mean:.2f}, standard deviation {deviation:.2f}, from {low:.2f} to {high:.2f}")
    title = f"{_(scaling.title)} — {_('chosen')}" if emphasised else _(scaling.title)
    st.markdown(f"**{title}**")
    st.echarts_chart(histogram_option(scaled), key=f"histogram-{scaling.name}", height=280)
    st.caption(figures.format(mean=scaled.mean(), deviation=scaled.std(), low=scaled.min(), high=scaled.max()))
