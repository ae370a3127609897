"""A grid of images that one marks by a click."""

import base64
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from components.browser_component import declare_component
from components.gallery import fit_into

JPEG_QUALITY = 85

CSS = """
.grid { display: flex; flex-wrap: wrap; gap: 8px; font-family: var(--st-font); }
.set { display: flex; flex-wrap: wrap; gap: 8px; padding: 6px; border: 1px solid var(--st-border-color);
       border-radius: 8px; }
.tile { width: var(--side); padding: 0; border: 0; background: none; color: inherit; font: inherit; text-align: left; }
button.tile { cursor: pointer; }
.picture { position: relative; display: flex; align-items: center; justify-content: center; width: var(--side);
           height: var(--side); border-radius: 6px; overflow: hidden;
           background: var(--st-secondary-background-color); }
.picture img { max-width: 100%; max-height: 100%; display: block; }
.badge { position: absolute; top: 4px; right: 4px; width: 20px; height: 20px; border-radius: 50%; display: none;
         align-items: center; justify-content: center; background: var(--st-primary-color); color: #fff;
         font-size: 13px; line-height: 1; }
button[aria-pressed="true"] .picture { outline: 3px solid var(--st-primary-color); outline-offset: -3px; }
button[aria-pressed="true"] img { opacity: 0.45; }
button[aria-pressed="true"] .badge { display: flex; }
button.tile:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; border-radius: 6px; }
.line { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 12px; line-height: 1.35;
        color: var(--st-text-color); }
.note { opacity: 0.65; }
"""

JAVASCRIPT = """
const grids = new WeakMap();

function add(parent, kind, classes, text) {
  const element = document.createElement(kind);
  element.className = classes;
  // Names come from people's files: never as HTML.
  if (text !== undefined) element.textContent = text;
  parent.appendChild(element);
  return element;
}

function draw(grid, place) {
  place.replaceChildren();
  place.style.setProperty("--side", `${grid.data.side}px`);
  grid.buttons = [];
  let set = null, number = null;
  for (const [position, tile] of grid.data.tiles.entries()) {
    if (tile.group === null) set = place;
    else if (tile.group !== number) set = add(place, "div", "set");
    number = tile.group;
    const element = add(set, grid.data.marking ? "button" : "div", "tile");
    element.title = tile.note ? `${tile.caption} — ${tile.note}` : tile.caption;
    const picture = add(element, "div", "picture");
    const image = add(picture, "img", "");
    image.src = tile.image;
    image.alt = "";
    add(picture, "span", "badge", "✓").setAttribute("aria-hidden", "true");
    if (tile.caption) add(element, "div", "line", tile.caption);
    if (tile.note) add(element, "div", "line note", tile.note);
    if (!grid.data.marking) continue;
    element.type = "button";
    element.onclick = (event) => press(grid, position, event.shiftKey);
    grid.buttons.push(element);
  }
  show(grid);
}

function press(grid, position, ranged) {
  const keys = grid.data.tiles.map((tile) => tile.key);
  const marked = !grid.marks.has(keys[position]);
  const from = ranged && grid.last !== null ? grid.last : position;
  for (const key of keys.slice(Math.min(from, position), Math.max(from, position) + 1)) {
    if (marked) grid.marks.add(key);
    else grid.marks.delete(key);
  }
  grid.last = position;
  show(grid);
  grid.send("marked", keys.filter((key) => grid.marks.has(key)));
}

function show(grid) {
  for (const [position, button] of grid.buttons.entries())
    button.setAttribute("aria-pressed", String(grid.marks.has(grid.data.tiles[position].key)));
}

function render({ data, parentElement, setStateValue }) {
  const place = parentElement.querySelector(".grid");
  const shown = data.tiles.map((tile) => [tile.key, tile.caption, tile.note, tile.group]);
  const signature = JSON.stringify([data.side, data.marking, shown]);
  const before = grids.get(place);
  if (before?.signature === signature) return;
  const known = new Set(before?.data.tiles.map((tile) => tile.key));
  const keys = data.tiles.map((tile) => tile.key);
  const marks = keys.filter((key) => (known.has(key) ? before.marks.has(key) : data.marked.includes(key)));
  const grid = { data, signature, marks: new Set(marks), last: null, buttons: [], send: setStateValue };
  grids.set(place, grid);
  draw(grid, place);
}
"""

_mount = declare_component("lab_image_grid", html='<div class="grid"></div>', css=CSS, js=JAVASCRIPT)


@dataclass(frozen=True)
class Tile:
    """A picture of the grid.

    Attributes:
        image: (height, width, channels), uint8, 0…255, 1 or 3 channels, of any size.
        caption: a line beneath.
        note: a second, dimmer line.
        key: identifies it in the answer; unique in its grid.
    """

    image: NDArray[np.uint8]
    caption: str = ""
    note: str = ""
    key: str = ""


def draw_image_grid(
    tiles: Sequence[Tile],
    key: str,
    *,
    side: int = 96,
    marking: bool = True,
    marked: Collection[str] = (),
    groups: Sequence[int] | None = None,
) -> list[str]:
    """Draw the tiles; a click marks one or takes its mark away, with Shift a row of them.

    Args:
        tiles: the pictures.
        key: the grid's name; marks stay as long as it is the same.
        side: of each picture, in pixels.
        marking: whether they can be marked.
        marked: keys of those that are marked when they first appear.
        groups: a number for each tile; neighbours with the same one are held together by a border.

    Returns:
        The keys of the marked tiles, in the order of the tiles.
    """
    numbers: Sequence[int | None] = groups if groups is not None else [None] * len(tiles)
    shown = [
        {
            "key": tile.key,
            "image": encode_tile(tile.image, side),
            "caption": tile.caption,
            "note": tile.note,
            "group": number,
        }
        for tile, number in zip(tiles, numbers, strict=True)
    ]
    result = _mount(
        data={"tiles": shown, "side": side, "marking": marking, "marked": list(marked)},
        key=key,
        default={"marked": list(marked)},
        on_marked_change=lambda: None,
    )
    chosen = set(result.marked or ())
    return [tile.key for tile in tiles if tile.key in chosen]


def encode_tile(image: NDArray[np.uint8], side: int) -> str:
    """A picture as an address that holds it: JPEG, or PNG where its pixels are to be seen.

    Args:
        image: (height, width, channels), uint8, 1 or 3 channels.
        side: the longer side that it gets.
    """
    enlarged = max(image.shape[:2]) < side
    pixels = np.ascontiguousarray(fit_into(image, side)[..., ::-1])
    options = [] if enlarged else [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
    data = cv2.imencode(".png" if enlarged else ".jpg", pixels, options)[1]
    return f"data:image/{'png' if enlarged else 'jpeg'};base64,{base64.b64encode(data.tobytes()).decode()}"
