"""What draws and trains one neuron in the browser; `lab/concepts/neuron.py` does the same in NumPy."""

from components.concepts.plane_script import PLANE, PLAYER

NEURON = """
const LEVELS = { step: 0.5, sigmoid: 0.5, tanh: 0, relu: 0.5, linear: 0.5 };
const ACTIVATIONS = { step: (z) => (z >= 0 ? 1 : 0), sigmoid: (z) => 0.5 * (1 + Math.tanh(0.5 * z)), tanh: Math.tanh,
  relu: (z) => Math.max(z, 0), linear: (z) => z };
const weigh = ([w1, w2, bias], [x, y]) => w1 * x + w2 * y + bias;

// The derivative of a point's loss by its sum.
function findError(z, label, activation) {
  const output = ACTIVATIONS[activation](z);
  if (activation === "tanh") return (output - (2 * label - 1)) * (1 - output * output);
  if (activation === "relu") return z > 0 ? output - label : 0;
  return output - label;
}

export function trainStep(weights, points, labels, activation, rate) {
  const sums = [0, 0, 0];
  points.forEach((point, index) => {
    const error = findError(weigh(weights, point), labels[index], activation);
    sums[0] += error * point[0];
    sums[1] += error * point[1];
    sums[2] += error;
  });
  return weights.map((weight, index) => weight - (rate / points.length) * sums[index]);
}
"""

PICTURE = """
const states = new WeakMap();
// The sums that the curve's picture shows, and how far the outputs reach.
const LARGEST_SIDE = 400, SUMS = 9, HIGH = 1.5;
const LOWS = { step: -0.4, sigmoid: -0.4, tanh: -1.4, relu: -0.4, linear: -1.4 };

class NeuronPicture {
  constructor(parent, data) {
    this.root = parent.querySelector(".concept");
    const bar = addHtml(this.root, "div", "bar");
    const pictures = addHtml(this.root, "div", "pictures");
    this.figures = addHtml(this.root, "div", "figures");
    this.plane = addPicture(pictures, "plane");
    this.curve = addPicture(pictures, "curve");
    this.steps = 0;
    this.player = new Player(bar, data.texts, {
      advance: () => this.train(),
      rest: () => this.tell(),
      reset: () => { this.weights = [0, 0, 0]; this.steps = 0; this.draw(); this.tell(); },
    });
    new ResizeObserver(() => this.data && this.draw()).observe(this.root);
  }

  update(data, send) {
    const given = JSON.stringify(data.weights);
    if (given !== this.given) {
      // What this picture has reported itself comes back rounded: go on with what is here.
      if (given !== this.reported) Object.assign(this, { weights: data.weights, steps: 0 });
      Object.assign(this, { given, reported: null });
    }
    Object.assign(this, { data, send });
    this.player.name(data.texts);
    this.theme = readTheme(this.root);
    this.draw();
  }

  train() {
    const { points, labels, activation, rate, largest } = this.data;
    const next = trainStep(this.weights, points, labels, activation, rate);
    if (next.every((weight, index) => Math.abs(weight - this.weights[index]) < 1e-7)) return false;
    this.weights = next.map((weight) => Math.max(-largest, Math.min(largest, weight)));
    this.steps += 1;
    this.draw();
    return true;
  }

  tell() {
    // To what the sliders can show; the picture goes on with the exact ones.
    const { parts } = this.data;
    const rounded = this.weights.map((weight) => Math.round(weight * parts) / parts);
    this.reported = JSON.stringify(rounded);
    this.send("trained", rounded);
  }

  draw() {
    const width = this.root.clientWidth;
    if (!width) return;
    const side = Math.min(LARGEST_SIDE, width);
    const beside = width - side - 20;
    this.drawPlane(side);
    this.drawCurve(Math.min(LARGEST_SIDE, beside >= 260 ? beside : width), Math.min(side, 280));
    this.writeFigures();
  }

  drawPlane(side) {
    const { data, theme, weights } = this;
    const { canvas, caption } = this.plane;
    const context = fitCanvas(canvas, side, side);
    const level = LEVELS[data.activation];
    const act = ACTIVATIONS[data.activation];
    const stretch = data.activation === "tanh" ? 1 : 2;
    paintField(context, FIELD_POINTS.map((point) => (act(weigh(weights, point)) - level) * stretch), theme, 0, 0, side);
    this.drawLine(context, side, level);
    paintPoints(context, data.points, data.labels, side, theme);
    caption.textContent = data.texts.plane;
    canvas.setAttribute("aria-label", data.texts.plane);
  }

  // Where w·x + b is what the output's level takes.
  drawLine(context, side, level) {
    const [w1, w2, bias] = this.weights;
    const length = Math.hypot(w1, w2);
    if (length < 1e-9) return;
    const needed = ["relu", "linear"].includes(this.data.activation) ? level : 0;
    const away = (needed - bias) / length;
    const [nx, ny] = [w1 / length, w2 / length];
    const at = (along, out) => [place(nx * (away + out) - ny * along, side),
      side - place(ny * (away + out) + nx * along, side)];
    context.strokeStyle = context.fillStyle = this.theme.text;
    context.lineWidth = 2;
    context.beginPath();
    context.moveTo(...at(-9, 0));
    context.lineTo(...at(9, 0));
    // To the side on which it fires.
    context.moveTo(...at(0, 0));
    context.lineTo(...at(0, 0.55));
    context.stroke();
    context.beginPath();
    context.moveTo(...at(0, 0.75));
    context.lineTo(...at(-0.1, 0.52));
    context.lineTo(...at(0.1, 0.52));
    context.fill();
  }

  drawCurve(width, height) {
    const { data, theme, weights } = this;
    const { canvas, caption } = this.curve;
    const context = fitCanvas(canvas, width, height);
    const low = LOWS[data.activation];
    const x = (sum) => (sum / SUMS + 1) / 2 * width;
    const y = (output) => height - 18 - (output - low) / (HIGH - low) * (height - 18);
    const bias = weights[2];
    const line = (points, color, thick, dash = []) => {
      context.strokeStyle = color;
      context.lineWidth = thick;
      context.setLineDash(dash);
      context.beginPath();
      points.forEach(([one, other], index) => (index ? context.lineTo(one, other) : context.moveTo(one, other)));
      context.stroke();
      context.setLineDash([]);
    };
    line([[0, y(0)], [width, y(0)]], theme.border, 1);
    line([[0, y(1)], [width, y(1)]], theme.border, 1);
    line([[x(-bias), 0], [x(-bias), height - 18]], theme.text, 1.2, [4, 4]);
    const act = ACTIVATIONS[data.activation];
    const curve = Array.from({ length: 241 }, (_, index) => (index / 120 - 1) * SUMS)
      .map((sum) => [x(sum), y(Math.max(low, Math.min(HIGH, act(sum + bias))))]);
    line(curve, theme.primary, 2.5);
    data.points.forEach((point, index) => {
      const sum = weigh(weights, point) - bias;
      const target = data.labels[index] ? 1 : data.activation === "tanh" ? -1 : 0;
      paintMark(context, x(sum), y(target), data.labels[index], 2.6, theme);
    });
    context.fillStyle = theme.text;
    context.font = `12px ${theme.font}`;
    const words = `−b = ${format(-bias)}`;
    const room = context.measureText(words).width;
    context.fillText(words, Math.max(2, Math.min(width - room - 2, x(-bias) + 5)), 12);
    context.textAlign = "center";
    for (const sum of [-6, -3, 0, 3, 6]) context.fillText(sum, x(sum), height - 4);
    context.textAlign = "start";
    caption.textContent = data.texts.curve;
    canvas.setAttribute("aria-label", data.texts.curve);
  }

  writeFigures() {
    const { data, weights, figures } = this;
    const act = ACTIVATIONS[data.activation];
    const outputs = data.points.map((point) => act(weigh(weights, point)));
    const level = LEVELS[data.activation];
    const right = outputs.filter((output, index) => (output >= level) === Boolean(data.labels[index]));
    const [w1, w2, bias] = weights;
    const sign = (value) => (value < 0 ? "−" : "+");
    const sum = `${format(w1)}·x₁ ${sign(w2)} ${format(Math.abs(w2))}·x₂ ${sign(bias)} ${format(Math.abs(bias))}`;
    const parts = [[data.texts.accuracy, `${(100 * right.length / outputs.length).toFixed(1)}%`],
      [data.texts.steps, String(this.steps)], ["z", sum]];
    figures.replaceChildren();
    for (const [name, value] of parts) {
      const part = addHtml(figures, "span", "", `${name} `);
      addHtml(part, "b", name === data.texts.accuracy ? "accuracy" : "", value);
    }
  }
}

const format = (value) => (Math.round(value * 100) / 100 + 0).toFixed(2).replace("-", "−");

function render({ data, parentElement, setTriggerValue }) {
  if (!states.has(parentElement)) states.set(parentElement, new NeuronPicture(parentElement, data));
  states.get(parentElement).update(data, setTriggerValue);
}
"""

JAVASCRIPT = PLANE + PLAYER + NEURON + PICTURE
