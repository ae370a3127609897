"""What a data set looks like: samples by class, counts, sizes."""

from collections.abc import Mapping

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.charts import class_counts_option, image_sizes_option
from components.gallery import make_strip
from lab.datasets import ImageSource
from lab.datasets.samples import class_counts, sample_indices
from lab.errors import ImageError
from lab.i18n import _
from lab.preparation import Preparation

SAMPLES_A_CLASS = 8
CLASSES_SHOWN = 12
LARGEST_SHOWN = 2000


def draw_source(source: ImageSource, preparation: Preparation) -> None:
    """Draw a data set.

    Args:
        source: its images.
        preparation: how the network gets them.
    """
    sizes = source.sizes()
    with st.container(horizontal=True, gap="medium"):
        st.metric(_("Images"), f"{len(source):,}")
        st.metric(_("Classes"), len(source.class_names))
        st.metric(_("Size"), _describe_sizes(sizes))
    look, count, measure = st.tabs([_("Samples"), _("Images by class"), _("Image sizes")])
    with look:
        as_seen = st.toggle(_("As the network sees them"), help=_("Brought to the size and colour chosen here."))
        _draw_samples(source, preparation if as_seen else None)
    with count:
        st.echarts_chart(class_counts_option(*_count_parts(source)), key="class-counts", height=420)
    with measure:
        _draw_sizes(sizes)


def _draw_samples(source: ImageSource, preparation: Preparation | None) -> None:
    for label, indices in sample_indices(source, SAMPLES_A_CLASS, seed=0)[:CLASSES_SHOWN]:
        images = [image for index in indices if (image := _read(source, int(index))) is not None]
        if preparation is not None:
            images = [preparation.apply(image) for image in images]
        name, row = st.columns([1, 5], vertical_alignment="center")
        name.markdown(f"**{source.class_names[label]}**")
        if images:
            row.image(make_strip(images), alt=source.class_names[label])
    if len(source.class_names) > CLASSES_SHOWN:
        st.caption(_("{count} more classes.").format(count=len(source.class_names) - CLASSES_SHOWN))


def _read(source: ImageSource, index: int) -> NDArray[np.uint8] | None:
    try:
        return source.read(index)
    except ImageError as error:
        st.caption(str(error))
        return None


def _count_parts(source: ImageSource) -> tuple[list[str], Mapping[str, list[int]]]:
    """The class names, and for each part (or all images) how many there are of each class."""
    return list(source.class_names), {name: counts.tolist() for name, counts in class_counts(source).items()}


def _describe_sizes(sizes: NDArray[np.int64]) -> str:
    (low_width, low_height), (high_width, high_height) = sizes.min(axis=0), sizes.max(axis=0)
    if (low_width, low_height) == (high_width, high_height):
        return f"{low_width}×{low_height}"
    return f"{low_width}×{low_height} … {high_width}×{high_height}"


def _draw_sizes(sizes: NDArray[np.int64]) -> None:
    distinct = np.unique(sizes, axis=0)
    if len(distinct) == 1:
        width, height = distinct[0]
        st.markdown(_("Every image has {width}×{height} pixels.").format(width=width, height=height))
        return
    shown = sizes[:: max(1, len(sizes) // LARGEST_SHOWN)]
    st.echarts_chart(image_sizes_option(shown[:, 0].tolist(), shown[:, 1].tolist()), key="image-sizes", height=420)
