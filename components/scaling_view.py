"""What a scaling makes of the pixels: histograms, figures, and the picture that the numbers make."""

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from components import session
from components.backend import get_controller
from components.charts import channel_names, histogram_option
from components.gallery import fit_into, make_strip
from components.navigation import TRAIN
from components.open_data import open_source
from lab.config import RunConfig
from lab.datasets import Dataset
from lab.datasets.subset import Subset
from lab.errors import ImageError
from lab.i18n import _
from lab.preparation import Preparation
from lab.runs.status import RunStatus
from lab.scaling import SCALINGS, Scaler, Scaling
from lab.scaling.histogram import Histogram, count_levels, make_histogram, picture

MOST_IMAGES = 10_000
IMAGES_SHOWN = 8
PICTURE_PIXELS = 180


def draw_scaling(scaling: Scaling, config: RunConfig) -> None:
    """Draw the pixels before and after scalings, the chosen one first.

    Args:
        scaling: the chosen one.
        config: its data set and preparation are used.
    """
    images, levels = _choose_images(config)
    if not len(images):
        st.warning(_("None of these images can be read."))
        return
    st.image(make_strip(list(images[:IMAGES_SHOWN])), alt=_("Some of the images that are counted"))
    bins, log, apart = _choose_drawing(images.shape[-1])
    fitted = Subset.whole(images)
    raw = Scaler(scale=(1.0,) * images.shape[-1], offset=(0.0,) * images.shape[-1])
    before, after = st.columns(2, gap="large")
    with before:
        st.markdown(f"**{_('Pixels: 0 … 255')}**")
        _draw_histogram(make_histogram(levels, raw, bins), "pixels", log, apart)
        _draw_picture(images[0], raw)
    with after:
        scaler = scaling.fit(fitted)
        st.markdown(f"**{_(scaling.title)} — {_('chosen')}**")
        _draw_histogram(make_histogram(levels, scaler, bins), "chosen", log, apart)
        _draw_picture(images[0], scaler)
        _draw_formula(scaling, scaler)
    _draw_others(scaling, fitted, levels, bins, log)


def draw_what_if_link() -> None:
    """Draw a link to the last run that has ended, where every scaling can be tried on its network."""
    store = get_controller().store
    ended = next((one for one in store.records((RunStatus.FINISHED,), limit=1)), None)
    if ended is not None:
        st.page_link(
            TRAIN.script,
            label=_("What if it were wrong? Try all on run #{number}").format(number=ended.number),
            icon=":material/science:",
            query_params={"run": ended.id, "what-if": "scaling"},
        )


def _choose_images(config: RunConfig) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """One image, a class, or the whole data set; and how often each value occurs in them."""
    scopes = {"all": _("The whole data set"), "class": _("One class"), "image": _("One image")}
    names = open_source(config.dataset).class_names
    with st.container(horizontal=True, vertical_alignment="bottom"):
        scope = st.segmented_control(
            _("Count"),
            list(scopes),
            default=st.query_params.get("scope", "all") if st.query_params.get("scope") in scopes else "all",
            required=True,
            format_func=scopes.__getitem__,
            key="scale-scope",
        )
        st.query_params["scope"] = scope
        label = None
        if scope != "all":
            label = st.selectbox(_("Class"), range(len(names)), format_func=lambda one: names[one], key="scale-class")
        if scope == "image" and st.button(_("Next image"), icon=":material/navigate_next:"):
            session.count_up("scale-image")
    number = session.count("scale-image") if scope == "image" else None
    images, levels = _count(config.dataset, config.preparation, label, number)
    st.caption(_("{count:,} images are counted.").format(count=len(images)))
    return images, levels


@st.cache_data(show_spinner=False, max_entries=16)
def _count(
    dataset: Dataset, preparation: Preparation, label: int | None, number: int | None
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The images, (count, size, size, channels), uint8, and the counts of their values; remembered."""
    source = open_source(dataset)
    indices = np.arange(len(source)) if label is None else np.flatnonzero(source.labels == label)
    chosen = np.random.default_rng(0).permutation(indices)[:MOST_IMAGES]
    if number is not None:
        chosen = chosen[number % len(chosen) :][:1]
    images = []
    for index in chosen:
        try:
            images.append(source.prepare(int(index), preparation))
        except ImageError:
            continue
    found = np.stack(images) if images else np.zeros((0, *preparation.input_shape), np.uint8)
    return found, count_levels(found)


def _choose_drawing(channels: int) -> tuple[int, bool, bool]:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        help_text = _(
            "85 bins hold three of the 256 values each. The course's 100 hold two or three: that makes a comb."
        )
        bins = st.slider(_("Bins"), 10, 256, 85, key="scale-bins", width=260, help=help_text)
        log = st.toggle(_("Logarithmic"), key="scale-log")
        apart = channels > 1 and st.toggle(_("Channels apart"), key="scale-apart")
    return bins, log, apart


def _draw_histogram(histogram: Histogram, key: str, log: bool, apart: bool) -> None:
    if apart:
        for place, column in enumerate(st.columns(len(histogram.shares))):
            with column:
                option = histogram_option(histogram, channels=[place], log=log)
                st.echarts_chart(option, key=f"{key}-{place}", height=220)
    else:
        st.echarts_chart(histogram_option(histogram, log=log), key=f"{key}-all", height=280)
    figures = pd.DataFrame(
        {
            _("Channel"): channel_names(len(histogram.shares)),
            _("Minimum"): histogram.low.round(3),
            _("Maximum"): histogram.high.round(3),
            _("Mean"): histogram.mean.round(3),
            _("Deviation"): histogram.deviation.round(3),
        }
    )
    st.dataframe(figures, hide_index=True, key=f"figures-{key}")


def _draw_picture(image: NDArray[np.uint8], scaler: Scaler) -> None:
    caption = _("The picture that the numbers make: smallest black, largest white")
    st.image(fit_into(picture(image, scaler), PICTURE_PIXELS), caption=caption, width=PICTURE_PIXELS)


def _draw_formula(scaling: Scaling, scaler: Scaler) -> None:
    st.latex(scaling.formula)
    numbers = ", ".join(
        f"x' = {scale:.4g} · x {offset:+.4g}" for scale, offset in zip(scaler.scale, scaler.offset, strict=True)
    )
    st.caption(_("In numbers, by channel: {numbers}").format(numbers=numbers))


def _draw_others(chosen: Scaling, fitted: Subset, levels: NDArray[np.int64], bins: int, log: bool) -> None:
    st.markdown(f"**{_('The other scalings, on the same images')}**")
    others = [cls() for cls in SCALINGS.classes() if cls is not type(chosen)]
    for place, column in enumerate(st.columns(3) * 2):
        if place < len(others):
            with column:
                histogram = make_histogram(levels, others[place].fit(fitted), bins)
                st.markdown(f"**{_(others[place].title)}**", help=_(others[place].summary))
                st.echarts_chart(histogram_option(histogram, log=log), key=f"other-{others[place].name}", height=200)
                figures = _("mean {mean:.2f}, deviation {deviation:.2f}, from {low:.2f} to {high:.2f}")
                st.caption(
                    figures.format(
                        mean=histogram.mean.mean(),
                        deviation=histogram.deviation.mean(),
                        low=histogram.low.min(),
                        high=histogram.high.max(),
                    )
                )
