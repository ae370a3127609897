"""A grid of images with what a network, or two, says of each; a click chooses one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.browser_component import declare_component
from components.charts import TRAIN_COLOR, VALIDATION_COLOR
from components.image_grid import encode_tile

PICTURE_SIDE = 150
COLORS = (TRAIN_COLOR, VALIDATION_COLOR)

CSS = """
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(148px, 1fr)); gap: 12px;
         font-family: var(--st-font); color: var(--st-text-color); }
.tile { display: flex; flex-direction: column; gap: 6px; padding: 8px; border: 1px solid var(--st-border-color);
        border-radius: 8px; background: none; color: inherit; font: inherit; text-align: left; cursor: pointer;
        min-width: 0; }
.tile:hover { border-color: var(--st-primary-color); }
.tile[aria-pressed="true"] { outline: 2px solid var(--st-primary-color); outline-offset: -1px; }
.tile:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
.picture { display: flex; align-items: center; justify-content: center; height: 132px; border-radius: 6px;
           overflow: hidden; background: var(--st-secondary-background-color); }
.picture img { max-width: 100%; max-height: 100%; display: block; }
.line { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 12px; line-height: 1.35; }
.name { opacity: 0.65; }
.bars { display: flex; flex-direction: column; gap: 3px; }
.bars + .bars { border-top: 1px solid var(--st-border-color); padding-top: 5px; }
.row { position: relative; display: flex; justify-content: space-between; gap: 6px; padding: 1px 5px; font-size: 12px;
       line-height: 1.45; border-radius: 4px; overflow: hidden; background: var(--st-secondary-background-color); }
.row i { position: absolute; inset: 0 auto 0 0; opacity: 0.38; }
.row span { position: relative; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.row span + span { flex: none; font-variant-numeric: tabular-nums; }
.row:first-child span { font-weight: 600; }
.note { font-weight: 600; }
"""

JAVASCRIPT = """
const drawn = new WeakMap();

function add(parent, kind, classes, text) {
  const element = document.createElement(kind);
  element.className = classes;
  // Names come from people's files: never as HTML.
  if (text !== undefined) element.textContent = text;
  parent.appendChild(element);
  return element;
}

function drawTile(place, tile, colors) {
  const button = add(place, "button", "tile");
  button.type = "button";
  button.title = tile.name;
  const image = add(add(button, "div", "picture"), "img", "");
  image.src = tile.image;
  image.alt = "";
  add(button, "div", "line name", tile.name);
  for (const [number, rows] of tile.answers.entries()) {
    const bars = add(button, "div", "bars");
    for (const { name, share, text } of rows) {
      const row = add(bars, "div", "row"), bar = add(row, "i", "");
      bar.style.width = `${100 * share}%`;
      bar.style.background = colors[number];
      add(row, "span", "", name);
      add(row, "span", "", text);
    }
  }
  if (tile.note) add(button, "div", "line note", tile.note);
  return button;
}

function render({ data, parentElement, setStateValue }) {
  const place = parentElement.querySelector(".tiles");
  const signature = JSON.stringify(data.tiles.map(({ image, ...rest }) => [rest, image.length, image.slice(-64)]));
  if (drawn.get(place)?.signature !== signature) {
    place.replaceChildren();
    const buttons = data.tiles.map((tile) => drawTile(place, tile, data.colors));
    drawn.set(place, { signature, buttons, chosen: data.chosen });
  }
  const grid = drawn.get(place);
  const show = () => grid.buttons.forEach((button, number) =>
    button.setAttribute("aria-pressed", String(data.tiles[number].key === grid.chosen)));
  grid.buttons.forEach((button, number) => {
    button.onclick = () => {
      grid.chosen = data.tiles[number].key;
      show();
      setStateValue("chosen", grid.chosen);
    };
  });
  show();
}
"""

_mount = declare_component("lab_answer_tiles", html='<div class="tiles"></div>', css=CSS, js=JAVASCRIPT)


@dataclass(frozen=True)
class AnswerTile:
    """An image of the grid.

    Attributes:
        key: identifies it in the answer; unique in its grid.
        image: (height, width, channels), uint8, 0…255, 1 or 3 channels, of any size.
        name: a line beneath.
        answers: for each network its likeliest classes with their probabilities, the likeliest first.
        note: a last line, what is to be said of it.
    """

    key: str
    image: NDArray[np.uint8]
    name: str
    answers: Sequence[Sequence[tuple[str, float]]]
    note: str = ""


def draw_answer_tiles(tiles: Sequence[AnswerTile], chosen: str, key: str) -> str:
    """Draw the tiles.

    Args:
        tiles: the images.
        chosen: the key of the one that is chosen.
        key: the grid's name.

    Returns:
        The key of the tile that was clicked last, "" where none was.
    """
    shown = [
        {
            "key": tile.key,
            "image": encode_tile(tile.image, PICTURE_SIDE),
            "name": tile.name,
            "note": tile.note,
            "answers": [
                [{"name": name, "share": share, "text": f"{share:.0%}"} for name, share in rows]
                for rows in tile.answers
            ],
        }
        for tile in tiles
    ]
    result = _mount(
        data={"tiles": shown, "chosen": chosen, "colors": COLORS},
        key=key,
        default={"chosen": ""},
        on_chosen_change=lambda: None,
    )
    return str(result.chosen or "")
