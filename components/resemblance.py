"""What an image resembles, as its network sees it: a sentence and its nearest images."""

from collections.abc import Sequence

import streamlit as st

from components.answering import Answered
from components.failures import shown_failures
from components.image_grid import Tile, draw_image_grid
from components.known_features import Known, find_kept, find_known, measure_image
from components.verbatim import verbatim
from lab.feature_space.space import FAMILIAR_SHARE, Familiarity
from lab.i18n import _
from lab.looking.predictor import RunPredictor

SIDE = 76


def describe_familiarity(familiarity: Familiarity, count: int) -> str:
    """Whether an image is like those of the data set, with the number that says so, as Markdown.

    Args:
        familiarity: of the image.
        count: how many images it was compared with.
    """
    nearest = len(familiarity.neighbours)
    if familiarity.is_strange:
        text = _(
            "**Nothing like the images of this data set**, as the network sees it: {ratio:.1f} times as far from its "
            "{nearest} most similar ones (of {count:,}) as {share:.0%} of them are from theirs at most. It answers "
            "all the same."
        )
    else:
        text = _(
            "Its {nearest} most similar images (of {count:,}) are not unusually far away: {ratio:.2f} times the "
            "distance within which {share:.0%} of the data set's own images have theirs."
        )
    return text.format(nearest=nearest, count=count, ratio=familiarity.ratio, share=FAMILIAR_SHARE)


def draw_familiarity(familiarity: Familiarity, count: int) -> None:
    """Draw the sentence.

    Args:
        familiarity: of the image.
        count: how many images it was compared with.
    """
    caution = _(
        "A network sees only what it has learned to see: one that has learned little may find noise not unusual. "
        "Distances are Euclidean, between standardised features."
    )
    st.markdown(describe_familiarity(familiarity, count), help=caution)


def draw_neighbours(known: Known, labels: Sequence[str], familiarity: Familiarity, key: str) -> None:
    """Draw the most similar images, the nearest first.

    Args:
        known: the data set's images.
        labels: the classes.
        familiarity: of the image that they are near to.
        key: of the row.
    """
    features = known.features
    tiles = []
    for place in familiarity.neighbours:
        truth, answer = int(features.labels[place]), int(features.predicted[place])
        note = "" if truth == answer else _("taken for {name}").format(name=labels[answer])
        tiles.append(Tile(features.thumbnails[place], labels[truth], note, str(place)))
    draw_image_grid(tiles, key, side=SIDE, marking=False)


def draw_resemblance(answered: Answered, index: int) -> None:
    """For each network, what it finds an image to be like.

    Args:
        answered: images with answers.
        index: of the image.
    """
    for number, predictor in enumerate(answered.predictors):
        if not isinstance(predictor, RunPredictor):
            st.caption(_("Of networks trained elsewhere the lab has no images to compare with."))
            continue
        if len(answered.predictors) > 1:
            st.markdown(f"**{verbatim(predictor.title)}**")
        known = find_known(predictor.network)
        values = known and measure_image(predictor.network, known, answered.pixels[number][index])
        if known is not None and values is not None:
            familiarity = known.space.compare(values)
            draw_familiarity(familiarity, len(known.features))
            draw_neighbours(known, predictor.labels, familiarity, f"resembles-{number}")


def draw_strangeness(answered: Answered, number: int, index: int) -> None:
    """Say where an image is nothing like a network's data set; nothing where that would have to be measured first.

    Args:
        answered: images with answers.
        number: of the network.
        index: of the image.
    """
    predictor = answered.predictors[number]
    if not isinstance(predictor, RunPredictor):
        return
    with shown_failures():
        known = find_kept(predictor.network)
        values = known and measure_image(predictor.network, known, answered.pixels[number][index])
        if known is not None and values is not None:
            familiarity = known.space.compare(values)
            if familiarity.is_strange:
                draw_familiarity(familiarity, len(known.features))
