"""What a network saw of an image, step by step from the file to the numbers."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.answering import Answered
from components.gallery import fit_into
from components.verbatim import verbatim
from lab.i18n import _
from lab.looking.given import GivenImage
from lab.looking.predictor import Predictor
from lab.preparation import Preparation
from lab.scaling.histogram import picture

STEP_SIDE = 176


@dataclass(frozen=True)
class SeenStep:
    """A step on the way.

    Attributes:
        title: what was done.
        pixels: (height, width, channels), uint8.
        text: how, and with what result.
    """

    title: str
    pixels: NDArray[np.uint8]
    text: str


def draw_seen_steps(answered: Answered, index: int) -> None:
    """Draw the steps for each network; two networks with the same preparation and scaling share theirs.

    Args:
        answered: images with answers.
        index: of the image.
    """
    drawn = set()
    for predictor in answered.predictors:
        if (predictor.preparation, predictor.scaler) in drawn:
            continue
        drawn.add((predictor.preparation, predictor.scaler))
        if len(answered.predictors) > 1:
            st.markdown(f"**{verbatim(predictor.title)}**")
        with st.container(horizontal=True, gap="medium"):
            for number, step in enumerate(list_seen_steps(answered.images[index], predictor), start=1):
                with st.container(width=STEP_SIDE, gap="xsmall"):
                    st.image(fit_into(step.pixels, STEP_SIDE), width=STEP_SIDE)
                    st.markdown(f"**{number}. {step.title}**")
                    st.caption(step.text)


def list_seen_steps(image: GivenImage, predictor: Predictor) -> list[SeenStep]:
    """The steps from the file to the numbers; the last picture shows the numbers that the network computes with.

    Args:
        image: any.
        predictor: whose preparation and scaling are used.

    Raises:
        ImageError: it cannot be read.
    """
    preparation = predictor.preparation
    upright = image.read(shortest=preparation.size)
    steps = [*_list_decoding(image, upright, preparation), *_list_preparing(upright, preparation)]
    scaled = predictor.scaler.transform(steps[-1].pixels)
    text = _("{title}: {count:,} numbers from {low:.3g} to {high:.3g}. Shown from the smallest, black, to the largest.")
    if predictor.scaler.reverse_channels:
        text += " " + _("Red and blue have changed places.")
    values = {"title": _(predictor.scaling_title), "count": scaled.size}
    text = text.format(**values, low=float(scaled.min()), high=float(scaled.max()))
    return [*steps, SeenStep(_("Scaled"), picture(steps[-1].pixels, predictor.scaler), text)]


def _list_decoding(image: GivenImage, upright: NDArray[np.uint8], preparation: Preparation) -> list[SeenStep]:
    stored = image.stored(preparation)
    if stored is None:
        return [SeenStep(_("As given"), upright, _size_text(upright))]
    text = f"{stored.form}, {stored.mode}, {stored.size[0]:,}×{stored.size[1]:,}."
    if stored.pixels.shape[1::-1] != stored.size:
        text += " " + _("Read at {size}: what a JPEG will lose anyway is not decoded.").format(
            size=_size_text(stored.pixels)
        )
    turned = _("Already upright.")
    if stored.orientation != 1:
        turned = _("The camera's note (EXIF orientation {number}) says how it was held: turned.")
    return [
        SeenStep(_("Decoded"), stored.pixels, text),
        SeenStep(_("Upright"), upright, turned.format(number=stored.orientation)),
    ]


def _list_preparing(upright: NDArray[np.uint8], preparation: Preparation) -> list[SeenStep]:
    made = preparation.steps(upright)
    steps = []
    if preparation.fit == "crop":
        cut = made["cropped"].shape != upright.shape
        text = _("Crop: the middle is cut out, {size}.") if cut else _("Crop: square already, nothing is cut off.")
        steps.append(SeenStep(_("Cropped"), made["cropped"], text.format(size=_size_text(made["cropped"]))))
    resized = _size_text(made["resized"])
    if preparation.fit == "stretch":
        text = _("Stretch: to {size}, whatever the proportions were.")
    elif min(made["cropped"].shape[:2]) > preparation.size:
        text = _("To {size}: each new pixel is the mean of those beneath.")
    else:
        text = _("To {size}.")
    steps.append(SeenStep(_("Resized"), made["resized"], text.format(size=resized)))
    if preparation.fit == "pad":
        text = _("Pad: black borders make it square, {size}.").format(size=_size_text(made["padded"]))
        steps.append(SeenStep(_("Padded"), made["padded"], text))
    if made["colored"].shape != made["padded"].shape:
        grey = made["colored"].shape[2] == 1
        text = _("One number a pixel: brightness (luma).") if grey else _("Grey three times: as red, green and blue.")
        steps.append(SeenStep(_("Grey") if grey else _("Colour"), made["colored"], text))
    return steps


def _size_text(pixels: NDArray[np.uint8]) -> str:
    return f"{pixels.shape[1]:,}×{pixels.shape[0]:,}"
