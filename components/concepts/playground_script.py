"""What draws and trains the playground's network in the browser."""

from components.charts import TEST_COLOR, TRAIN_COLOR
from components.concepts.plane_script import PLANE, PLAYER
from components.concepts.small_network_script import SMALL_NETWORK

PICTURE = """
const states = new WeakMap();
const TRAIN_COLOR = "TRAIN_VALUE", TEST_COLOR = "TEST_VALUE";
const SPEEDS = [1, 5, 20, 100], USUAL_SPEED = 5, MOST_POINTS = 300, GAP = 8, LARGEST_TILE = 46;

class PlaygroundPicture {
  constructor(parent, data) {
    this.root = parent.querySelector(".concept");
    const bar = addHtml(this.root, "div", "bar");
    this.player = new Player(bar, data.texts, { advance: (once) => this.train(once), rest: () => {},
      reset: () => { this.restart(); this.draw(); } });
    this.speed = addHtml(bar, "select", "");
    this.speed.onchange = () => {};
    this.figures = addHtml(this.root, "div", "figures");
    const pictures = addHtml(this.root, "div", "pictures");
    this.layers = addPicture(pictures, "layers");
    const column = addHtml(pictures, "div", "column");
    this.plane = addPicture(column, "plane");
    this.curves = addPicture(column, "curves");
    this.layers.canvas.addEventListener("pointermove", (event) => this.point(event));
    this.layers.canvas.addEventListener("pointerdown", (event) => this.point(event));
    this.layers.canvas.addEventListener("pointerleave", () => this.choose(null));
    new ResizeObserver(() => this.data && this.draw()).observe(this.root);
  }

  update(data) {
    const begin = JSON.stringify([data.kernels, data.points, data.activation]);
    const isNew = begin !== this.begin;
    Object.assign(this, { data, begin, theme: readTheme(this.root) });
    if (isNew) this.restart();
    this.name();
    this.draw();
  }

  name() {
    const { texts } = this.data, chosen = Number(this.speed.value) || USUAL_SPEED;
    this.player.name(texts);
    this.speed.replaceChildren(...SPEEDS.map((speed) =>
      new Option(texts.speed.replace("{count}", speed), speed, false, speed === chosen)));
    this.speed.title = this.speed.ariaLabel = texts.speeds;
    for (const name of ["layers", "plane", "curves"]) {
      this[name].canvas.setAttribute("aria-label", texts[name]);
      this[name].caption.textContent = texts[name];
    }
  }

  restart() {
    const { kernels, biases, activation, points, seed } = this.data;
    this.network = new SmallNetwork(kernels, biases, activation);
    this.batches = new Batches(points.length, seed);
    Object.assign(this, { steps: 0, frames: 0, history: [], chosen: null });
    this.judge();
  }

  train(once) {
    const { points, labels, batch_size, learning_rate, l1, l2 } = this.data;
    const count = once ? 1 : Number(this.speed.value);
    for (let step = 0; step < count; step++) {
      const batch = this.batches.take(batch_size);
      const chosen = (all) => batch.map((index) => all[index]);
      this.network.train(chosen(points), chosen(labels), learning_rate, l1, l2);
    }
    this.steps += count;
    this.frames += 1;
    this.judge();
    this.draw();
    return Number.isFinite(this.train_result.loss);
  }

  judge() {
    const { data, network } = this;
    this.train_result = network.judge(data.points, data.labels);
    this.test_result = network.judge(data.test_points, data.test_labels);
    this.history.push([this.steps, this.train_result.loss, this.test_result.loss]);
    // Twice as many as are kept: leave out every other one.
    if (this.history.length > 2 * MOST_POINTS) this.history = this.history.filter((_, index) => index % 2 === 0);
  }

  draw() {
    const width = this.root.clientWidth;
    if (!width) return;
    const side = width >= 700 ? Math.min(320, width * 0.42) : Math.min(340, width);
    const room = width >= 700 ? width - side - 18 : width;
    this.run();
    this.drawLayers(room);
    this.drawPlane(side);
    this.drawCurves(side, 120);
    this.writeFigures();
    // For whoever measures.
    Object.assign(this.root.dataset, { frames: this.frames, steps: this.steps });
  }

  // What every unit gives over the plane.
  run() {
    const { network } = this;
    const sizes = network.biases.map((bias) => bias.length);
    this.fields ??= [];
    const fits = String(this.fields.map((layer) => layer.length)) === String(sizes);
    if (!fits) this.fields = sizes.map((size) => Array.from({ length: size }, () => new Float32Array(CELLS * CELLS)));
    FIELD_POINTS.forEach((point, index) => {
      network.run(point).forEach((outputs, layer) => {
        for (let unit = 0; unit < outputs.length; unit++) this.fields[layer][unit][index] = outputs[unit];
      });
    });
    this.inputs ??= [0, 1].map((axis) => FIELD_POINTS.map((point) => point[axis] / REACH));
  }

  // A unit's outputs as colours: about its middle, as strong as its activation can be.
  shade(layer, unit) {
    const field = this.fields[layer][unit];
    const isOutput = layer === this.fields.length - 1;
    if (isOutput || this.data.activation === "sigmoid") return field.map((value) => 2 * value - 1);
    return this.data.activation === "tanh" ? field : field.map((value) => value / 3);
  }

  place(room) {
    const sizes = [2, ...this.network.biases.slice(0, -1).map((bias) => bias.length), 1];
    const most = Math.max(...sizes);
    const tile = Math.max(14, Math.min(LARGEST_TILE, (room - 10) / (sizes.length * 1.55)));
    const height = Math.max(most * (tile + GAP), 150);
    const step = sizes.length > 1 ? (room - tile - 4) / (sizes.length - 1) : 0;
    const boxes = sizes.map((size, column) => Array.from({ length: size }, (_, row) => ({
      x: 2 + column * step, y: (height - size * (tile + GAP) + GAP) / 2 + row * (tile + GAP) })));
    return { boxes, tile, height };
  }

  drawLayers(room) {
    const { canvas } = this.layers;
    const { theme, network } = this;
    const { boxes, tile, height } = this.boxes = this.place(room);
    const context = fitCanvas(canvas, room, height);
    network.kernels.forEach((kernel, layer) => kernel.forEach((row, input) => row.forEach((weight, unit) =>
      this.drawEdge(context, boxes[layer][input], boxes[layer + 1][unit], tile, weight))));
    boxes.forEach((column, layer) => column.forEach(({ x, y }, unit) => {
      paintField(context, layer ? this.shade(layer - 1, unit) : this.inputs[unit], theme, x, y, tile);
      const isChosen = this.chosen && this.chosen[0] === layer && this.chosen[1] === unit;
      context.strokeStyle = isChosen ? theme.text : theme.border;
      context.lineWidth = isChosen ? 2.5 : 1;
      context.strokeRect(x, y, tile, tile);
    }));
  }

  drawEdge(context, from, to, tile, weight) {
    const [x1, y1, x2, y2] = [from.x + tile, from.y + tile / 2, to.x, to.y + tile / 2];
    const middle = (x1 + x2) / 2;
    context.strokeStyle = CLASS_COLORS[weight > 0 ? 1 : 0];
    context.globalAlpha = Math.min(0.9, 0.15 + Math.abs(weight) / 3);
    context.lineWidth = Math.min(6, 0.4 + 1.4 * Math.abs(weight));
    context.beginPath();
    context.moveTo(x1, y1);
    context.bezierCurveTo(middle, y1, middle, y2, x2, y2);
    context.stroke();
    context.globalAlpha = 1;
  }

  drawPlane(side) {
    const { data, theme, fields } = this;
    const context = fitCanvas(this.plane.canvas, side, side);
    const [layer, unit] = this.chosen ?? [fields.length, 0];
    paintField(context, layer ? this.shade(layer - 1, unit) : this.inputs[unit], theme, 0, 0, side);
    paintPoints(context, data.test_points, data.test_labels, side, theme, 2, true);
    paintPoints(context, data.points, data.labels, side, theme);
  }

  drawCurves(width, height) {
    const { history, theme } = this;
    const context = fitCanvas(this.curves.canvas, width, height);
    const losses = history.flatMap(([, one, other]) => [one, other]).filter(Number.isFinite);
    const top = Math.max(0.8, Math.min(3, Math.max(...losses)));
    const last = Math.max(1, this.steps);
    const x = (step) => 30 + step / last * (width - 34);
    const y = (loss) => 4 + (1 - Math.min(loss, top) / top) * (height - 22);
    context.font = `11px ${theme.font}`;
    context.fillStyle = theme.text;
    for (const loss of [0, 0.5, 1, 2, 3].filter((one) => one <= top)) {
      context.fillText(loss, 4, y(loss) + 4);
      context.strokeStyle = theme.border;
      context.lineWidth = 1;
      context.strokeRect(30, y(loss), width - 34, 0);
    }
    context.textAlign = "end";
    context.fillText(this.steps, width - 4, height - 4);
    context.textAlign = "start";
    [[1, TRAIN_COLOR], [2, TEST_COLOR]].forEach(([part, color]) => {
      context.strokeStyle = color;
      context.lineWidth = 2;
      context.beginPath();
      history.forEach((one, index) => context[index ? "lineTo" : "moveTo"](x(one[0]), y(one[part])));
      context.stroke();
    });
  }

  writeFigures() {
    const { texts } = this.data;
    const { train_result, test_result, figures } = this;
    const parts = [[texts.steps, this.steps], [texts.epochs, this.batches.epoch],
      [texts.train, `${this.percent(train_result)} · ${train_result.loss.toFixed(3)}`, TRAIN_COLOR, "train"],
      [texts.test, `${this.percent(test_result)} · ${test_result.loss.toFixed(3)}`, TEST_COLOR, "test"]];
    figures.replaceChildren();
    for (const [name, value, color, kind] of parts) {
      const part = addHtml(figures, "span", kind ?? "");
      if (color) addHtml(part, "i", "").style.background = color;
      part.append(`${name} `);
      addHtml(part, "b", "", value);
    }
  }

  percent({ accuracy }) {
    return `${(100 * accuracy).toFixed(1)}%`;
  }

  point({ offsetX, offsetY }) {
    const { boxes, tile } = this.boxes;
    let found = null;
    boxes.forEach((column, layer) => column.forEach(({ x, y }, unit) => {
      if (offsetX >= x && offsetX <= x + tile && offsetY >= y && offsetY <= y + tile) found = [layer, unit];
    }));
    this.choose(found);
  }

  choose(chosen) {
    if (String(chosen) === String(this.chosen)) return;
    this.chosen = chosen;
    this.draw();
  }
}

function render({ data, parentElement }) {
  if (!states.has(parentElement)) states.set(parentElement, new PlaygroundPicture(parentElement, data));
  states.get(parentElement).update(data);
}
""".replace("TRAIN_VALUE", TRAIN_COLOR).replace("TEST_VALUE", TEST_COLOR)

JAVASCRIPT = PLANE + PLAYER + SMALL_NETWORK + PICTURE
