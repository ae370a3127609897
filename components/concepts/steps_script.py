"""What moves samples through batches in the browser."""

from components.concepts.plane_script import PLANE, PLAYER

PICTURE = """
const states = new WeakMap();
// All epochs take so many frames, but a step no more than the latter.
const FRAMES = 900, LONGEST = 45;
const GAP = 18, HEAD = 22;
// Of a step: until when a batch comes in, and from when it goes out.
const ARRIVED = 0.4, LEAVES = 0.7, MIDDLE = 0.55;

class StepsPicture {
  constructor(parent) {
    this.root = parent.querySelector(".concept");
    const bar = addHtml(this.root, "div", "bar");
    this.picture = addPicture(this.root, "steps");
    this.figures = addHtml(this.root, "div", "figures");
    this.at = 0;
    this.player = new Player(bar, {}, { advance: (once) => this.advance(once), rest: () => {},
      reset: () => { this.at = MIDDLE; this.draw(); } });
    new ResizeObserver(() => this.data && this.draw()).observe(this.root);
  }

  update(data) {
    const { texts, ...numbers } = data;
    const given = JSON.stringify(numbers);
    // In the middle of the third step: what goes in, and what has been seen.
    if (given !== this.given) this.at = Math.min(2, data.steps - 1) + MIDDLE;
    Object.assign(this, { data, given, theme: readTheme(this.root) });
    this.player.name(texts);
    this.draw();
  }

  get total() { return this.data.steps * this.data.orders.length; }

  advance(once) {
    if (this.at >= this.total) this.at = 0;
    this.at = once ? Math.floor(this.at) + 1 + MIDDLE : this.at + Math.max(1 / LONGEST, this.total / FRAMES);
    this.at = Math.min(this.at, this.total);
    this.draw();
    return this.at < this.total;
  }

  draw() {
    const width = this.root.clientWidth;
    if (!width) return;
    const { batch, steps, samples, orders, labels, texts } = this.data;
    const height = Math.max(230, Math.min(320, width * 0.45));
    const context = fitCanvas(this.picture.canvas, width, height);
    const boxes = this.place(width, height);
    this.paintBoxes(context, boxes, [texts.waiting, texts.batch, texts.seen]);
    const epoch = Math.min(orders.length - 1, Math.floor(this.at / steps));
    const within = this.at - epoch * steps;
    const radius = Math.max(1, Math.min(3.5, boxes[0].pitch * 0.36));
    for (let place = 0; place < samples; place++) {
      const [x, y] = this.locate(place, within, boxes);
      context.fillStyle = CLASS_COLORS[labels[orders[epoch][place]]];
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fill();
    }
    this.picture.canvas.setAttribute("aria-label", texts.picture);
    this.picture.caption.textContent = texts.picture;
    this.write(epoch, within);
  }

  // Three boxes: waiting, in the network, seen.
  place(width, height) {
    const { samples, batch } = this.data;
    const side = (width - 2 * GAP) * 0.36, middle = (width - 2 * GAP) * 0.28;
    const counts = [samples, Math.min(batch, samples), samples];
    return [[0, side], [side + GAP, middle], [side + middle + 2 * GAP, side]].map(([x, wide], index) => {
      const room = height - HEAD - 12;
      const pitch = Math.min(index === 1 ? 14 : 99, Math.sqrt((wide - 12) * room / counts[index]));
      const columns = Math.max(1, Math.floor((wide - 12) / pitch));
      // As many rows as there must be, however they come out.
      const rows = Math.ceil(counts[index] / columns);
      return { x, y: HEAD, wide, high: height - HEAD, columns, pitch: Math.min(pitch, room / rows), across: pitch };
    });
  }

  locate(place, within, boxes) {
    const { batch, steps } = this.data;
    const own = Math.floor(place / batch);
    const spot = (box, index) => [box.x + 6 + (index % box.columns + 0.5) * box.across,
      box.y + 6 + (Math.floor(index / box.columns) + 0.5) * box.pitch];
    const step = Math.floor(within);
    if (own > step) return spot(boxes[0], place);
    if (own < step || within >= steps) return spot(boxes[2], place);
    const part = within - step;
    const middle = spot(boxes[1], place - own * batch);
    const mix = (from, to, share) => from.map((one, index) => one + share * (to[index] - one));
    if (part < ARRIVED) return mix(spot(boxes[0], place), middle, part / ARRIVED);
    return part < LEAVES ? middle : mix(middle, spot(boxes[2], place), (part - LEAVES) / (1 - LEAVES));
  }

  paintBoxes(context, boxes, names) {
    const { theme } = this;
    context.font = `13px ${theme.font}`;
    context.fillStyle = theme.text;
    boxes.forEach(({ x, y, wide, high }, index) => {
      context.strokeStyle = index === 1 ? theme.primary : theme.border;
      context.lineWidth = index === 1 ? 2 : 1;
      context.strokeRect(x + 1, y + 1, wide - 2, high - 2);
      context.fillText(names[index], x, 14, wide);
    });
  }

  write(epoch, within) {
    const { batch, steps, samples, orders, labels, texts } = this.data;
    const step = Math.min(steps - 1, Math.floor(within));
    const inside = orders[epoch].slice(step * batch, Math.min(samples, (step + 1) * batch)).map((one) => labels[one]);
    const second = inside.filter(Boolean).length;
    const done = Math.floor(this.at);
    const parts = [[texts.epoch, `${epoch + 1} / ${orders.length}`], [texts.step_number, `${step + 1} / ${steps}`],
      [texts.size, `${inside.length} (${inside.length - second} + ${second})`],
      [texts.changes, `${done} / ${this.total}`]];
    this.figures.replaceChildren();
    for (const [name, value] of parts) addHtml(addHtml(this.figures, "span", "", `${name} `), "b", "", value);
  }
}

function render({ data, parentElement }) {
  if (!states.has(parentElement)) states.set(parentElement, new StepsPicture(parentElement));
  states.get(parentElement).update(data);
}
"""

JAVASCRIPT = PLANE + PLAYER + PICTURE
