"""Maps laid over an image: how strongly is set by one slider in the browser, at once for all of them."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from components.browser_component import declare_component
from components.image_grid import encode_tile
from lab.i18n import _

SIDE = 320
# So few pixels may be brighter than the brightest shown: single ones would leave all others dark.
BRIGHTEST = 99.5
# From weak to strong, red, green, blue: what speaks for a class, and what against it.
FOR_COLORS = ((220, 38, 38), (253, 224, 71))
AGAINST_COLORS = ((37, 99, 235), (103, 232, 249))

# The image loses its colours as the maps gain theirs: on a golden dog yellow could not be seen.
CSS = """
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 12px;
         font-family: var(--st-font); color: var(--st-text-color); }
.picture { position: relative; border-radius: 8px; overflow: hidden;
           background: var(--st-secondary-background-color); }
.picture img { display: block; width: 100%; filter: grayscale(var(--lab-heat, 0.65)); }
.picture .heat { position: absolute; inset: 0; height: 100%; filter: none; opacity: var(--lab-heat, 0.65); }
.title { margin-top: 4px; font-size: 14px; overflow-wrap: anywhere; }
.note { font-size: 12px; opacity: 0.7; }
"""
JAVASCRIPT = """
function add(parent, kind, classes, text) {
  const element = document.createElement(kind);
  element.className = classes;
  if (text !== undefined) element.textContent = text;
  parent.appendChild(element);
  return element;
}

function render({ data, parentElement }) {
  const place = parentElement.querySelector(".cards");
  place.replaceChildren();
  for (const card of data.cards) {
    const element = add(place, "div", "card");
    const picture = add(element, "div", "picture");
    const image = add(picture, "img", "");
    image.src = data.picture;
    image.alt = card.description;
    const heat = add(picture, "img", "heat");
    heat.src = card.heat;
    heat.alt = "";
    add(element, "div", "title", card.title);
    if (card.note) add(element, "div", "note", card.note);
  }
}
"""
SLIDER_CSS = """
label { display: flex; align-items: center; gap: 12px; font-family: var(--st-font); font-size: 14px;
        color: var(--st-text-color); }
input { flex: 1; max-width: 260px; accent-color: var(--st-primary-color); }
"""
# Maps stand in shadows of their own; a property of the whole page reaches into all of them.
SLIDER_JAVASCRIPT = """
const property = "--lab-heat";

function render({ data, parentElement }) {
  const slider = parentElement.querySelector("input");
  const page = document.documentElement;
  parentElement.querySelector("span").textContent = data.label;
  slider.value = 100 * (page.style.getPropertyValue(property) || 0.65);
  slider.oninput = () => page.style.setProperty(property, slider.value / 100);
}
"""

_mount = declare_component("lab_heat_map", html='<div class="cards"></div>', css=CSS, js=JAVASCRIPT)
_mount_slider = declare_component(
    "lab_heat_slider",
    html='<label><span></span><input type="range" min="0" max="100"></label>',
    css=SLIDER_CSS,
    js=SLIDER_JAVASCRIPT,
)


@dataclass(frozen=True, eq=False)
class HeatMap:
    """A map of an image.

    Attributes:
        heat: (height, width): above 0 what speaks for something, below 0 what against it.
        title: a line beneath.
        note: a second, dimmer line.
    """

    heat: NDArray[np.float32]
    title: str
    note: str = ""


def draw_opacity_slider() -> None:
    """Draw the slider for all maps of the page."""
    _mount_slider(data={"label": _("How strongly maps cover the image")}, key="heat-slider")


def draw_heat_maps(image: NDArray[np.uint8], maps: Sequence[HeatMap], key: str) -> None:
    """Draw maps of one image.

    Args:
        image: (height, width, channels), uint8, 0…255, 1 or 3 channels.
        maps: of that image.
        key: a name for them, unique on the page.
    """
    cards = [
        {
            "heat": _encode(color_heat(one.heat)),
            "title": one.title,
            "note": one.note,
            "description": f"{one.title} {one.note}".strip(),
        }
        for one in maps
    ]
    _mount(data={"picture": encode_tile(image, SIDE), "cards": cards}, key=key)


def color_heat(heat: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Colour a map: the stronger, the less one sees through it; all-transparent where it says nothing.

    Args:
        heat: (height, width): above 0 for, below 0 against.

    Returns:
        (height, width, 4), uint8, red, green, blue, alpha.
    """
    strength = np.abs(heat)
    most = float(np.percentile(strength, BRIGHTEST)) or float(strength.max())
    share = np.minimum(strength / most, 1)[..., np.newaxis] if most > 0 else np.zeros((*heat.shape, 1))
    weak, strong = (
        np.where(heat[..., np.newaxis] >= 0, np.array(for_color), np.array(against_color))
        for for_color, against_color in zip(FOR_COLORS, AGAINST_COLORS, strict=True)
    )
    color = weak + share * (strong - weak)
    return np.rint(np.concatenate([color, 255 * share], axis=-1)).astype(np.uint8)


def _encode(pixels: NDArray[np.uint8]) -> str:
    data = cv2.imencode(".png", cv2.cvtColor(pixels, cv2.COLOR_RGBA2BGRA))[1]
    return f"data:image/png;base64,{base64.b64encode(data.tobytes()).decode()}"
