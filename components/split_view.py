"""How a data set is divided: by class, image by image, and whether parts share images."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from components.charts import class_counts_option
from components.open_data import choose_dataset
from components.split_export import export_address
from components.tiles import small_image
from components.verbatim import verbatim
from lab.config import Split
from lab.datasets import Dataset, ImageSource
from lab.datasets.base import PARTS, Part
from lab.datasets.imported import Imported, ImportedSource
from lab.datasets.inspection import Leak, find_leaks
from lab.datasets.splitting import split_indices
from lab.errors import DatasetError
from lab.i18n import _, ngettext

LEAKS_SHOWN = 8
PAIR_PIXELS = 110

Indices = dict[Part, NDArray[np.int64]]


def draw_split(dataset: Dataset, source: ImageSource, split: Split) -> None:
    """Draw the parts.

    Args:
        dataset: the draft's.
        source: its images.
        split: the draft's.

    Raises:
        DatasetError: there are too few images to split.
    """
    indices = split_indices(source.labels, source.parts, source.class_names, split, source.groups)
    with st.container(horizontal=True, gap="medium"):
        for part in PARTS:
            st.metric(
                part_word(part),
                f"{len(indices[part]):,}",
                f"{len(indices[part]) / len(source):.0%}",
                delta_color="off",
                delta_arrow="off",
            )
    if isinstance(dataset, Imported) and isinstance(source, ImportedSource):
        _draw_leaks(dataset, source, indices)
    counts: dict[str, list[int]] = {
        part: np.bincount(source.labels[indices[part]], minlength=len(source.class_names)).tolist() for part in PARTS
    }
    st.echarts_chart(class_counts_option(list(source.class_names), counts), key="split-counts", height=320)
    table = split_table(source, indices)
    st.dataframe(table, hide_index=True, height=320)
    with st.container(horizontal=True):
        st.download_button(
            _("Table as CSV"),
            lambda: table.to_csv(index=False).encode("utf-8-sig"),
            file_name="split.csv",
            mime="text/csv",
            icon=":material/table_view:",
        )
        st.link_button(
            _("Images as folders (zip)"),
            export_address(dataset, split),
            icon=":material/folder_zip:",
            help=_(
                "train, validation and test, a folder for each class, files numbered by class: dog1.jpg, dog2.jpg …"
            ),
        )


def draw_leak_notice(dataset: Imported, split: Split) -> None:
    """Say where it can be seen, if parts share images.

    Args:
        dataset: the draft's.
        split: the draft's.
    """
    count = _count_leaks(dataset, split)
    if count:
        text = ngettext(
            "One pair of images in different parts is equal or looks alike. See Split.",
            "{count} pairs of images in different parts are equal or look alike. See Split.",
            count,
        )
        st.warning(text, icon=":material/content_copy:")


@st.cache_data(show_spinner=False, max_entries=64)
def _count_leaks(dataset: Imported, split: Split) -> int:
    source = dataset.open()
    try:
        indices = split_indices(source.labels, source.parts, source.class_names, split, source.groups)
    except DatasetError:
        # The Split view says what is wrong with it.
        return 0
    return len(find_leaks(source, indices))


def part_word(part: Part) -> str:
    """A part's name for people."""
    return {"train": _("Training"), "validation": _("Validation"), "test": _("Test")}[part]


def split_table(source: ImageSource, indices: Indices) -> pd.DataFrame:
    """A row for each image: path, class, part; in the data set's order."""
    parts = np.empty(len(source), object)
    for part, chosen in indices.items():
        parts[chosen] = part
    return pd.DataFrame(
        {"path": list(source.names), "class": [source.class_names[label] for label in source.labels], "part": parts}
    )


def _draw_leaks(dataset: Imported, source: ImportedSource, indices: Indices) -> None:
    """Warn of images that two parts share, and offer to hold them together."""
    leaks = find_leaks(source, indices)
    if not leaks:
        return
    count = ngettext(
        "One image is in two parts, or looks as one that is in another part.",
        "{count} pairs of images in different parts are equal or look alike.",
        len(leaks),
    )
    with st.container(border=True):
        st.warning(
            count + " " + _("A check on images that training has seen flatters the network."),
            icon=":material/content_copy:",
        )
        for leak in leaks[:LEAKS_SHOWN]:
            _draw_leak(source, leak)
        if len(leaks) > LEAKS_SHOWN:
            st.caption(_("{count} more pairs.").format(count=len(leaks) - LEAKS_SHOWN))
        if st.button(_("Keep each pair on one side"), icon=":material/join:", type="primary"):
            _hold_together(dataset, source, leaks)


def _draw_leak(source: ImportedSource, leak: Leak) -> None:
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        for index, part in ((leak.first, leak.first_part), (leak.second, leak.second_part)):
            image = small_image(source.folder, int(source.positions[index]))
            with st.container(horizontal=True, width="content", gap="small", vertical_alignment="center"):
                st.image(image, width=PAIR_PIXELS, alt=source.names[index])
                st.caption(f"**{part_word(part)}**  \n{verbatim(source.names[index])}")
        st.caption(_("equal pixel by pixel") if leak.is_equal else _("look alike"))


def _hold_together(dataset: Imported, source: ImportedSource, leaks: Sequence[Leak]) -> None:
    pairs: list[tuple[int, ...]] = [
        (int(source.positions[leak.first]), int(source.positions[leak.second])) for leak in leaks
    ]
    version = source.folder.keep_decisions(dataset.decisions().hold_together(pairs))
    choose_dataset(Imported(id=dataset.id, version_id=version))
    st.rerun()
