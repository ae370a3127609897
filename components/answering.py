"""Asking networks about images, with progress, once for the same images."""

import functools
import time
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components import session
from components.image_sources import ChosenImages
from lab.augmentation.base import Augmentation
from lab.augmentation.none import NoAugmentation
from lab.datasets.base import Skipped
from lab.i18n import _
from lab.looking.answers import Answers
from lab.looking.averaging import Averaging, answer_averaged
from lab.looking.given import GivenImage
from lab.looking.predictor import Predictor, RunPredictor
from lab.looking.prepared import PreparedGiven, prepare_given
from lab.looking.shares import OnShare

SECONDS_BEFORE_BAR = 0.7
SECONDS_BETWEEN_BARS = 0.1


@dataclass(frozen=True)
class Answered:
    """Images with the answers to them.

    Attributes:
        predictors: the networks, one or two.
        images: those that every network got.
        pixels: for each network its prepared images, (count, size, size, channels), uint8.
        answers: for each network.
        truths: the class of each image among those of the first network, where it is known, or "".
        skipped: what was left out, and why.
        averaging: how the answers were averaged.
        key: equal keys mean the same images.
    """

    predictors: Sequence[Predictor]
    images: Sequence[GivenImage]
    pixels: Sequence[NDArray[np.uint8]]
    answers: Sequence[Answers]
    truths: Sequence[str]
    skipped: Sequence[Skipped]
    averaging: Averaging
    key: Hashable


def answer_images(chosen: ChosenImages, predictors: Sequence[Predictor], averaging: Averaging) -> Answered:
    """Prepare the images for each network and ask it; what was answered before is not asked again.

    Args:
        chosen: the images.
        predictors: one or two networks.
        averaging: of the answers to several versions of each image.

    Raises:
        ServiceError: a network cannot answer; says why.
    """
    bar = _Bar(len(chosen.images))
    try:
        prepared = [_prepare(place, chosen, one, bar.tell(_("Reading images"))) for place, one in enumerate(predictors)]
        refused = {row: reason for one in prepared for row, reason in one.refused.items()}
        rows = [row for row in range(len(chosen.images)) if row not in refused]
        pixels = [one.pixels[np.isin(one.rows, rows)] for one in prepared]
        answers = []
        for place, (predictor, seen) in enumerate(zip(predictors, pixels, strict=True)):
            key = (chosen.key, predictor.key, averaging, tuple(rows))
            tell = bar.tell(_("Asking the network"))
            ask = functools.partial(_ask, predictor, seen, averaging, tell)
            answers.append(session.keep_latest(f"answers-{place}", key, ask))
    finally:
        bar.close()
    images = [chosen.images[row] for row in rows]
    skipped = [*chosen.skipped, *(Skipped(chosen.images[row].name, refused[row]) for row in sorted(refused))]
    truths = [image.truth(predictors[0].labels) for image in images]
    return Answered(predictors, images, pixels, answers, truths, skipped, averaging, chosen.key)


def own_augmentation(predictor: Predictor) -> Augmentation | None:
    """The augmentation that a network was trained with, where it changes anything."""
    augmentation = predictor.config.augmentation if isinstance(predictor, RunPredictor) else None
    return None if isinstance(augmentation, NoAugmentation) else augmentation


def _prepare(place: int, chosen: ChosenImages, predictor: Predictor, on_share: OnShare) -> PreparedGiven:
    make = functools.partial(prepare_given, chosen.images, predictor.preparation, on_share)
    return session.keep_latest(f"prepared-{place}", (chosen.key, predictor.preparation), make)


def _ask(predictor: Predictor, pixels: NDArray[np.uint8], averaging: Averaging, on_share: OnShare) -> Answers:
    return answer_averaged(predictor, pixels, averaging, own_augmentation(predictor), on_share)


class _Bar:
    """A bar that appears where it is waited for."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._place = st.empty()
        self._began = time.monotonic()

    def tell(self, text: str) -> OnShare:
        """Says how far it is: seldom enough to cost nothing, often enough to notice that somebody has left."""
        drawn = self._began + SECONDS_BEFORE_BAR

        def show(share: float) -> None:
            nonlocal drawn
            if time.monotonic() - drawn > SECONDS_BETWEEN_BARS:
                drawn = time.monotonic()
                percent = min(100, int(100 * share))
                self._place.progress(percent, text=f"{text}: {round(share * self._count):,} / {self._count:,}")

        return show

    def close(self) -> None:
        """Take it away."""
        self._place.empty()
