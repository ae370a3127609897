"""The browser's side of `components/image_choice.py`: a row of pictures, one of which is chosen."""

from components.radio_group_script import RADIO_GROUP

CSS = """
.choice { display: flex; flex-wrap: wrap; gap: 8px; font-family: var(--st-font); }
button { width: var(--side); padding: 0; border: 0; background: none; color: inherit; font: inherit; cursor: pointer;
         text-align: left; }
.picture { position: relative; display: block; width: var(--side); height: var(--side); border-radius: 8px;
           overflow: hidden; background: var(--st-secondary-background-color); }
.picture img { width: 100%; height: 100%; object-fit: contain; display: block; }
button[aria-checked="true"] .picture { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
button:focus-visible .picture { outline: 3px dashed var(--st-primary-color); outline-offset: 1px; }
.badge { position: absolute; top: 4px; right: 4px; width: 18px; height: 18px; border-radius: 50%; font-size: 12px;
         line-height: 18px; text-align: center; background: #dc2626; color: #fff; }
.line { display: block; margin-top: 3px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
        font-size: 12px; color: var(--st-text-color); }
"""

JAVASCRIPT = (
    """
const signatures = new WeakMap();

function add(parent, kind, classes, text) {
  const element = document.createElement(kind);
  element.className = classes;
  // Names come from people's files: never as HTML.
  if (text !== undefined) element.textContent = text;
  parent.appendChild(element);
  return element;
}

function draw(place, data, choose) {
  place.replaceChildren();
  place.style.setProperty("--side", `${data.side}px`);
  place.setAttribute("aria-label", data.texts.group);
  for (const one of data.images) {
    const button = add(place, "button", "");
    button.type = "button";
    button.setAttribute("role", "radio");
    button.dataset.key = one.key;
    button.title = one.mistaken ? `${one.title} — ${data.texts.mistaken}` : one.title;
    const picture = add(button, "span", "picture");
    const image = add(picture, "img", "");
    image.src = one.picture;
    image.alt = "";
    if (one.mistaken) add(picture, "span", "badge", "✗");
    add(button, "span", "line", one.title);
    button.onclick = () => { mark(place, one.key); choose(one.key); };
    button.onkeydown = (event) => move(place, button, event);
  }
}

function render({ data, parentElement, setStateValue }) {
  const place = parentElement.querySelector(".choice");
  const signature = JSON.stringify(data.images.map((one) => [one.key, one.title, one.picture.length]));
  if (signatures.get(place) !== signature) {
    signatures.set(place, signature);
    draw(place, data, (key) => setStateValue("chosen", key));
  }
  mark(place, data.chosen);
}
"""
    + RADIO_GROUP
)
