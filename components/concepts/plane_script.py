"""What every picture of a plane with points shares in the browser: colours, field, points."""

from lab.concepts.points import REACH

# Not those of training and validation; the shapes differ too, for eyes that see few colours.
CLASS_COLORS = ("#0891b2", "#db2777")

PLANE = """
const REACH = REACH_VALUE, CELLS = 48, CLASS_COLORS = CLASS_VALUES, STRONGEST = 0.55;

function addHtml(parent, kind, className, text = "") {
  const element = document.createElement(kind);
  element.className = className;
  element.textContent = text;
  parent.appendChild(element);
  return element;
}

function parseColor(text) {
  const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
  context.fillStyle = text;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

function readTheme(place) {
  const read = (name) => getComputedStyle(place).getPropertyValue(name).trim();
  const background = parseColor(read("--st-background-color"));
  const classes = CLASS_COLORS.map(parseColor);
  // From class 0, through the page's colour, to class 1.
  const ramp = Array.from({ length: 256 }, (_, place) => {
    const value = place / 127.5 - 1;
    const share = STRONGEST * Math.abs(value);
    return background.map((part, channel) => part + share * (classes[value > 0 ? 1 : 0][channel] - part));
  });
  return { ramp, text: read("--st-text-color"), border: read("--st-border-color"), font: read("--st-font"),
    background: read("--st-background-color"), primary: read("--st-primary-color") };
}

function addPicture(parent, name) {
  const figure = addHtml(parent, "figure", name);
  const caption = addHtml(figure, "figcaption", "");
  const canvas = addHtml(figure, "canvas", "");
  canvas.setAttribute("role", "img");
  return { caption, canvas };
}

// A canvas whose drawing is in CSS pixels; its words are as wide as it is.
function fitCanvas(canvas, width, height) {
  canvas.parentElement.style.width = `${width}px`;
  const scale = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext("2d");
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

// What a field's cells stand for: a point for each, rows from above.
const FIELD_POINTS = Array.from({ length: CELLS * CELLS }, (_, place) => [
  ((place % CELLS) + 0.5) / CELLS * 2 * REACH - REACH, REACH - (Math.floor(place / CELLS) + 0.5) / CELLS * 2 * REACH]);
const small = Object.assign(document.createElement("canvas"), { width: CELLS, height: CELLS });

// values: of FIELD_POINTS, -1…1.
function paintField(context, values, theme, x, y, side) {
  const inner = small.getContext("2d");
  const image = inner.createImageData(CELLS, CELLS);
  for (let place = 0; place < values.length; place++) {
    const color = theme.ramp[Math.max(0, Math.min(255, Math.round((values[place] + 1) * 127.5)))];
    image.data.set([color[0], color[1], color[2], 255], 4 * place);
  }
  inner.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(small, x, y, side, side);
}

const place = (value, side) => (value / REACH + 1) / 2 * side;

function paintMark(context, x, y, label, size, theme, hollow = false) {
  context.beginPath();
  if (label) context.rect(x - size, y - size, 2 * size, 2 * size);
  else context.arc(x, y, size * 1.15, 0, 2 * Math.PI);
  context.fillStyle = hollow ? theme.background : CLASS_COLORS[label];
  context.strokeStyle = hollow ? CLASS_COLORS[label] : theme.background;
  context.lineWidth = hollow ? 1.6 : 1;
  context.fill();
  context.stroke();
}

function paintPoints(context, points, labels, side, theme, size = 3.6, hollow = false) {
  points.forEach(([x, y], index) =>
    paintMark(context, place(x, side), side - place(y, side), labels[index], size, theme, hollow));
}
""".replace("REACH_VALUE", f"{REACH:g}").replace("CLASS_VALUES", str(list(CLASS_COLORS)))

PLAYER = """
// Calls `advance` once a frame while it plays.
class Player {
  constructor(bar, texts, { advance, rest, reset }) {
    Object.assign(this, { advance, rest, playing: false });
    const add = (name, act) => {
      const button = addHtml(bar, "button", name);
      button.type = "button";
      button.onclick = act;
      return button;
    };
    this.buttons = { play: add("play", () => this.toggle()), step: add("step", () => { advance(true); rest(); }),
      reset: add("reset", () => { this.stop(false); reset(); }) };
    this.name(texts);
  }

  name(texts) {
    this.texts = texts;
    const play = this.playing ? `❚❚ ${texts.pause}` : `▶ ${texts.play}`;
    const words = { play, step: texts.step, reset: texts.reset };
    for (const [name, word] of Object.entries(words)) this.buttons[name].textContent = word;
  }

  toggle() {
    if (this.playing) this.stop(true);
    else {
      this.playing = true;
      this.name(this.texts);
      const turn = () => {
        if (!this.playing) return;
        if (!this.buttons.play.isConnected || this.advance(false) === false) this.stop(true);
        else requestAnimationFrame(turn);
      };
      requestAnimationFrame(turn);
    }
  }

  stop(tell) {
    const was = this.playing;
    this.playing = false;
    this.name(this.texts);
    if (was && tell) this.rest();
  }
}
"""
