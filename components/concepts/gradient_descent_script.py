"""What draws and plays the race of optimizers in the browser; the paths come from NumPy."""

from components.concepts.plane_script import PLANE, PLAYER

PICTURE = """
const states = new WeakMap();
const BANDS = 12, LARGEST = 400, LOWEST = -6, HIGHEST = 2, STEPS_A_SECOND = 30;

class RacePicture {
  constructor(parent, data) {
    this.root = parent.querySelector(".concept");
    const bar = addHtml(this.root, "div", "bar");
    this.player = new Player(bar, data.texts, { advance: (once) => this.advance(once), rest: () => {},
      reset: () => this.goTo(0) });
    this.slider = addHtml(bar, "input", "");
    Object.assign(this.slider, { type: "range", min: 0 });
    this.slider.oninput = () => { this.player.stop(false); this.goTo(Number(this.slider.value)); };
    this.figures = addHtml(this.root, "div", "figures");
    const pictures = addHtml(this.root, "div", "pictures");
    this.plane = addPicture(pictures, "plane");
    this.curves = addPicture(pictures, "curves");
    this.arithmetic = addHtml(this.root, "pre", "arithmetic");
    this.plane.canvas.style.cursor = "crosshair";
    this.plane.canvas.onclick = ({ offsetX, offsetY }) => {
      const { side, data: { reach } } = this;
      const round = (value) => Math.round((value / side * 2 - 1) * reach * 100) / 100;
      this.send("start", [round(offsetX), round(side - offsetY)]);
    };
    new ResizeObserver(() => this.data && this.draw()).observe(this.root);
  }

  update(data, send) {
    const given = JSON.stringify(data.racers), ground = String(data.heights);
    Object.assign(this, { data, send, theme: readTheme(this.root) });
    this.slider.max = data.steps;
    this.slider.ariaLabel = data.texts.number;
    this.player.name(data.texts);
    if (given !== this.given) {
      this.player.stop(false);
      // How it ends is the first picture.
      Object.assign(this, { given, step: data.steps });
    }
    const { background } = this.theme;
    if (ground !== this.ground || background !== this.background)
      Object.assign(this, { ground, background, surface: null });
    this.draw();
  }

  advance(once) {
    const now = performance.now();
    if (this.step >= this.data.steps) Object.assign(this, { step: 0, begun: now });
    if (once) this.step += 1;
    else {
      // As fast on a slow machine, with fewer pictures.
      if (!this.last || now - this.last > 300) this.left = 0;
      else this.left += (now - this.last) / 1000 * STEPS_A_SECOND;
      this.last = now;
      const whole = Math.floor(this.left);
      this.left -= whole;
      this.step = Math.min(this.data.steps, this.step + whole);
    }
    this.draw();
    return this.step < this.data.steps;
  }

  goTo(step) {
    this.step = step;
    this.draw();
  }

  draw() {
    const width = this.root.clientWidth;
    if (!width) return;
    this.side = Math.min(LARGEST, width);
    const beside = width - this.side - 20;
    this.drawPlane();
    this.drawCurves(beside >= 220 ? Math.min(460, beside) : width, Math.min(this.side, beside >= 220 ? 400 : 220));
    this.slider.value = this.step;
    this.writeFigures();
    const { texts, arithmetic, racers } = this.data;
    const followed = racers.find((racer) => racer.followed);
    this.arithmetic.textContent = `${texts.number} ${this.step} · ${followed.name}\\n` + (this.step === 0
      ? texts.begin : arithmetic[this.step - 1] ?? texts.lost);
    // As high at every step, so that nothing below jumps.
    this.arithmetic.style.minHeight = `${1.55 * (1 + Math.max(1, (arithmetic[0] ?? "").split("\\n").length))}em`;
    // For whoever measures.
    this.root.dataset.step = this.step;
  }

  // Bands of equal height, smooth at their edges.
  paintSurface() {
    const { cells, heights } = this.data, { side } = this;
    const [dark, light] = [this.theme.text, this.theme.background].map(parseColor);
    const at = (row, column) => heights[Math.max(0, Math.min(cells - 1, row)) * cells
      + Math.max(0, Math.min(cells - 1, column))];
    const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
    const context = canvas.getContext("2d"), image = context.createImageData(side, side);
    for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) {
      const [row, column] = [y, x].map((value) => (value + 0.5) / side * cells - 0.5);
      const [top, left] = [Math.floor(row), Math.floor(column)], [down, right] = [row - top, column - left];
      const height = (1 - down) * ((1 - right) * at(top, left) + right * at(top, left + 1))
        + down * ((1 - right) * at(top + 1, left) + right * at(top + 1, left + 1));
      const share = 0.42 * Math.floor(height / 256 * BANDS) / (BANDS - 1);
      for (let part = 0; part < 3; part++)
        image.data[4 * (y * side + x) + part] = light[part] + share * (dark[part] - light[part]);
      image.data[4 * (y * side + x) + 3] = 255;
    }
    context.putImageData(image, 0, 0);
    this.surface = canvas;
  }

  drawPlane() {
    const { side, step, theme, data: { racers, reach, texts } } = this;
    if (!this.surface || this.surface.width !== Math.floor(side)) {
      this.side = Math.floor(side);
      this.paintSurface();
    }
    const context = fitCanvas(this.plane.canvas, this.side, this.side);
    context.drawImage(this.surface, 0, 0);
    const at = ([x, y]) => [(x / reach + 1) / 2 * side, side - (y / reach + 1) / 2 * side];
    // The one whose numbers are shown lies on top.
    for (const racer of [...racers].sort((one, other) => one.followed - other.followed)) {
      const path = racer.path.slice(0, step + 1);
      context.strokeStyle = racer.color;
      context.lineWidth = racer.followed ? 3 : 2;
      context.lineJoin = "round";
      context.beginPath();
      path.forEach((point, index) => context[index ? "lineTo" : "moveTo"](...at(point)));
      context.stroke();
      context.fillStyle = racer.color;
      for (const point of path.slice(-1)) this.dot(context, ...at(point), racer.followed ? 7 : 5.5);
    }
    context.fillStyle = theme.text;
    this.dot(context, ...at(racers[0].path[0]), 4);
    this.label(this.plane, texts.plane);
  }

  dot(context, x, y, size) {
    context.beginPath();
    context.arc(x, y, size, 0, 2 * Math.PI);
    context.fill();
    context.strokeStyle = this.theme.background;
    context.lineWidth = 1.5;
    context.stroke();
  }

  drawCurves(width, height) {
    const { step, theme, data: { racers, steps, texts } } = this;
    const context = fitCanvas(this.curves.canvas, width, height);
    const x = (number) => 34 + number / steps * (width - 42);
    const power = (loss) => Math.max(LOWEST, Math.min(HIGHEST, Math.log10(Math.max(loss, 1e-12))));
    const y = (loss) => 8 + (HIGHEST - power(loss)) / (HIGHEST - LOWEST) * (height - 34);
    context.font = `11px ${theme.font}`;
    context.fillStyle = theme.text;
    context.lineWidth = 1;
    for (let tens = LOWEST; tens <= HIGHEST; tens++) {
      context.strokeStyle = theme.border;
      context.strokeRect(34, y(10 ** tens), width - 42, 0);
      context.fillText(tens < -2 ? `1e−${-tens}` : 10 ** tens, 0, y(10 ** tens) + 4);
    }
    context.textAlign = "center";
    for (const number of [0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(share * steps)))
      context.fillText(number, Math.min(x(number), width - 12), height - 6);
    context.textAlign = "start";
    for (const racer of racers) {
      context.strokeStyle = racer.color;
      context.lineWidth = racer.followed ? 3 : 1.8;
      context.beginPath();
      racer.losses.slice(0, step + 1).forEach((loss, number) =>
        context[number ? "lineTo" : "moveTo"](x(number), y(loss)));
      context.stroke();
    }
    this.label(this.curves, texts.curves);
  }

  label({ canvas, caption }, text) {
    caption.textContent = text;
    canvas.setAttribute("aria-label", text);
  }

  writeFigures() {
    const { step, figures, data: { racers, texts } } = this;
    figures.replaceChildren();
    addHtml(figures, "span", "", `${texts.number} ${step} · ${texts.loss}`);
    for (const racer of racers) {
      const part = addHtml(figures, "span", "");
      addHtml(part, "i", "").style.background = racer.color;
      part.append(`${racer.name} `);
      const loss = racer.losses[step];
      addHtml(part, "b", "", loss === undefined ? texts.gone : format(loss));
    }
  }
}

const format = (loss) => (loss < 1e-6 ? "< 1e−6" : loss >= 1000 || loss < 0.001
  ? loss.toExponential(0).replace("-", "−").replace("+", "") : loss.toFixed(3));

function render({ data, parentElement, setTriggerValue }) {
  if (!states.has(parentElement)) states.set(parentElement, new RacePicture(parentElement, data));
  states.get(parentElement).update(data, setTriggerValue);
}
"""

JAVASCRIPT = PLANE + PLAYER + PICTURE
