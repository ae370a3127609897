"""How the browser paints the points of `components/feature_plot.py`."""

PAINTING = """
const PLACED = 36;

function drawPoint(plot, context, place, x, y, alpha, isMarked = false) {
  const { data, tile, dot } = plot;
  const isMistaken = data.answers[place] !== data.truths[place];
  context.globalAlpha = alpha;
  context.strokeStyle = context.fillStyle = data.colors[data.truths[place]];
  context.lineWidth = 2;
  if (tile && alpha > 0.5) {
    plot.drawThumbnail(context, place, x - tile / 2, y - tile / 2, tile);
    context.strokeRect(x - tile / 2, y - tile / 2, tile, tile);
    if (isMistaken) drawCross(context, x + tile / 2 - 6, y - tile / 2 + 6, 5);
  } else if (isMistaken) drawCross(context, x, y, dot + 0.5);
  else {
    context.beginPath();
    context.arc(x, y, dot, 0, 2 * Math.PI);
    context.fill();
  }
  if (isMarked) {
    context.strokeStyle = plot.color("--st-text-color");
    context.beginPath();
    context.arc(x, y, tile ? tile * 0.75 : dot + 5, 0, 2 * Math.PI);
    context.stroke();
  }
  context.globalAlpha = 1;
}

function drawCross(context, x, y, size) {
  context.beginPath();
  context.moveTo(x - size, y - size);
  context.lineTo(x + size, y + size);
  context.moveTo(x + size, y - size);
  context.lineTo(x - size, y + size);
  context.stroke();
}

// Lines lead from the one image more to its neighbours.
function drawPlaced(plot, context) {
  const [x, y] = plot.toScreen(plot.points.at(-1));
  context.strokeStyle = plot.color("--st-primary-color");
  context.lineWidth = 1.5;
  context.setLineDash([4, 3]);
  for (const neighbour of plot.data.placed.neighbours) {
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(...plot.toScreen(plot.points[neighbour]));
    context.stroke();
  }
  context.setLineDash([]);
  if (plot.picture.complete && plot.picture.naturalWidth)
    context.drawImage(plot.picture, x - PLACED / 2, y - PLACED / 2, PLACED, PLACED);
  context.lineWidth = 3;
  context.strokeRect(x - PLACED / 2, y - PLACED / 2, PLACED, PLACED);
}
"""
