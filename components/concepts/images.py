"""An image down to its numbers: the whole, a window of it, its channels, grey as a sum."""

import streamlit as st

from components.concepts.panels import draw_panels, make_panel
from components.concepts.pictures import load_picture
from lab.concepts.images import Images, weigh_channels
from lab.i18n import _


def draw(concept: Images, key: str) -> None:
    """Draw the image and its window.

    Args:
        concept: the settings.
        key: the pictures' name.
    """
    image = load_picture(concept.image, concept.size)
    size = image.shape[0]
    row, column, side = concept.find_window(size)
    grey = weigh_channels(image, concept.weights)
    shown = image if concept.color == "rgb" else grey
    inside = (slice(row, row + side), slice(column, column + side))
    whole = _("The image: {size} × {size} pixels").format(size=size)
    window = _("The window: {size} × {size} of them").format(size=side)
    draw_panels(
        [
            make_panel(whole, shown, concept.color, [(row, column, side, side)]),
            make_panel(window, shown[inside], concept.color),
        ],
        f"{key}.image",
    )
    pixel = tuple(map(int, image[row + side // 2, column + side // 2]))
    if concept.color == "grey":
        st.caption(_("The pixel in the window's middle, as a weighted sum:"))
        st.latex(write_grey(concept.weights, pixel, int(grey[row + side // 2, column + side // 2])), width="content")
    st.caption(_("The channels of the window, each from 0 (none) to 255 (full):"))
    names = (_("Red"), _("Green"), _("Blue"))
    draw_panels([make_panel(name, image[inside][..., n]) for n, name in enumerate(names)], f"{key}.channels", 210)
    channels = 3 if concept.color == "rgb" else 1
    st.caption(
        _("A network gets {size} × {size} × {channels} = {count} numbers of this image, and nothing else.")
        .format(size=size, channels=channels, count=f"{size * size * channels:,}")
    )  # fmt: skip


def write_grey(weights: tuple[float, float, float], pixel: tuple[int, ...], result: int) -> str:
    """How a pixel becomes grey, in LaTeX.

    Args:
        weights: of red, green and blue.
        pixel: its three values.
        result: what comes out, whole.
    """
    terms = " + ".join(rf"{weight:g} \cdot {value}" for weight, value in zip(weights, pixel, strict=True))
    return rf"{terms} \approx {result}"
