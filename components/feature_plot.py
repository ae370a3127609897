"""Images as points in a plane: coloured by class, mistakes crossed, to zoom, to point at and to click."""

import colorsys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.browser_component import declare_component
from components.feature_plot_script import JAVASCRIPT
from components.feature_plot_style import CSS
from components.image_grid import encode_tile
from components.known_features import Known
from components.thumbnail_sheet import ADDRESS, COLUMNS
from lab.feature_space.space import Places
from lab.i18n import _

COLORS = ("#4e79a7", "#f28e2b", "#e15759", "#4fa8a1", "#59a14f", "#d4a90c", "#b07aa1", "#f77f94", "#9c755f", "#8b8680")
# Of hues so many times this far apart none comes twice.
GOLDEN_ANGLE = 0.381966
PLACED_SIDE = 44

_mount = declare_component("lab_feature_plot", html='<div class="plot"></div>', css=CSS, js=JAVASCRIPT)


@dataclass(frozen=True, eq=False)
class Placed:
    """An image that is laid among the others.

    Attributes:
        title: what it is called.
        pixels: (size, size, channels), uint8.
        place: (2,).
        neighbours: the places of its nearest images in the list of all.
    """

    title: str
    pixels: NDArray[np.uint8]
    place: Places
    neighbours: Sequence[int]


def draw_feature_plot(known: Known, labels: Sequence[str], places: Places, placed: Placed, key: str) -> int | None:
    """Draw the picture.

    Args:
        known: the images.
        labels: the classes.
        places: (count, 2): where each stands; when they change, the points wander.
        placed: one image more.
        key: the plot's name; zoom and choice stay as long as it is the same.

    Returns:
        The place in the list of the image that was clicked last; None where none was.
    """
    result = _mount(
        data={**describe_points(known, labels, places), "placed": _describe_placed(placed), "texts": _words()},
        key=key,
        height="content",
        on_chosen_change=lambda: None,
    )
    return None if result.chosen is None else int(result.chosen)


def describe_points(known: Known, labels: Sequence[str], places: Places) -> dict[str, Any]:
    """What the browser draws, but for the one image more.

    Args:
        known: the images.
        labels: the classes.
        places: (count, 2).
    """
    features = known.features
    return {
        "places": places.astype(float).round(3).tolist(),
        "truths": features.labels.tolist(),
        "answers": features.predicted.tolist(),
        "shares": features.probabilities.max(axis=1).astype(float).round(3).tolist(),
        "classes": list(labels),
        "colors": [choose_color(number) for number in range(len(labels))],
        "sheet": ADDRESS.format(key=known.path.stem),
        "side": features.thumbnails.shape[1],
        "columns": COLUMNS,
    }


def choose_color(number: int) -> str:
    """The colour of a class.

    Args:
        number: of the class.
    """
    if number < len(COLORS):
        return COLORS[number]
    red, green, blue = colorsys.hls_to_rgb(number * GOLDEN_ANGLE % 1, 0.55, 0.6)
    return f"#{round(255 * red):02x}{round(255 * green):02x}{round(255 * blue):02x}"


def _describe_placed(placed: Placed) -> dict[str, Any]:
    return {
        "title": placed.title,
        "picture": encode_tile(placed.pixels, PLACED_SIDE),
        "place": placed.place.astype(float).round(3).tolist(),
        "neighbours": list(placed.neighbours),
    }


def _words() -> dict[str, str]:
    return {
        "plot": _("Images as points: arrow keys go from one to the next, Enter shows it"),
        "in": _("Zoom in"),
        "out": _("Zoom out"),
        "fit": _("Show all of it"),
        "taken": _("taken for {name}, {share}"),
        "right": _("recognised, {share}"),
        "mistake": _("mistake"),
        "only": _("Only this class, or all again"),
    }
