"""What draws arrays of numbers as pictures beside one another in the browser."""

from components.concepts.plane_script import PLANE

# Of one array: {caption, rows, columns, values, color, high, marks}; also for scripts that draw more than panels.
RASTER = """
// From this many CSS pixels a cell, numbers fit into it.
const NUMBERED = 24, NUMBERED_THRICE = 38;

// values: by rows; of "rgb" three a cell, 0…255; of "grey" 0…255; of "share" 0…high.
function paintRaster(context, panel, side, theme) {
  const { rows, columns, values, color } = panel;
  const cell = side / Math.max(rows, columns);
  const small = Object.assign(document.createElement("canvas"), { width: columns, height: rows });
  const inner = small.getContext("2d");
  const image = inner.createImageData(columns, rows);
  const [background, primary] = color === "share" ? [theme.background, theme.primary].map(parseColor) : [];
  for (let place = 0; place < rows * columns; place++) {
    const value = values[place];
    const share = color === "share" ? value / (panel.high || 1) : 0;
    const parts = color === "rgb" ? values.slice(3 * place, 3 * place + 3)
      : color === "grey" ? [value, value, value]
      : background.map((part, channel) => part + share * (primary[channel] - part));
    image.data.set([...parts, 255], 4 * place);
  }
  inner.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, columns * cell, rows * cell);
  if (color === "share" && cell >= 6) paintGrid(context, rows, columns, cell, theme);
  if (color === "rgb" ? cell >= NUMBERED_THRICE : cell >= NUMBERED) paintNumbers(context, panel, cell, theme);
  for (const mark of panel.marks ?? []) paintWindow(context, mark, cell, theme);
  return cell;
}

function paintGrid(context, rows, columns, cell, theme) {
  context.strokeStyle = theme.border;
  context.lineWidth = 0.5;
  context.beginPath();
  for (let row = 0; row <= rows; row++) { context.moveTo(0, row * cell); context.lineTo(columns * cell, row * cell); }
  for (let column = 0; column <= columns; column++) {
    context.moveTo(column * cell, 0);
    context.lineTo(column * cell, rows * cell);
  }
  context.stroke();
}

function paintNumbers(context, { rows, columns, values, numbers, color, high }, cell, theme) {
  const lines = color === "rgb" ? 3 : 1;
  const words = (numbers ?? values).map((one) => String(one).replace("-", "−"));
  const longest = Math.max(...words.map((one) => one.length));
  const size = Math.min(13, cell * (lines === 3 ? 0.28 : 0.4), cell * 1.6 / longest);
  context.font = `${size}px ${theme.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (let place = 0; place < rows * columns; place++) {
    const own = values.slice(lines * place, lines * (place + 1));
    const value = own.reduce((sum, one) => sum + one, 0) / lines;
    context.fillStyle = color === "share" ? theme.text : value > 140 ? "#000" : "#fff";
    if (color === "share" && value > 0.6 * high) context.fillStyle = "#fff";
    if (color === "share" && !value) continue;
    own.forEach((_, line) => context.fillText(words[lines * place + line], (place % columns + 0.5) * cell,
      (Math.floor(place / columns) + 0.5) * cell + (line - (lines - 1) / 2) * size * 1.1));
  }
  context.textAlign = "start";
  context.textBaseline = "alphabetic";
}

// [row, column, height, width] in cells; seen on any ground.
function paintWindow(context, [row, column, height, width], cell, theme) {
  for (const [color, thick] of [["#fff", 4], ["#ea580c", 2]]) {
    context.strokeStyle = color;
    context.lineWidth = thick;
    context.strokeRect(column * cell, row * cell, width * cell, height * cell);
  }
}
"""

PANELS = """
const states = new WeakMap();
// The least side of a picture, in CSS pixels and as a share of the largest.
const LEAST_SIDE = 130, LEAST_SHARE = 0.55, GAP = 16;

class Panels {
  constructor(parent) {
    this.root = parent.querySelector(".concept");
    this.place = addHtml(this.root, "div", "pictures");
    new ResizeObserver(() => this.data && this.draw()).observe(this.root);
  }

  update(data) {
    this.data = data;
    this.theme = readTheme(this.root);
    if (this.place.children.length !== data.panels.length) {
      this.place.replaceChildren();
      this.pictures = data.panels.map(() => addPicture(this.place, "panel"));
    }
    this.draw();
  }

  draw() {
    const width = this.root.clientWidth;
    if (!width) return;
    const { panels, largest } = this.data;
    const least = Math.max(LEAST_SIDE, LEAST_SHARE * largest);
    const beside = Math.max(1, Math.min(panels.length, Math.floor((width + GAP) / (least + GAP))));
    const side = Math.floor(Math.min(largest, (width - (beside - 1) * GAP) / beside));
    this.place.style.gap = `${GAP}px`;
    panels.forEach((panel, index) => {
      const { canvas, caption } = this.pictures[index];
      const context = fitCanvas(canvas, side, side);
      paintRaster(context, panel, side, this.theme);
      caption.textContent = panel.caption;
      canvas.setAttribute("aria-label", panel.caption);
    });
  }
}

function render({ data, parentElement }) {
  if (!states.has(parentElement)) states.set(parentElement, new Panels(parentElement));
  states.get(parentElement).update(data);
}
"""

JAVASCRIPT = PLANE + RASTER + PANELS
