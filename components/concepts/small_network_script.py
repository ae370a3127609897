"""A small network in the browser, as `lab/concepts/small_network.py` has it in NumPy."""

SMALL_NETWORK = """
const FUNCTIONS = {
  relu: [(z) => Math.max(z, 0), (z) => (z > 0 ? 1 : 0)],
  tanh: [Math.tanh, (z) => 1 - Math.tanh(z) ** 2],
  sigmoid: [(z) => 0.5 * (1 + Math.tanh(0.5 * z)),
    (z) => { const output = 0.5 * (1 + Math.tanh(0.5 * z)); return output * (1 - output); }],
  linear: [(z) => z, () => 1],
};
const EPSILON = 1e-7;

// kernels[layer][input][unit], biases[layer][unit]
export class SmallNetwork {
  constructor(kernels, biases, activation) {
    this.kernels = kernels.map((kernel) => kernel.map((row) => Float64Array.from(row)));
    this.biases = biases.map((bias) => Float64Array.from(bias));
    this.activation = activation;
    this.sums = this.biases.map((bias) => new Float64Array(bias.length));
    this.outputs = this.biases.map((bias) => new Float64Array(bias.length));
  }

  // The outputs of every layer for one point; overwritten by the next.
  run(point) {
    const value = FUNCTIONS[this.activation][0], last = this.kernels.length - 1;
    let inputs = point;
    this.kernels.forEach((kernel, layer) => {
      const sums = this.sums[layer], outputs = this.outputs[layer];
      sums.set(this.biases[layer]);
      kernel.forEach((row, input) => {
        for (let unit = 0; unit < row.length; unit++) sums[unit] += inputs[input] * row[unit];
      });
      const act = layer === last ? FUNCTIONS.sigmoid[0] : value;
      for (let unit = 0; unit < sums.length; unit++) outputs[unit] = act(sums[unit]);
      inputs = outputs;
    });
    return this.outputs;
  }

  // One step of gradient descent over a batch.
  train(points, labels, rate, l1, l2) {
    const gradients = this.kernels.map((kernel) => kernel.map((row) => new Float64Array(row.length)));
    const shifts = this.biases.map((bias) => new Float64Array(bias.length));
    points.forEach((point, index) => this.collect(point, labels[index], points.length, gradients, shifts));
    this.kernels.forEach((kernel, layer) => {
      kernel.forEach((row, input) => {
        for (let unit = 0; unit < row.length; unit++) {
          const pull = l1 * Math.sign(row[unit]) + 2 * l2 * row[unit];
          row[unit] -= rate * (gradients[layer][input][unit] + pull);
        }
      });
      for (let unit = 0; unit < shifts[layer].length; unit++) this.biases[layer][unit] -= rate * shifts[layer][unit];
    });
  }

  // Back-propagation of one point's share.
  collect(point, label, count, gradients, shifts) {
    const slope = FUNCTIONS[this.activation][1];
    this.run(point);
    let error = [(this.outputs.at(-1)[0] - label) / count];
    for (let layer = this.kernels.length - 1; layer >= 0; layer--) {
      const inputs = layer ? this.outputs[layer - 1] : point;
      const kernel = this.kernels[layer];
      for (let unit = 0; unit < error.length; unit++) shifts[layer][unit] += error[unit];
      const before = new Float64Array(inputs.length);
      for (let input = 0; input < inputs.length; input++) {
        for (let unit = 0; unit < error.length; unit++) {
          gradients[layer][input][unit] += inputs[input] * error[unit];
          before[input] += kernel[input][unit] * error[unit];
        }
        if (layer) before[input] *= slope(this.sums[layer - 1][input]);
      }
      error = before;
    }
  }

  // Mean cross-entropy and the share of points on the right side.
  judge(points, labels) {
    let loss = 0, right = 0;
    points.forEach((point, index) => {
      const output = this.run(point).at(-1)[0];
      const clipped = Math.min(1 - EPSILON, Math.max(EPSILON, output));
      loss -= Math.log(labels[index] ? clipped : 1 - clipped);
      right += (output > 0.5) === Boolean(labels[index]);
    });
    return { loss: loss / points.length, accuracy: right / points.length };
  }
}

// Gives batches for ever; every epoch in another order (mulberry32, by its seed the same each time).
export class Batches {
  constructor(count, seed) {
    Object.assign(this, { order: Array.from({ length: count }, (_, index) => index), state: seed + 1, next: count });
    this.epoch = 0;
  }

  random() {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  take(size) {
    const { order } = this;
    if (this.next >= order.length) {
      for (let index = order.length - 1; index > 0; index--) {
        const other = Math.floor(this.random() * (index + 1));
        [order[index], order[other]] = [order[other], order[index]];
      }
      this.next = 0;
    }
    const batch = order.slice(this.next, this.next + size);
    this.next += size;
    if (this.next >= order.length) this.epoch += 1;
    return batch;
  }
}
"""
