"""What draws one kernel over an image in the browser: the window, its arithmetic, and cells to edit."""

from components.concepts.panels_script import RASTER
from components.concepts.plane_script import PLANE, PLAYER

PICTURE = """
const states = new WeakMap();
const LARGEST_SIDE = 300, DRAG = 6, WAIT = 250;
// Positions a frame while it slides: all of an output in about eight seconds.
const FRAMES = 480;
const short = (value) => String(Math.round(value * 100) / 100 + 0).replace("-", "−");

class KernelPicture {
  constructor(parent) {
    this.root = parent.querySelector(".concept");
    const bar = addHtml(this.root, "div", "bar");
    const pictures = addHtml(this.root, "div", "pictures");
    this.input = addPicture(pictures, "input");
    this.cells = addHtml(pictures, "div", "kernel");
    this.output = addPicture(pictures, "output");
    this.sum = addHtml(this.root, "div", "sum");
    this.output.canvas.style.cursor = this.input.canvas.style.cursor = "crosshair";
    this.follow(this.input.canvas, (at) => (at - this.data.reach / 2) / this.data.stride);
    this.follow(this.output.canvas, (at) => at - 0.5);
    this.name(bar);
    new ResizeObserver(() => this.data && this.draw()).observe(this.root);
  }

  name(bar) {
    this.player = new Player(bar, {}, {
      advance: (once) => this.advance(once),
      rest: () => {},
      reset: () => { this.place = 0; this.draw(); },
    });
  }

  // The pointer names a pixel, and by it the output's position.
  follow(canvas, find) {
    const move = (event) => {
      const box = canvas.getBoundingClientRect();
      const [row, column] = [event.clientY - box.top, event.clientX - box.left].map((at) =>
        Math.max(0, Math.min(this.data.output.rows - 1, Math.round(find(at / this.cell)))));
      this.place = row * this.data.output.columns + column;
      this.player.stop(false);
      this.draw();
    };
    canvas.addEventListener("pointermove", move);
    canvas.addEventListener("pointerdown", move);
  }

  update(data, send) {
    const before = this.data?.output;
    Object.assign(this, { data, send, theme: readTheme(this.root) });
    const { rows, columns } = data.output;
    if (!before || before.rows !== rows) this.place = Math.floor(rows * 0.4) * columns + Math.floor(columns * 0.4);
    this.player.name(data.texts);
    this.fillCells();
    this.draw();
  }

  fillCells() {
    const { weights, texts } = this.data;
    if (!this.fields) this.fields = weights.map((_, index) => this.addCell(index));
    const active = this.root.getRootNode().activeElement;
    this.fields.forEach((field, index) => {
      field.setAttribute("aria-label", `${texts.weight} ${index + 1}`);
      field.title = texts.drag;
      if (field !== active) field.value = Math.round(weights[index] * 1000) / 1000;
    });
  }

  addCell(index) {
    const field = addHtml(this.cells, "input", "");
    Object.assign(field, { type: "number", step: 0.5, min: -this.data.largest, max: this.data.largest });
    field.oninput = () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.tell(index), WAIT);
    };
    field.onpointerdown = (start) => {
      const from = Number(field.value) || 0;
      field.setPointerCapture(start.pointerId);
      field.onpointermove = (event) => {
        const steps = Math.round((start.clientY - event.clientY) / DRAG);
        if (!steps && !field.dragged) return;
        field.dragged = true;
        field.value = Math.max(-this.data.largest, Math.min(this.data.largest, from + 0.5 * steps));
        field.oninput();
      };
    };
    field.onpointerup = field.onpointercancel = () => Object.assign(field, { onpointermove: null, dragged: false });
    return field;
  }

  tell(changed) {
    const value = this.fields[changed].valueAsNumber;
    if (!Number.isFinite(value)) return;
    const bounded = Math.max(-this.data.largest, Math.min(this.data.largest, value));
    this.send("edited", this.data.weights.map((weight, index) => (index === changed ? bounded : weight)));
  }

  advance(once) {
    const count = this.data.output.rows * this.data.output.columns;
    this.place = (this.place + (once ? 1 : Math.max(1, Math.round(count / FRAMES)))) % count;
    this.draw();
    return true;
  }

  draw() {
    const width = this.root.clientWidth;
    if (!width) return;
    const { input, output, stride, reach, before, after, texts } = this.data;
    const kernel = 3 * 56 + 40;
    const side = Math.min(LARGEST_SIDE, width >= 2 * 200 + kernel ? (width - kernel) / 2 : width);
    const framed = this.frame(input, before, after);
    this.cell = side / framed.rows;
    const [row, column] = [Math.floor(this.place / output.columns), this.place % output.columns];
    const window = [row * stride, column * stride, reach, reach];
    paintRaster(fitCanvas(this.input.canvas, side, side), { ...framed, marks: [window] }, side, this.theme);
    const edge = this.cell * output.rows;
    const context = fitCanvas(this.output.canvas, edge, edge);
    this.output.canvas.parentElement.style.width = `${Math.max(edge, 120)}px`;
    paintRaster(context, { ...output, marks: [[row, column, 1, 1]] }, edge, this.theme);
    for (const [name, words] of [["input", texts.input], ["output", texts.output]]) {
      this[name].caption.textContent = words;
      this[name].canvas.setAttribute("aria-label", words);
    }
    this.framed = framed;
    this.write(row, column);
  }

  // The image with the zeros around it.
  frame({ rows, columns, values }, before, after) {
    const side = rows + before + after;
    const padded = Array.from({ length: side * side }, (_, place) => {
      const [row, column] = [Math.floor(place / side) - before, place % side - before];
      return row >= 0 && column >= 0 && row < rows && column < columns ? values[row * columns + column] : 0;
    });
    return { rows: side, columns: side, values: padded, color: "grey" };
  }

  write(row, column) {
    const { weights, stride, dilation, sums, output } = this.data;
    const terms = weights.map((weight, index) => {
      const y = row * stride + Math.floor(index / 3) * dilation;
      const x = column * stride + (index % 3) * dilation;
      const text = short(weight);
      return `${weight < 0 ? `(${text})` : text}·${this.framed.values[y * this.framed.columns + x]}`;
    });
    const sum = sums[this.place];
    const shown = output.values[this.place];
    const last = Math.abs(sum - shown) > 0.5 ? `${short(sum)} → ${shown}` : short(sum);
    const lines = [0, 3, 6].map((start) => terms.slice(start, start + 3).join(" + "));
    this.sum.textContent = `${lines.join(" +\\n")}\\n= ${last}`;
  }
}

function render({ data, parentElement, setTriggerValue }) {
  if (!states.has(parentElement)) states.set(parentElement, new KernelPicture(parentElement));
  states.get(parentElement).update(data, setTriggerValue);
}
"""

STYLE = """
.concept .kernel { display: grid; grid-template-columns: repeat(3, 56px); gap: 3px; margin-top: 22px; }
.concept .kernel input { width: 56px; height: 44px; box-sizing: border-box; text-align: center; font: inherit;
                         font-size: 14px; color: inherit; background: var(--st-secondary-background-color);
                         border: 1px solid var(--st-border-color); border-radius: 4px; cursor: ns-resize;
                         appearance: textfield; touch-action: none; }
.concept .kernel input::-webkit-inner-spin-button { display: none; }
.concept .kernel input:focus-visible { outline: 2px solid var(--st-primary-color); }
.concept .sum { white-space: pre-wrap; font-size: 14px; line-height: 1.6; font-variant-numeric: tabular-nums; }
"""

JAVASCRIPT = PLANE + RASTER + PLAYER + PICTURE
