"""What a data set looks like: samples by class, counts, sizes."""

from collections.abc import Mapping

import cv2
import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from components import session
from components.charts import aspect_ratios_option, class_counts_option, image_sizes_option
from components.cleaning_view import draw_cleaning
from components.dataset_deletion import draw_deletion
from components.gallery import make_strip
from components.import_panel import VIEW_PARAMETER
from components.import_report import draw_report
from components.open_data import open_source
from components.split_view import draw_leak_notice, draw_split
from components.verbatim import verbatim
from lab.config import RunConfig
from lab.datasets import ImageSource
from lab.datasets.imported import Imported, ImportedSource
from lab.datasets.inspection import channel_statistics, imbalance, mean_images
from lab.datasets.samples import class_counts, sample_indices
from lab.errors import ImageError
from lab.i18n import _
from lab.preparation import Preparation

SAMPLES_A_CLASS = 8
CLASSES_SHOWN = 12
LARGEST_SHOWN = 2000
MEANS_SHOWN = 20
MEAN_SIDE = 112


def is_split_open() -> bool:
    """Whether the view of the split is the one that is about to be drawn; a click comes before the address."""
    return (session.widget_value(_view_key()) or st.query_params.get(VIEW_PARAMETER)) == "split"


def _view_key() -> str:
    return f"data-view-{session.count(VIEW_PARAMETER)}"


def draw_data(config: RunConfig) -> None:
    """Draw the view of a config's data set that is chosen: look, clean, split, report.

    Args:
        config: its data set, preparation and split are used.
    """
    dataset = config.dataset
    with st.spinner(_("Opening the images …")):
        source = open_source(dataset)
    views = {"look": _("Look"), "clean": _("Clean"), "split": _("Split"), "report": _("Import report")}
    if not isinstance(dataset, Imported):
        views = {"look": views["look"], "split": views["split"]}
    asked = st.query_params.get(VIEW_PARAMETER, "look")
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        view = st.segmented_control(
            _("View"),
            list(views),
            default=asked if asked in views else "look",
            required=True,
            format_func=views.__getitem__,
            label_visibility="collapsed",
            key=_view_key(),
        )
        if isinstance(dataset, Imported):
            draw_deletion(dataset)
    st.query_params[VIEW_PARAMETER] = view
    if view == "look":
        if isinstance(dataset, Imported):
            draw_leak_notice(dataset, config.split)
        draw_source(source, config.preparation)
    elif view == "split":
        draw_split(dataset, source, config.split)
    elif isinstance(dataset, Imported) and isinstance(source, ImportedSource):
        if view == "clean":
            draw_cleaning(dataset, source)
        else:
            draw_report(source.folder)


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
    unequal = imbalance(source)
    if unequal is not None:
        text = _(
            "`{most}` has {most_count:,} images, `{fewest}` only {fewest_count:,}: a network will favour the former."
        )
        most, most_count, fewest, fewest_count = unequal
        st.warning(
            text.format(most=most, most_count=most_count, fewest=fewest, fewest_count=fewest_count),
            icon=":material/balance:",
        )
    look, count, measure, color = st.tabs([_("Samples"), _("Images by class"), _("Image sizes"), _("Colours")])
    with look:
        as_seen = st.toggle(_("As the network sees them"), help=_("Brought to the size and colour chosen here."))
        _draw_samples(source, preparation if as_seen else None)
    with count:
        st.echarts_chart(class_counts_option(*_count_parts(source)), key="class-counts", height=420)
    with measure:
        _draw_sizes(sizes)
    with color:
        _draw_colors(source)


def _draw_samples(source: ImageSource, preparation: Preparation | None) -> None:
    for label, indices in sample_indices(source, SAMPLES_A_CLASS, seed=0)[:CLASSES_SHOWN]:
        images = [image for index in indices if (image := _read(source, int(index), preparation)) is not None]
        name, row = st.columns([1, 5], vertical_alignment="center")
        name.markdown(f"**{verbatim(source.class_names[label])}**")
        if images:
            row.image(make_strip(images), alt=source.class_names[label])
    if len(source.class_names) > CLASSES_SHOWN:
        st.caption(_("{count} more classes.").format(count=len(source.class_names) - CLASSES_SHOWN))


def _read(source: ImageSource, index: int, preparation: Preparation | None) -> NDArray[np.uint8] | None:
    try:
        return source.read(index) if preparation is None else source.prepare(index, preparation)
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
    points, ratios = st.columns(2)
    with points:
        st.echarts_chart(image_sizes_option(shown[:, 0].tolist(), shown[:, 1].tolist()), key="image-sizes", height=380)
    with ratios:
        st.echarts_chart(aspect_ratios_option(sizes[:, 0] / np.maximum(1, sizes[:, 1])), key="ratios", height=380)


def _draw_colors(source: ImageSource) -> None:
    statistics = channel_statistics(source)
    names = [_("Red"), _("Green"), _("Blue")]
    table = pd.DataFrame(
        {
            _("Channel"): names,
            _("Mean, 0 … 255"): statistics.mean.round(1),
            _("Standard deviation"): statistics.deviation.round(1),
            _("Mean, 0 … 1"): (statistics.mean / 255).round(3),
            _("Standard deviation, 0 … 1"): (statistics.deviation / 255).round(3),
        }
    )
    st.dataframe(table, hide_index=True)
    st.markdown(f"**{_('The mean image of each class')}**")
    st.caption(_("What all images of a class have in common at each place: a background, a colour, a pose."))
    with st.container(horizontal=True, gap="small"):
        for name, image in list(zip(source.class_names, mean_images(source), strict=True))[:MEANS_SHOWN]:
            smooth = cv2.resize(image, (MEAN_SIDE, MEAN_SIDE), interpolation=cv2.INTER_CUBIC)
            st.image(smooth, caption=verbatim(name), width=MEAN_SIDE)
