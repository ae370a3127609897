"""A few images and what a network takes them for, epoch by epoch; the browser turns the epochs by itself."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from components.browser_component import declare_component
from components.charts import VALIDATION_COLOR
from components.image_grid import encode_tile
from lab.i18n import _, cache_by_language
from lab.runs.insight import Insight

SIDE = 104

CSS = """
.handful { font-family: var(--st-font); color: var(--st-text-color); }
.when { display: flex; align-items: center; gap: 12px; margin-bottom: 10px; font-size: 14px; }
.when input { flex: 0 1 320px; min-width: 0; accent-color: var(--st-primary-color); }
.when output { min-width: 9em; }
.images { display: flex; flex-wrap: wrap; gap: 14px; }
.one { width: 104px; font-size: 12px; line-height: 1.4; }
.one .picture { display: flex; align-items: center; justify-content: center; width: 104px; height: 104px;
                border-radius: 6px; overflow: hidden; background: var(--st-secondary-background-color); }
.one img { width: 100%; height: 100%; object-fit: contain; image-rendering: pixelated; }
.one div { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.one svg { display: block; width: 104px; height: 36px; overflow: visible; border-bottom: 1px solid
           var(--st-border-color); margin: 2px 0; }
.one .right, .one .wrong { display: flex; gap: 4px; font-weight: 600; }
.one .sure { font-weight: 400; opacity: 0.75; }
.one .name { flex: 0 1 auto; }
.one .right .mark { color: #009e73; }
.one .wrong .mark { color: #d55e00; }
.name, .truth { font-weight: 600; }
"""

JAVASCRIPT = """
const views = new WeakMap();
const SVG = "http://www.w3.org/2000/svg";

function add(parent, kind, classes, text) {
  const element = document.createElement(kind);
  element.className = classes;
  // Names come from people's files: never as HTML.
  if (text !== undefined) element.textContent = text;
  parent.appendChild(element);
  return element;
}

function addShape(parent, kind, attributes) {
  const element = document.createElementNS(SVG, kind);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  parent.appendChild(element);
  return element;
}

function build(place, data) {
  place.replaceChildren();
  const view = { signature: data.signature, epoch: null, tiles: [] };
  const when = add(place, "label", "when");
  view.range = add(when, "input", "");
  Object.assign(view.range, { type: "range", min: 0, step: 1 });
  view.range.setAttribute("aria-label", data.words.epoch);
  view.said = add(when, "output", "");
  view.range.oninput = () => {
    const at = Number(view.range.value), last = view.data.epochs.length - 1;
    // At its end it goes along with the training.
    view.epoch = at === last ? null : view.data.epochs[at];
    show(view);
  };
  const images = add(place, "div", "images");
  for (const one of data.tiles) view.tiles.push(buildTile(images, one, data.color));
  return view;
}

function buildTile(parent, one, color) {
  const element = add(parent, "div", "one");
  const image = add(add(element, "div", "picture"), "img", "");
  image.src = one.image;
  image.alt = "";
  add(element, "div", "truth", one.truth).title = one.truth;
  const svg = addShape(element, "svg", { viewBox: "0 0 104 36", "aria-hidden": "true" });
  const area = addShape(svg, "polygon", { fill: color, opacity: 0.18 });
  const line = addShape(svg, "polyline", { fill: "none", stroke: color, "stroke-width": 1.5 });
  const dot = addShape(svg, "circle", { r: 3, fill: color });
  const answer = add(element, "div", "wrong");
  const mark = add(answer, "span", "mark"), name = add(answer, "span", "name"), sure = add(answer, "span", "sure");
  name.style.cssText = "overflow: hidden; text-overflow: ellipsis";
  return { element, area, line, dot, answer, mark, name, sure };
}

function show(view) {
  const { epochs, tiles, names, words } = view.data;
  const last = epochs.length - 1;
  const at = view.epoch === null ? last : epochs.reduce(
    (best, epoch, place) => Math.abs(epoch - view.epoch) < Math.abs(epochs[best] - view.epoch) ? place : best, 0);
  view.range.max = last;
  view.range.value = at;
  view.said.textContent = epochs[at] === 0 ? words.before : words.after.replace("{epoch}", epochs[at]);
  const x = (place) => last ? 104 * (epochs[place] - epochs[0]) / (epochs[last] - epochs[0]) : 52;
  const y = (share) => 34 - 32 * share;
  for (const [number, one] of tiles.entries()) {
    const tile = view.tiles[number];
    const points = one.right.map((share, place) => `${x(place).toFixed(1)},${y(share).toFixed(1)}`);
    tile.line.setAttribute("points", points.join(" "));
    tile.area.setAttribute("points", `${x(0)},36 ${points.join(" ")} ${x(last)},36`);
    tile.dot.setAttribute("cx", x(at));
    tile.dot.setAttribute("cy", y(one.right[at]));
    const taken = names[one.taken[at]], isRight = taken === one.truth;
    tile.answer.className = isRight ? "right" : "wrong";
    tile.mark.textContent = isRight ? "✓" : "✗";
    tile.name.textContent = taken;
    tile.sure.textContent = `${Math.round(100 * one.sure[at])}%`;
    tile.element.title = `${one.truth}: ${Math.round(100 * one.right[at])}%`;
  }
}

function render({ data, parentElement }) {
  const place = parentElement.querySelector(".handful");
  let view = views.get(place);
  if (view?.signature !== data.signature) views.set(place, view = build(place, data));
  view.data = data;
  show(view);
}
"""

_mount = declare_component("lab_handful", html='<div class="handful"></div>', css=CSS, js=JAVASCRIPT)


def draw_handful(insight: Insight, names: Sequence[str], key: str) -> None:
    """Draw the images, a curve of the right class's probability beneath each, and a slider over the epochs.

    Args:
        insight: with at least one look.
        names: the classes.
        key: another one for each run.
    """
    _mount(data={**describe_handful(insight, tuple(names)), "signature": key}, key=key)


@cache_by_language(maxsize=32)
def describe_handful(insight: Insight, names: tuple[str, ...]) -> Mapping[str, Any]:
    """What the browser draws: for each image, by epoch, how sure the network was of what it is and of what it said.

    All who watch a run share it.

    Args:
        insight: with at least one look.
        names: the classes.
    """
    # A network that has run away may answer with no number at all.
    answers = np.nan_to_num(np.array([look.probabilities for look in insight.looks]))
    taken, sure = answers.argmax(axis=2), answers.max(axis=2)
    tiles = [
        {
            "image": _encode(image),
            "truth": names[label],
            "right": answers[:, number, label].round(3).tolist(),
            "taken": taken[:, number].tolist(),
            "sure": sure[:, number].round(3).tolist(),
        }
        for number, (image, label) in enumerate(zip(insight.handful.images, insight.handful.labels, strict=True))
    ]
    words = {"epoch": _("Epoch"), "before": _("Before training"), "after": _("After epoch {epoch}")}
    epochs = [look.epoch for look in insight.looks]
    return {"epochs": epochs, "tiles": tiles, "names": list(names), "words": words, "color": VALIDATION_COLOR}


def _encode(image: NDArray[np.uint8]) -> str:
    """A small picture as it is, for the browser to enlarge: it is sent again after every epoch."""
    if max(image.shape[:2]) >= SIDE:
        return encode_tile(image, SIDE)
    data = cv2.imencode(".png", np.ascontiguousarray(image[..., ::-1]))[1]
    return f"data:image/png;base64,{base64.b64encode(data.tobytes()).decode()}"
