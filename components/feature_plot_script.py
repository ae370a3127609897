"""The browser's side of `components/feature_plot.py`."""

from components.feature_plot_painting import PAINTING

JAVASCRIPT = (
    PAINTING
    + """
const plots = new WeakMap();
const STEP = 1.5, MOST_ZOOM = 60, REACH = 14, MARGIN = 26, WANDER_MS = 450;
// So few in view that their images have room.
const FEW_IN_VIEW = 120, SMALLEST = 22, LARGEST = 56;

function add(parent, kind, classes, text) {
  const element = document.createElement(kind);
  element.className = classes;
  // Names come from people's files: never as HTML.
  if (text !== undefined) element.textContent = text;
  parent.appendChild(element);
  return element;
}

function loadImage(address, done) {
  const image = new Image();
  image.onload = done;
  image.src = address;
  return image;
}

class Plot {
  constructor(place) {
    this.place = place;
    this.canvas = add(place, "canvas", "");
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "img");
    const tools = add(place, "div", "tools");
    this.buttons = [["in", "+", () => this.zoom(STEP)], ["out", "−", () => this.zoom(1 / STEP)],
      ["fit", "⤢", () => this.fit()]].map(([name, sign, act]) => {
      const button = add(tools, "button", "", sign);
      button.type = "button";
      button.onclick = act;
      return [name, button];
    });
    this.legend = add(place, "div", "legend");
    this.tip = add(place, "div", "tip");
    this.tipPicture = add(this.tip, "canvas", "");
    this.tipText = add(this.tip, "div", "");
    Object.assign(this, { view: { x: 0.5, y: 0.5, scale: 1 }, chosen: null, hovered: null, only: null, drag: null });
    this.listen();
    new ResizeObserver(() => this.data && this.resize()).observe(place);
  }

  listen() {
    const { canvas } = this;
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, event.offsetX, event.offsetY);
    }, { passive: false });
    canvas.addEventListener("pointerdown", (event) => {
      this.drag = { x: event.offsetX, y: event.offsetY, from: { ...this.view }, moved: false };
    });
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", (event) => {
      const clicked = this.drag && !this.drag.moved;
      this.drag = null;
      if (clicked) this.choose(this.find(event.offsetX, event.offsetY));
    });
    for (const kind of ["pointerleave", "pointercancel"])
      canvas.addEventListener(kind, () => { this.drag = null; this.hover(null); });
    canvas.addEventListener("dblclick", (event) => this.zoom(STEP * STEP, event.offsetX, event.offsetY));
    canvas.addEventListener("keydown", (event) => this.type(event));
  }

  update(data, send) {
    this.send = send;
    const before = this.data;
    this.data = data;
    if (before?.sheet !== data.sheet) {
      this.sheet = loadImage(data.sheet, () => this.draw());
      Object.assign(this, { chosen: null, hovered: null, only: null, points: null });
      this.fit();
    }
    if (before?.placed.picture !== data.placed.picture)
      this.picture = loadImage(data.placed.picture, () => this.draw());
    this.canvas.setAttribute("aria-label", data.texts.plot);
    for (const [name, button] of this.buttons) button.title = button.ariaLabel = data.texts[name];
    this.drawLegend();
    this.wander(this.normalise([...data.places, data.placed.place]));
    this.resize();
  }

  // Into 0…1 both ways, with equal scales.
  normalise(points) {
    const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
    const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const spread = [right - left || 1, high - low || 1];
    return points.map(([x, y]) => [(x - left) / spread[0], 1 - (y - low) / spread[1]]);
  }

  wander(goal) {
    const start = this.points;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!start || start.length !== goal.length || still || JSON.stringify(start) === JSON.stringify(goal)) {
      this.points = goal;
      return;
    }
    const began = performance.now();
    const step = (now) => {
      const done = Math.min(1, (now - began) / WANDER_MS), eased = done * done * (3 - 2 * done);
      this.points = goal.map((point, place) => point.map((to, axis) => start[place][axis] * (1 - eased) + to * eased));
      this.draw();
      if (done < 1) requestAnimationFrame(step);
      else this.points = goal;
    };
    requestAnimationFrame(step);
  }

  resize() {
    const width = this.place.clientWidth;
    if (!width) return;
    this.width = width - 2;
    this.height = width < 480 ? 340 : 500;
    const ratio = devicePixelRatio || 1;
    this.canvas.width = this.width * ratio;
    this.canvas.height = this.height * ratio;
    this.canvas.style.height = `${this.height}px`;
    this.ratio = ratio;
    this.draw();
  }

  fit() { this.view = { x: 0.5, y: 0.5, scale: 1 }; this.draw(); }

  toScreen([x, y]) {
    const { view, width, height } = this;
    return [width / 2 + (x - view.x) * (width - 2 * MARGIN) * view.scale,
      height / 2 + (y - view.y) * (height - 2 * MARGIN) * view.scale];
  }

  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const { view } = this;
    const scale = Math.min(MOST_ZOOM, Math.max(1, view.scale * factor));
    const shift = (at, size) => (at - size / 2) / (size - 2 * MARGIN) * (1 / view.scale - 1 / scale);
    this.view = scale === 1 ? { x: 0.5, y: 0.5, scale }
      : { x: view.x + shift(x, this.width), y: view.y + shift(y, this.height), scale };
    this.draw();
  }

  move(event) {
    if (!this.drag) return this.hover(this.find(event.offsetX, event.offsetY));
    const [dx, dy] = [event.offsetX - this.drag.x, event.offsetY - this.drag.y];
    if (Math.hypot(dx, dy) > 4) this.drag.moved = true;
    if (!this.drag.moved || this.view.scale === 1) return;
    const { from } = this.drag;
    this.view.x = from.x - dx / (this.width - 2 * MARGIN) / from.scale;
    this.view.y = from.y - dy / (this.height - 2 * MARGIN) / from.scale;
    this.draw();
  }

  isShown(place) { return this.only === null || this.data.truths[place] === this.only; }

  find(x, y) {
    let nearest = null, least = Math.max(REACH, (this.tile ?? 0) / 2);
    for (let place = 0; place < this.data.places.length; place++) {
      if (!this.isShown(place)) continue;
      const [px, py] = this.toScreen(this.points[place]);
      const distance = Math.hypot(px - x, py - y);
      if (distance < least) [nearest, least] = [place, distance];
    }
    return nearest;
  }

  choose(place) {
    if (place === null) return;
    this.chosen = place;
    this.send("chosen", place);
    this.draw();
  }

  type(event) {
    const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (event.key === "Enter") return this.choose(this.hovered);
    if (!way) return;
    event.preventDefault();
    const from = this.toScreen(this.points[this.hovered ?? this.chosen ?? 0]);
    let nearest = null, least = Infinity;
    for (let place = 0; place < this.data.places.length; place++) {
      const [x, y] = this.toScreen(this.points[place]);
      const along = (x - from[0]) * way[0] + (y - from[1]) * way[1];
      const across = Math.abs((x - from[0]) * way[1]) + Math.abs((y - from[1]) * way[0]);
      const cost = along + 2 * across;
      if (this.isShown(place) && along > 0.5 && cost < least) [nearest, least] = [place, cost];
    }
    if (nearest !== null) this.hover(nearest);
  }

  hover(place) {
    if (place === this.hovered) return;
    this.hovered = place;
    this.tip.style.display = place === null ? "none" : "flex";
    if (place !== null) this.drawTip(place);
    this.draw();
  }

  drawTip(place) {
    const { data, tip, tipPicture, tipText } = this;
    tipPicture.width = tipPicture.height = data.side;
    this.drawThumbnail(tipPicture.getContext("2d"), place, 0, 0, data.side);
    const answer = data.answers[place], truth = data.truths[place];
    const text = answer === truth ? data.texts.right : data.texts.taken.replace("{name}", data.classes[answer]);
    tipText.replaceChildren();
    add(tipText, "b", "", data.classes[truth]);
    add(tipText, "span", "", text.replace("{share}", `${(100 * data.shares[place]).toFixed(1)}%`));
    const [x, y] = this.toScreen(this.points[place]);
    tip.style.left = `${Math.max(4, Math.min(this.width - tip.offsetWidth - 4, x + 14))}px`;
    tip.style.top = `${y > this.height / 2 ? y - tip.offsetHeight - 12 : y + 14}px`;
  }

  drawThumbnail(context, place, x, y, size) {
    const { data } = this;
    const row = Math.floor(place / data.columns), column = place % data.columns;
    context.imageSmoothingEnabled = false;
    if (this.sheet.complete && this.sheet.naturalWidth)
      context.drawImage(this.sheet, column * data.side, row * data.side, data.side, data.side, x, y, size, size);
  }

  draw() {
    if (!this.data || !this.points || !this.width) return;
    const context = this.canvas.getContext("2d");
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    const inView = [];
    for (let place = 0; place < this.data.places.length; place++) {
      const [x, y] = this.toScreen(this.points[place]);
      if (x > -30 && y > -30 && x < this.width + 30 && y < this.height + 30) inView.push([place, x, y]);
    }
    const room = Math.sqrt(this.width * this.height / (4 * Math.max(1, inView.length)));
    this.tile = inView.length <= FEW_IN_VIEW ? Math.max(SMALLEST, Math.min(LARGEST, room)) : 0;
    this.dot = this.width < 480 || inView.length > 800 ? 3 : 4;
    const isMarked = (place) => place === this.chosen || place === this.hovered;
    for (const one of inView) if (!this.isShown(one[0])) drawPoint(this, context, ...one, 0.08);
    for (const one of inView) if (this.isShown(one[0]) && !isMarked(one[0])) drawPoint(this, context, ...one, 0.85);
    for (const one of inView) if (isMarked(one[0])) drawPoint(this, context, ...one, 1, true);
    drawPlaced(this, context);
  }

  color(name) { return getComputedStyle(this.place).getPropertyValue(name).trim(); }

  drawLegend() {
    const { data, legend } = this;
    legend.replaceChildren();
    data.classes.forEach((name, number) => {
      const button = add(legend, "button", "");
      button.type = "button";
      button.title = data.texts.only;
      button.setAttribute("aria-pressed", String(this.only === number));
      add(button, "span", "dot").style.background = data.colors[number];
      add(button, "span", "", name);
      button.onclick = () => {
        this.only = this.only === number ? null : number;
        this.drawLegend();
        this.draw();
      };
    });
    add(legend, "span", "note", `✕ ${data.texts.mistake}`);
  }
}

function render({ data, parentElement, setStateValue }) {
  const place = parentElement.querySelector(".plot");
  if (!plots.has(place)) plots.set(place, new Plot(place));
  plots.get(place).update(data, setStateValue);
}
"""
)
