"""Images to try an augmentation on: of the data set, of one's own, or two photographs that are always there."""

import importlib.util
from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components import session
from components.gallery import fit_into
from components.open_data import open_source, prepared_samples
from lab.config import RunConfig
from lab.errors import ImageError
from lab.i18n import _
from lab.images import decode_image

COUNT = 6
# Large enough to see, small enough to be changed sixteen times while one moves a slider.
SIDE = 224


def choose_images(config: RunConfig) -> tuple[list[NDArray[np.uint8]], int]:
    """Draw the choice of images.

    Args:
        config: its data set and preparation are used.

    Returns:
        Some images, (height, width, channels), uint8, the first one before all others; and the height and width that a
        square image of them has.

    Raises:
        DatasetError: the data set is not there.
    """
    origins = {
        "data": _("The data set, as the network gets it"),
        "photographs": _("Photographs"),
        "upload": _("Your own"),
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        origin = st.segmented_control(
            _("Try it on"),
            list(origins),
            default="data",
            required=True,
            format_func=origins.__getitem__,
            key="try-origin",
        )
        if origin != "upload" and st.button(_("Other images"), icon=":material/shuffle:"):
            session.count_up("try-images")
    draw = session.count("try-images")
    if origin == "data":
        images = list(prepared_samples(open_source(config.dataset), config.preparation, COUNT, seed=draw))
        return images, config.preparation.size
    if origin == "upload" and (uploads := _read_uploads()):
        return uploads, SIDE
    photographs = bundled_photographs()
    return photographs[draw % len(photographs) :] + photographs[: draw % len(photographs)], SIDE


def _read_uploads() -> list[NDArray[np.uint8]]:
    uploads = st.file_uploader(_("Images"), accept_multiple_files=True, type=["png", "jpg", "jpeg", "webp", "bmp"])
    images = []
    for upload in uploads or ():
        try:
            images.append(_reduce(decode_image(upload.getvalue(), upload.name)))
        except ImageError as error:
            st.warning(str(error), icon=":material/image_not_supported:")
    return images[:COUNT]


@st.cache_data(show_spinner=False)
def bundled_photographs() -> list[NDArray[np.uint8]]:
    """The photographs that come with scikit-learn (a flower and a temple), and parts of them; (224, 224, 3), uint8."""
    spec = importlib.util.find_spec("sklearn")
    assert spec is not None and spec.origin is not None
    directory = Path(spec.origin).parent / "datasets" / "images"
    whole = [decode_image((directory / name).read_bytes(), name) for name in ("flower.jpg", "china.jpg")]
    squares = []
    for start in (0.5, 0.1, 0.9):
        for image in whole:
            height, width = image.shape[:2]
            left = int((width - height) * start)
            squares.append(_reduce(image[:, left : left + height]))
    return squares


def _reduce(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    small = fit_into(image, SIDE) if max(image.shape[:2]) > SIDE else image
    return np.repeat(small, 3, axis=2) if small.shape[2] == 1 else small
