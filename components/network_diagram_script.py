"""What draws and moves the network's diagram in the browser."""

JAVASCRIPT = """
const NARROW = 480, HEIGHTS = { wide: 640, narrow: 560 }, LEAST_HEIGHT = 180;
const CLOSEST = 2.5, LARGEST_FIT = 1.1, STEP = 1.3, EDGE = 40;
// Below the first, a box shows its name alone; below the second, nothing.
const READABLE = 0.62, NAMED = 0.27;
// By the diagram's name: a zoom outlives a rerun, and another view in the diagram's place.
const views = new Map();
const diagrams = new WeakMap();
let scrolled = 0;
document.addEventListener("scroll", () => { scrolled = performance.now(); }, { capture: true, passive: true });

function add(parent, kind, attributes, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", kind);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  parent.appendChild(element);
  return element;
}

function addHtml(parent, kind, className, text = "") {
  const element = document.createElement(kind);
  element.className = className;
  element.textContent = text;
  parent.appendChild(element);
  return element;
}

const cut = (text, count) => (text.length <= count ? text : count < 3 ? "" : text.slice(0, count - 1) + "…");

function round(points) {
  let path = `M${points[0]}`;
  for (let place = 1; place < points.length - 1; place++) {
    const corner = points[place];
    const [before, after] = [points[place - 1], points[place + 1]].map((other) => {
      const length = Math.hypot(other[0] - corner[0], other[1] - corner[1]);
      const share = Math.min(8, length / 2) / (length || 1);
      return [corner[0] + (other[0] - corner[0]) * share, corner[1] + (other[1] - corner[1]) * share];
    });
    path += `L${before}Q${corner} ${after}`;
  }
  return path + `L${points.at(-1)}`;
}

class Diagram {
  constructor(place) {
    this.place = place;
    this.pointers = new Map();
    this.svg = add(place, "svg", { role: "group" });
    this.scene = add(this.svg, "g", {});
    const bar = addHtml(place, "div", "bar");
    this.legend = addHtml(bar, "div", "legend");
    this.tools = addHtml(bar, "div", "tools");
    this.buttons = [["in", "+", () => this.zoom(STEP)], ["out", "−", () => this.zoom(1 / STEP)],
      ["fit", "⤢", () => this.fit()]].map(([name, sign, act]) => {
      const button = addHtml(this.tools, "button", "", sign);
      button.type = "button";
      button.onclick = act;
      return [name, button];
    });
    this.listen();
    new ResizeObserver(() => this.data && this.resize()).observe(place);
  }

  listen() {
    const { svg } = this;
    svg.addEventListener("wheel", (event) => this.turn(event), { passive: false });
    svg.addEventListener("pointerdown", (event) => this.pointers.set(event.pointerId, event));
    svg.addEventListener("pointermove", (event) => this.drag(event));
    for (const kind of ["pointerup", "pointercancel"]) svg.addEventListener(kind, (event) => this.release(event));
    svg.addEventListener("dblclick", (event) => this.zoom(STEP * STEP, event.offsetX, event.offsetY));
    svg.addEventListener("click", (event) => this.press(event.target.closest(".box")));
    svg.addEventListener("keydown", (event) => this.type(event));
  }

  update(data, send) {
    const signature = JSON.stringify([data.boxes, data.layouts, data.texts]);
    const changed = signature !== this.signature;
    Object.assign(this, { data, send, signature });
    const names = data.boxes.map((box) => box.name).join();
    if (views.get(data.name)?.names !== names) views.set(data.name, { names, fitted: true, x: 0, y: 0, scale: 1 });
    this.view = views.get(data.name);
    if (changed) this.form = null;
    this.resize();
    this.select(data.selected);
  }

  resize() {
    const width = this.place.clientWidth;
    if (!width) return;
    const form = width < NARROW ? "narrow" : "wide";
    if (form !== this.form) {
      // Elsewhere in the other form: what was in view is not any more.
      if (this.form) this.view.fitted = true;
      this.form = form;
      this.layout = this.data.layouts[form];
      this.draw();
    }
    const natural = this.layout.height * Math.min(LARGEST_FIT, width / this.layout.width);
    this.height = Math.max(LEAST_HEIGHT, Math.min(HEIGHTS[form], natural));
    this.width = width - 2;
    this.svg.style.height = `${this.height}px`;
    if (this.view.fitted) this.fit();
    else this.show();
  }

  draw() {
    const { data, layout, scene, svg } = this;
    scene.replaceChildren();
    svg.setAttribute("aria-label", data.texts.diagram);
    for (const [name, button] of this.buttons) button.title = button.ariaLabel = data.texts[name];
    const marker = add(scene, "marker", { id: "tip", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7,
      markerHeight: 7, markerUnits: "userSpaceOnUse", orient: "auto" });
    add(marker, "path", { d: "M0 0L8 4L0 8z", class: "tip" });
    const frames = layout.frames.map(([name, x, y, width, height]) => ({ name, x, y, width, height }));
    for (const { x, y, width, height } of frames)
      add(scene, "rect", { class: "frame", x, y, width, height, rx: 10 });
    for (const [, , ...points] of layout.edges)
      add(scene, "path", { class: "edge", d: round(points), "marker-end": "url(#tip)" });
    const write = ({ x, y }) => add(scene, "text", { class: "title", x: x + 6, y: y + 15 });
    this.titles = frames.map((frame) => [frame, write(frame)]);
    this.boxes = data.boxes.map((box, place) => this.drawBox(box, ...layout.boxes[place]));
    this.drawLegend();
  }

  drawBox(box, x, y, width, height, attached) {
    const group = add(this.scene, "g", { class: `box ${box.kind} ${box.state}`, transform: `translate(${x} ${y})`,
      role: "button", tabindex: -1, "aria-label": box.title.replaceAll("\\n", ", "), "data-name": box.name });
    add(group, "title", {}, box.title);
    add(group, "rect", { width, height, rx: attached ? 3 : 7 });
    const near = add(group, "g", {});
    if (attached) {
      const room = 26 - box.label.length;
      add(near, "text", { class: "small", x: 9, y: 14 }, cut(box.label, 26));
      if (box.type.length < room)
        add(near, "text", { class: "small dim", x: width - 9, y: 14, "text-anchor": "end" }, box.type);
    } else {
      add(near, "text", { class: "name", x: 9, y: 18 }, cut(box.label, 23));
      add(near, "text", { class: "kind", x: 9, y: 33 }, cut(box.type, 26));
      add(near, "text", { class: "kind dim", x: 9, y: 47 }, box.shape || "?");
    }
    const far = add(group, "text", { class: "alone", x: width / 2, y: height / 2 });
    return { box, group, near, far, x, y, width, height, attached };
  }

  drawLegend() {
    this.legend.replaceChildren();
    const shown = new Set(this.data.boxes.slice(1).map((box) => box.kind));
    for (const kind of Object.keys(this.data.texts).filter((name) => shown.has(name))) {
      const entry = addHtml(this.legend, "span", kind);
      addHtml(entry, "i", "");
      entry.append(this.data.texts[kind]);
    }
  }

  show() {
    const { view, svg, layout } = this;
    const keep = (at, size, room) => [EDGE, room - size - EDGE, at].sort((one, other) => one - other)[1];
    if (!view.fitted) {
      view.x = keep(view.x, layout.width * view.scale, this.width);
      view.y = keep(view.y, layout.height * view.scale, this.height);
    }
    const { scale } = view;
    this.scene.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${scale})`);
    svg.style.setProperty("--scale", scale);
    svg.style.setProperty("--title", Math.max(Math.min(scale, 1), 0.3));
    svg.style.touchAction = view.fitted ? "pan-y" : "none";
    for (const one of this.boxes) {
      one.near.style.display = scale >= READABLE ? "" : "none";
      const named = scale < READABLE && scale >= NAMED && !one.attached;
      one.far.textContent = named ? cut(one.box.short, Math.floor((one.width * scale - 4) / 5.5)) : "";
    }
    for (const [frame, title] of this.titles)
      title.textContent = cut(frame.name, Math.floor((frame.width * Math.max(scale, 0.3)) / 5.4));
  }

  fit() {
    const { view, layout } = this;
    view.fitted = true;
    view.scale = this.least();
    view.x = (this.width - layout.width * view.scale) / 2;
    view.y = (this.height - layout.height * view.scale) / 2;
    this.show();
  }

  least() {
    return Math.min(this.width / this.layout.width, this.height / this.layout.height, LARGEST_FIT);
  }

  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const { view } = this;
    const scale = Math.min(CLOSEST, view.scale * factor);
    if (scale <= this.least()) return this.fit();
    view.x = x - ((x - view.x) * scale) / view.scale;
    view.y = y - ((y - view.y) * scale) / view.scale;
    Object.assign(view, { scale, fitted: false });
    this.show();
  }

  turn(event) {
    const { view } = this;
    const atEnd = event.deltaY > 0 ? view.fitted : view.scale >= CLOSEST;
    // A page that scrolls along under the pointer goes on scrolling.
    const passing = performance.now() - scrolled < 200;
    if (!event.ctrlKey && (atEnd || passing)) return;
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode ? 30 : 1);
    this.zoom(Math.exp(-Math.max(-200, Math.min(200, pixels)) * 0.002), event.offsetX, event.offsetY);
  }

  drag(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
    const moving = this.svg.classList.contains("moving");
    if (!moving && this.pointers.size < 2 && Math.hypot(dx, dy) < 4) return;
    if (!moving) this.svg.setPointerCapture(event.pointerId);
    this.svg.classList.add("moving");
    this.pointers.set(event.pointerId, event);
    if (this.pointers.size > 1) return this.pinch(before, event);
    Object.assign(this.view, { fitted: false, x: this.view.x + dx, y: this.view.y + dy });
    this.show();
  }

  release(event) {
    this.pointers.delete(event.pointerId);
    this.svg.classList.remove("moving");
  }

  pinch(before, event) {
    const other = [...this.pointers.values()].find((one) => one.pointerId !== event.pointerId);
    const apart = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
    const corner = this.svg.getBoundingClientRect();
    const [x, y] = [(event.clientX + other.clientX) / 2 - corner.x, (event.clientY + other.clientY) / 2 - corner.y];
    this.zoom(apart(event) / apart(before), x, y);
  }

  type(event) {
    const at = this.boxes.findIndex((one) => one.group === event.target);
    const last = this.boxes.length - 1;
    const ways = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: last };
    const acts = { "+": () => this.zoom(STEP), "-": () => this.zoom(1 / STEP), 0: () => this.fit(),
      Enter: () => this.press(event.target), " ": () => this.press(event.target) };
    if (event.key in ways) this.go(Math.max(0, Math.min(last, ways[event.key])));
    else if (event.key in acts) acts[event.key]();
    else return;
    event.preventDefault();
  }

  go(place) {
    const one = this.boxes[place];
    this.reveal(one);
    this.reach(one.group);
    one.group.focus({ preventScroll: true });
  }

  reveal(one) {
    const { view } = this;
    if (view.fitted) return;
    const into = (at, low, size, room) => Math.min(Math.max(at, 8 - low), room - 8 - low - size);
    view.x = into(view.x, one.x * view.scale, one.width * view.scale, this.width);
    view.y = into(view.y, one.y * view.scale, one.height * view.scale, this.height);
    this.show();
  }

  reach(group) {
    for (const one of this.boxes) one.group.setAttribute("tabindex", one.group === group ? 0 : -1);
  }

  press(group) {
    const name = group?.dataset.name;
    if (!name || name === this.boxes[0].box.name) return;
    this.select(name);
    this.send("clicked", name);
  }

  select(name) {
    let reached = this.boxes?.[0];
    for (const one of this.boxes ?? []) {
      const selected = one.box.name === name;
      one.group.classList.toggle("selected", selected);
      one.group.setAttribute("aria-pressed", String(selected));
      if (selected) reached = one;
    }
    if (!reached) return;
    this.reach(reached.group);
    // Chosen in the table, it may be out of sight.
    if (name !== this.view.selected) this.reveal(reached);
    this.view.selected = name;
  }
}

function render({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".diagram");
  if (!diagrams.has(place)) diagrams.set(place, new Diagram(place));
  diagrams.get(place).update(data, setTriggerValue);
}
"""
