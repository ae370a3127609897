"""The part of the image that one number of a map sees: marked in the image, and enlarged; a click moves it."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from components import session
from components.browser_component import declare_component
from components.map_picture import picture_map
from components.png import encode_png
from lab.dissection.arithmetic import Dissection
from lab.i18n import _

CSS = """
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(76px, 1fr)); gap: 12px;
         font-family: var(--st-font); color: var(--st-text-color); }
.card { max-width: 190px; }
.picture { position: relative; aspect-ratio: 1; border-radius: 6px; overflow: hidden; }
.picture.clickable { cursor: crosshair; }
.picture img { display: block; width: 100%; height: 100%; image-rendering: pixelated; object-fit: contain; }
.mark { position: absolute; box-sizing: border-box; min-width: 5px; min-height: 5px; outline: 2px solid #facc15;
        box-shadow: 0 0 0 3px rgba(0, 0, 0, 0.6); pointer-events: none; }
.title { margin-top: 4px; font-size: 12px; line-height: 1.3; }
"""

JAVASCRIPT = """
function add(parent, kind, classes, text) {
  const element = document.createElement(kind);
  element.className = classes;
  if (text !== undefined) element.textContent = text;
  parent.appendChild(element);
  return element;
}

function render({ data, parentElement, setStateValue }) {
  const place = parentElement.querySelector(".cards");
  place.replaceChildren();
  for (const card of data.cards) {
    const element = add(place, "div", "card");
    const picture = add(element, "div", card.grid ? "picture clickable" : "picture");
    const image = add(picture, "img", "");
    image.src = card.picture;
    image.alt = card.title;
    if (card.mark) {
      const mark = add(picture, "div", "mark");
      const [top, bottom, left, right] = card.mark.map((share) => 100 * share);
      Object.assign(mark.style, { top: `${top}%`, left: `${left}%`, height: `${bottom - top}%`,
                                  width: `${right - left}%` });
    }
    add(element, "div", "title", card.title);
    if (!card.grid) continue;
    const [rows, columns] = card.grid;
    picture.onclick = (event) => {
      const box = picture.getBoundingClientRect();
      const find = (share, count) => Math.min(count - 1, Math.max(0, Math.floor(share * count)));
      const row = find((event.clientY - box.top) / box.height, rows);
      const column = find((event.clientX - box.left) / box.width, columns);
      setStateValue("place", [row, column]);
    };
  }
}
"""

_mount = declare_component("lab_seen_part", html='<div class="cards"></div>', css=CSS, js=JAVASCRIPT)


def draw_seen_part(
    pixels: NDArray[np.uint8],
    found: Dissection,
    key: str,
    on_click: Callable[[int, int], None],
    colors: NDArray[np.uint8] | None = None,
) -> None:
    """Draw the image, the part of it that is seen, the filter that looks at it, and the map that can be clicked.

    Args:
        pixels: (height, width, channels), uint8, the image as prepared for the network.
        found: a number of a map.
        key: of the pictures.
        on_click: told, before the page is drawn anew, the row and the column that were clicked.
        colors: (height, width, 1 or 3), uint8, the filter, where it looks at the image itself.
    """
    height, width = pixels.shape[:2]
    top, bottom, left, right = found.seen
    rows, columns = found.values.shape
    size = _("{height} × {width} pixels").format(height=bottom - top, width=right - left)
    cards: list[dict[str, object]] = [
        {
            "picture": encode_png(pixels),
            "title": _("The image, with the part that this number sees"),
            "mark": [top / height, bottom / height, left / width, right / width],
        }
    ]
    if 0 < (bottom - top) * (right - left) < height * width:
        cards.append({"picture": encode_png(pixels[top:bottom, left:right]), "title": size})
    if colors is not None:
        cards.append({"picture": encode_png(colors), "title": _("Its filter: grey is a weight of 0")})
    if found.values.size > 1:
        cards.append(
            {
                "picture": encode_png(picture_map(found.values, float(np.abs(found.values).max()))),
                "title": _("The map: click on any place"),
                "mark": [
                    found.row / rows,
                    (found.row + 1) / rows,
                    found.column / columns,
                    (found.column + 1) / columns,
                ],
                "grid": [rows, columns],
            }
        )

    def tell() -> None:
        row, column = session.widget_value(key)["place"]
        on_click(int(row), int(column))

    _mount(data={"cards": cards}, key=key, on_place_change=tell)
