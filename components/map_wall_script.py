"""The browser's side of `components/map_wall.py`: maps side by side, one of which is chosen."""

from components.radio_group_script import RADIO_GROUP

CSS = """
.wall { display: grid; grid-template-columns: repeat(auto-fill, minmax(var(--side), 1fr)); gap: 8px;
        font-family: var(--st-font); color: var(--st-text-color); padding: 4px; }
button { min-width: 0; padding: 0; border: 0; background: none; color: inherit; font: inherit; cursor: pointer;
         text-align: left; }
img { display: block; image-rendering: pixelated; }
.map { box-sizing: border-box; width: 100%; aspect-ratio: 1; object-fit: fill; border-radius: 6px;
       border: 1px solid var(--st-border-color); }
button[aria-checked="true"] .map { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
button:focus-visible .map { outline: 3px dashed var(--st-primary-color); outline-offset: 1px; }
.below { display: flex; align-items: center; gap: 5px; margin-top: 4px; }
.filter { width: 26px; height: 26px; border-radius: 3px; flex: none; }
.lines { min-width: 0; font-size: 11px; line-height: 1.2; }
.line { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.note { opacity: 0.65; }
@media (max-width: 640px) { .wall { max-height: 300px; overflow-y: auto; } }
"""

JAVASCRIPT = (
    """
const signatures = new WeakMap();

function add(parent, kind, classes, text) {
  const element = document.createElement(kind);
  element.className = classes;
  // Names of classes come from people's files: never as HTML.
  if (text !== undefined) element.textContent = text;
  parent.appendChild(element);
  return element;
}

function picture(parent, classes, source) {
  const image = add(parent, "img", classes);
  image.src = source;
  image.alt = "";
}

function draw(place, data, choose) {
  place.replaceChildren();
  place.style.setProperty("--side", `${data.side}px`);
  place.setAttribute("aria-label", data.label);
  for (const tile of data.tiles) {
    const button = add(place, "button", "");
    button.type = "button";
    button.setAttribute("role", "radio");
    button.dataset.key = tile.key;
    button.title = tile.title;
    picture(button, "map", tile.map);
    const below = add(button, "span", "below");
    if (tile.filter) picture(below, "filter", tile.filter);
    const lines = add(below, "span", "lines");
    add(lines, "span", "line", tile.caption);
    add(lines, "span", "line note", tile.note);
    button.onclick = () => { mark(place, tile.key); choose(tile.key); };
    button.onkeydown = (event) => move(place, button, event);
  }
}

function render({ data, parentElement, setStateValue }) {
  const place = parentElement.querySelector(".wall");
  const signature = JSON.stringify(data.tiles);
  if (signatures.get(place) !== signature) {
    signatures.set(place, signature);
    draw(place, data, (key) => setStateValue("chosen", key));
  }
  mark(place, data.chosen);
}
"""
    + RADIO_GROUP
)
