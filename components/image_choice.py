"""One image to look at: of the run's test images, which are there at once, or of one's own."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.browser_component import declare_component
from components.image_choice_script import CSS, JAVASCRIPT
from components.image_grid import encode_tile
from components.tested_images import read_test_images
from lab.errors import ImageError, LabError
from lab.i18n import _
from lab.runs.run_folder import RunFolder

IMAGE_TYPES = ["png", "jpg", "jpeg", "bmp", "gif", "webp", "tif", "tiff"]
MISTAKES_SHOWN, TESTED_SHOWN = 4, 8
PARAMETER = "image"
# Four of them stand side by side on a telephone.
THUMBNAIL = 76

_mount = declare_component(
    "lab_image_choice", html='<div class="choice" role="radiogroup"></div>', css=CSS, js=JAVASCRIPT
)


@dataclass(frozen=True, eq=False)
class ChosenImage:
    """An image, as the network gets it.

    Attributes:
        key: what the address calls it.
        title: what people call it: its class, or its file's name.
        pixels: (size, size, channels), uint8, 0…255, as prepared for the network.
        truth: the number of its class; None where it is not known.
        is_mistaken: whether the tested network took it for another class.
    """

    key: str
    title: str
    pixels: NDArray[np.uint8]
    truth: int | None = None
    is_mistaken: bool = False


def choose_image(folder: RunFolder) -> ChosenImage | None:
    """Draw the choice; the address carries it.

    Args:
        folder: a run with weights.

    Returns:
        The image; None where there is none yet.
    """
    uploads = _read_uploads(folder)
    images = {image.key: image for image in [*uploads, *_list_tested(folder)]}
    if not images:
        st.info(_("Choose an image of your own."), icon=":material/add_photo_alternate:")
        return None
    fallback = next(iter(images))
    asked = st.query_params.get(PARAMETER, fallback)
    shown = [
        {
            "key": image.key,
            "title": image.title,
            "mistaken": image.is_mistaken,
            "picture": encode_tile(image.pixels, THUMBNAIL),
        }
        for image in images.values()
    ]
    texts = {"group": _("Image"), "mistaken": _("it takes this one for another class")}
    result = _mount(
        data={"images": shown, "chosen": asked if asked in images else fallback, "texts": texts, "side": THUMBNAIL},
        # Another choice after an upload, which forgets what was chosen before.
        key=f"image-choice-{folder.id}-{'-'.join(image.key for image in uploads)}",
        on_chosen_change=lambda: None,
    )
    chosen = result.chosen or asked
    st.query_params[PARAMETER] = chosen = chosen if chosen in images else fallback
    return images[chosen]


def _read_uploads(folder: RunFolder) -> list[ChosenImage]:
    with st.popover(_("Your own images"), icon=":material/add_photo_alternate:"):
        uploads = st.file_uploader(
            _("Your own images"),
            type=IMAGE_TYPES,
            accept_multiple_files=True,
            help=_("Each is brought to the network's size as the training images were."),
            label_visibility="collapsed",
            key="inside.uploads",
            on_change=_forget_choice,
        )
    preparation = folder.read_config().preparation
    images = []
    # What was uploaded last is wanted first.
    for upload in reversed(uploads or ()):
        try:
            pixels = preparation.decode(upload.getvalue(), upload.name)
        except ImageError as error:
            st.warning(str(error), icon=":material/image_not_supported:")
            continue
        images.append(ChosenImage(f"upload-{upload.file_id[:8]}", upload.name, pixels))
    return images


def _forget_choice() -> None:
    st.query_params.pop(PARAMETER, None)


def _list_tested(folder: RunFolder) -> list[ChosenImage]:
    """Some that the network got wrong, then some of all."""
    labels = folder.read_json(folder.labels_path)
    images = []
    if folder.most_wrong_path.exists():
        with np.load(folder.most_wrong_path, allow_pickle=False) as wrong:
            pairs = list(zip(wrong["images"][:MISTAKES_SHOWN], wrong["labels"][:MISTAKES_SHOWN], strict=True))
        images = [
            ChosenImage(f"mistake-{place}", labels[truth], pixels, int(truth), is_mistaken=True)
            for place, (pixels, truth) in enumerate(pairs)
        ]
    try:
        tested, truths = read_test_images(folder)
    except LabError:
        return images
    shown = {image.pixels.tobytes() for image in images}
    others = [
        ChosenImage(f"test-{place}", labels[truth], pixels, int(truth))
        for place, (pixels, truth) in enumerate(zip(tested, truths, strict=True))
        if pixels.tobytes() not in shown
    ]
    return images + others[:TESTED_SHOWN]
