"""A black square to draw on with the mouse, a pen or a finger."""

import base64
import binascii

from components.browser_component import declare_component
from lab.i18n import _

SIDE = 280
PREFIX = "data:image/png;base64,"
# Far more than a drawing of this size takes; the browser is not to be trusted.
MOST_CHARACTERS = 500_000

CSS = """
.drawing { display: flex; flex-direction: column; gap: 8px; width: min(100%, var(--side)); font-family: var(--st-font);
           font-size: 14px; color: var(--st-text-color); }
canvas { width: 100%; aspect-ratio: 1; background: #000; border-radius: 8px; border: 1px solid var(--st-border-color);
         cursor: crosshair; touch-action: none; display: block; box-sizing: border-box; }
.tools { display: flex; gap: 12px; align-items: center; }
label { display: flex; gap: 8px; align-items: center; flex: 1; min-width: 0; }
input { flex: 1; min-width: 0; accent-color: var(--st-primary-color); }
button { padding: 6px 14px; border: 1px solid var(--st-border-color); border-radius: 8px; cursor: pointer;
         font: inherit; background: var(--st-background-color); color: inherit; }
button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
"""

HTML = """
<div class="drawing">
  <canvas></canvas>
  <div class="tools"><label><span></span><input type="range" min="8" max="48" value="26"></label><button></button></div>
</div>
"""

JAVASCRIPT = """
const begun = new WeakSet();

function render({ data, parentElement, setStateValue }) {
  const place = parentElement.querySelector(".drawing");
  const canvas = place.querySelector("canvas"), clear = place.querySelector("button");
  const width = place.querySelector("input");
  canvas.setAttribute("aria-label", data.title);
  place.querySelector("span").textContent = data.pen;
  clear.textContent = data.clear;
  if (begun.has(place)) return;
  begun.add(place);
  place.style.setProperty("--side", `${data.side}px`);
  canvas.width = canvas.height = data.side;
  const pen = canvas.getContext("2d");
  const wipe = () => { pen.fillStyle = "#000"; pen.fillRect(0, 0, data.side, data.side); };
  wipe();
  let last = null;

  const find = (event) => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * data.side / box.width, (event.clientY - box.top) * data.side / box.height];
  };
  const draw = (event) => {
    // A quick hand moves several times between two frames.
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const one of moves.length ? moves : [event]) {
      const point = find(one);
      pen.strokeStyle = "#fff";
      pen.lineWidth = Number(width.value);
      pen.lineCap = pen.lineJoin = "round";
      pen.beginPath();
      pen.moveTo(...last);
      pen.lineTo(...point);
      pen.stroke();
      last = point;
    }
  };
  canvas.onpointerdown = (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    last = find(event);
    draw(event);
  };
  canvas.onpointermove = (event) => { if (last) draw(event); };
  const end = () => {
    if (!last) return;
    last = null;
    setStateValue("drawing", canvas.toDataURL("image/png"));
  };
  canvas.onpointerup = end;
  canvas.onpointercancel = end;
  clear.onclick = () => { wipe(); setStateValue("drawing", ""); };
}
"""

_mount = declare_component("lab_drawing_canvas", html=HTML, css=CSS, js=JAVASCRIPT)


def draw_canvas(key: str) -> bytes | None:
    """Draw the canvas, a pen of any width and a button that clears it.

    Args:
        key: the canvas's name; the drawing stays as long as it is the same.

    Returns:
        The drawing as a PNG, light strokes on black, 280×280 pixels; None while there is none.
    """
    words = {"title": _("Draw here"), "pen": _("Pen"), "clear": _("Clear")}
    result = _mount(data={**words, "side": SIDE}, key=key, default={"drawing": ""}, on_drawing_change=lambda: None)
    return read_drawing(result.drawing)


def read_drawing(address: object) -> bytes | None:
    """The PNG in the address that a browser sent; None where it is something else."""
    if not isinstance(address, str) or not address.startswith(PREFIX) or len(address) > MOST_CHARACTERS:
        return None
    try:
        return base64.b64decode(address.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        return None
