"""Where the images come from that a network shall look at."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from components import session
from components.drawing_canvas import draw_canvas
from components.linked import read_link, write_link
from components.open_data import open_source
from components.tested_images import find_test_part
from components.try_images import bundled_photographs
from lab.config import RunConfig
from lab.datasets.base import Skipped
from lab.errors import LabError
from lab.i18n import N_, _
from lab.looking.drawing import frame_drawing
from lab.looking.given import GivenFile, GivenImage, GivenPixels, GivenSample
from lab.looking.predictor import Predictor, RunPredictor
from lab.looking.uploads import Uploads, open_uploads
from lab.runs.run_folder import RunFolder
from lab.settings import load_settings

FILE_TYPES = ["png", "jpg", "jpeg", "bmp", "gif", "webp", "tif", "tiff", "zip"]
SOURCES = {
    "test": N_("Test set"),
    "upload": N_("Upload"),
    "camera": N_("Camera"),
    "draw": N_("Draw"),
}
COUNTS = (12, 50, 200, 1000)
# In the address: the place of the image that is looked at closely.
IMAGE_LINK = "image"


@dataclass(frozen=True)
class ChosenImages:
    """The images that were chosen.

    Attributes:
        images: not decoded yet.
        skipped: what was left out before.
        key: equal keys mean the same images.
    """

    images: Sequence[GivenImage]
    skipped: Sequence[Skipped]
    key: Hashable


def choose_source(predictor: Predictor) -> str:
    """Draw the choice of where images come from; it stands in the address.

    Args:
        predictor: the network that looks at them first; only a run has a test set.
    """
    titles = SOURCES if isinstance(predictor, RunPredictor) else {**SOURCES, "test": N_("Examples")}
    source = st.segmented_control(
        _("Images"),
        list(SOURCES),
        default=read_link("source", SOURCES, "test"),
        required=True,
        format_func=lambda one: _(titles[one]),
        key="predict-source",
        on_change=_forget_image,
    )
    write_link("source", source, "test")
    return source


def choose_images(source: str, predictor: Predictor) -> ChosenImages:
    """Draw what a source needs, and give its images.

    Args:
        source: one of `SOURCES`.
        predictor: the network that looks at them first; test images are those of its run.

    Returns:
        The images, perhaps none yet.
    """
    config = predictor.config if isinstance(predictor, RunPredictor) else None
    if source == "upload":
        return _take_uploads()
    if source == "camera":
        return _take_photograph()
    if source == "draw":
        return _take_drawing(config)
    return _take_samples(predictor)


def _take_uploads() -> ChosenImages:
    uploads = st.file_uploader(
        _("Images, or a zip archive of images"),
        type=FILE_TYPES,
        accept_multiple_files=True,
        help=_(
            "Each is brought to the network's size as the training images were. Folders in an archive that are named "
            "like classes tell what is true. At most {most:,} images together; nothing is kept."
        ).format(most=load_settings().predict_images),
        key="images",
    )
    if not uploads:
        return ChosenImages([], [], ())
    key = tuple(upload.file_id for upload in uploads)
    files = [(upload.name, upload.getvalue()) for upload in uploads]
    opened: Uploads = session.keep_latest("uploads", key, lambda: open_uploads(files))
    return ChosenImages(opened.images, opened.skipped, key)


def _take_photograph() -> ChosenImages:
    photograph = st.camera_input(_("Hold something in front of the camera"), key="photograph", width=400)
    if photograph is None:
        return ChosenImages([], [], ())
    data = photograph.getvalue()
    return ChosenImages([GivenFile(_("photograph"), lambda: data)], [], photograph.file_id)


def _take_drawing(config: RunConfig | None) -> ChosenImages:
    st.caption(_("Light ink on black, as in the digits that networks learn from. It is cut out and centred like them."))
    png = draw_canvas("drawing")
    framed = frame_drawing(png, _("drawing"), config.dataset.name if config else "") if png else None
    if framed is None:
        return ChosenImages([], [], ())
    return ChosenImages([GivenPixels(_("drawing"), framed)], [], framed.tobytes())


def _take_samples(predictor: Predictor) -> ChosenImages:
    if not isinstance(predictor, RunPredictor):
        examples = [GivenPixels(f"{_('Photograph')} {n}", one) for n, one in enumerate(bundled_photographs(), start=1)]
        return ChosenImages(examples, [], "photographs")
    try:
        indices = find_test_part(predictor.folder)
        source = open_source(predictor.config.dataset)
    except LabError:
        return _take_most_wrong(predictor.folder)
    count, draw = _choose_draw(len(indices))
    chosen = np.random.default_rng(draw).permutation(indices)[:count]
    images = [GivenSample(source, int(index)) for index in chosen]
    return ChosenImages(images, [], (predictor.folder.id, draw, count))


def _choose_draw(total: int) -> tuple[int, int]:
    """How many of the test images, and which: the same number draws the same ones."""
    counts = [str(one) for one in (*(one for one in COUNTS if one < total), min(total, COUNTS[-1]))]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        count = st.segmented_control(
            _("How many"),
            counts,
            default=read_link("count", counts, counts[0]),
            required=True,
            key=f"predict-count-{total}",
            on_change=_forget_image,
        )
        write_link("count", count, counts[0])
        asked = st.query_params.get("draw", "0")
        draw = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
        st.button(_("Other images"), icon=":material/shuffle:", on_click=_draw_others, args=(draw + 1,))
    return int(count), draw


def _draw_others(draw: int) -> None:
    _forget_image()
    st.query_params["draw"] = str(draw)


def _forget_image() -> None:
    """Which image was chosen says nothing of other images."""
    st.query_params.pop(IMAGE_LINK, None)


def _take_most_wrong(folder: RunFolder) -> ChosenImages:
    """What the run itself kept, where its data set is gone."""
    if not folder.most_wrong_path.exists():
        return ChosenImages([], [], ())
    labels = folder.read_json(folder.labels_path)
    with np.load(folder.most_wrong_path, allow_pickle=False) as wrong:
        rows = list(zip(wrong["names"].tolist(), wrong["images"], wrong["labels"].tolist(), strict=True))
    st.caption(_("The data set is not on this machine any more; these are the mistakes that the run kept."))
    return ChosenImages([GivenPixels(name, image, labels[true]) for name, image, true in rows], [], folder.id)
