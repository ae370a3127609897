"""A picture of what kernel, stride, dilation and padding do to an image's size; data in, SVG out."""

from dataclasses import dataclass
from html import escape

from components.charts import GREY_COLOR, TRAIN_COLOR, VALIDATION_COLOR
from lab.i18n import _
from lab.layers.base import Window

# So many cells of a large input are shown, unless its kernel needs more; smaller ones are drawn without lines.
USUAL_CELLS = 9
LEAST_PIXELS = 2.5
LEAST_OUTPUT_PIXELS = 10.0
MOST_PIXELS = 32.0
SIDE = 190.0
SPACE = 74.0
HEAD = 40.0
FOOT = 22.0
WIDTH = 2 * SIDE + SPACE
# The first positions of the kernel, and the outputs that they give.
COLORS = (TRAIN_COLOR, VALIDATION_COLOR)


@dataclass(frozen=True)
class _Grid:
    """Cells in a square of the picture.

    Attributes:
        x: of its left side.
        count: cells that are shown, in each direction.
        whole: whether there are no more.
        pixels: side of a cell.
    """

    x: float
    count: int
    whole: bool
    pixels: float

    def cell(self, column: int, row: int, fill: str, opacity: float) -> str:
        """A filled cell."""
        x, y = self.x + column * self.pixels, HEAD + row * self.pixels
        return (
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{self.pixels:.1f}" height="{self.pixels:.1f}" '
            f'fill="{fill}" fill-opacity="{opacity}"/>'
        )

    def lines(self) -> str:
        """Its lines; they run on a little where more is left out."""
        length = self.count * self.pixels + (0.0 if self.whole else 0.5 * self.pixels)
        step = 1 if self.pixels >= LEAST_PIXELS else self.count
        steps = [number * self.pixels for number in range(0, self.count + 1, step)]
        paths = [f"M{self.x + step:.1f} {HEAD}v{length:.1f}M{self.x} {HEAD + step:.1f}h{length:.1f}" for step in steps]
        return f'<path d="{"".join(paths)}" stroke="{GREY_COLOR}" stroke-width="0.7" stroke-opacity="0.7"/>'


def picture_window(window: Window, size: int) -> str:
    """Draw the padded input with the first two positions of the window, and the output beside it.

    Args:
        window: kernel size, strides, dilation, padding.
        size: of the input in pixels, in each direction.

    Returns:
        An SVG picture in colours that suit a light and a dark page.

    Raises:
        LayerError: the window does not fit.
    """
    outputs = window.output_size(size)
    before, after = window.pads(size)
    source, target = _make_grids(before + size + after, outputs, window)
    parts = [_draw_padding(source, before, size), *_draw_positions(source, target, window, outputs)]
    parts += [source.lines(), target.lines(), _draw_arrow(), *_draw_words(source, target, window, size, outputs)]
    height = HEAD + SIDE + FOOT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height:.0f}" '
        f'width="{WIDTH:.0f}" height="{height:.0f}" font-family="sans-serif" font-size="12" fill="none">'
        f"{''.join(parts)}</svg>"
    )


def _make_grids(padded: int, outputs: int, window: Window) -> tuple[_Grid, _Grid]:
    shown = min(padded, max(USUAL_CELLS, window.reach + window.strides + 1))
    pixels = min(MOST_PIXELS, SIDE / (shown + (0.5 if shown < padded else 0)))
    # Outputs are drawn as large as inputs, so that one sees what shrinks; but never so small that nothing is seen.
    pixels_out = max(pixels, LEAST_OUTPUT_PIXELS)
    results = min(outputs, int(SIDE / pixels_out))
    return (
        _Grid(0.5, shown, shown == padded, pixels),
        _Grid(SIDE + SPACE, results, results == outputs, pixels_out),
    )


def _draw_padding(grid: _Grid, before: int, size: int) -> str:
    """What is not of the image, in grey: all but the square of the image, as far as either is shown."""
    inner = min(size, grid.count - before) * grid.pixels
    outer = grid.count * grid.pixels
    x, y = grid.x + before * grid.pixels, HEAD + before * grid.pixels
    path = (
        f"M{grid.x} {HEAD}h{outer:.1f}v{outer:.1f}h-{outer:.1f}zM{x:.1f} {y:.1f}h{inner:.1f}v{inner:.1f}h-{inner:.1f}z"
    )
    return f'<path d="{path}" fill="{GREY_COLOR}" fill-opacity="0.35" fill-rule="evenodd"/>'


def _draw_positions(source: _Grid, target: _Grid, window: Window, outputs: int) -> list[str]:
    parts = []
    for position, color in list(enumerate(COLORS))[: min(outputs, 2)]:
        start = position * window.strides
        taps = range(0, window.reach, window.dilation)
        parts += [source.cell(start + column, row, color, 0.3) for row in taps for column in taps]
        x, y = source.x + start * source.pixels + position, HEAD + position
        side, dashes = window.reach * source.pixels, "5 3" if position else "none"
        parts.append(
            f'<rect x="{x:.1f}" y="{y}" width="{side:.1f}" height="{side:.1f}" stroke="{color}" stroke-width="2.5" '
            f'stroke-dasharray="{dashes}"/>'
        )
        parts.append(target.cell(position, 0, color, 0.75))
    return parts


def _draw_arrow() -> str:
    x, y = SIDE + 0.5 * SPACE, HEAD + SIDE / 2
    return f'<path d="M{x - 16} {y}h28m-7 -6l7 6l-7 6" stroke="{GREY_COLOR}" stroke-width="2"/>'


def _draw_words(source: _Grid, target: _Grid, window: Window, size: int, outputs: int) -> list[str]:
    before, after = window.pads(size)
    padding = _("{before} + {size} + {after} with padding").format(before=before, size=size, after=after)
    stride = _("stride {strides}").format(strides=window.strides)
    return [
        _word(0, 14, _("Input: {size}").format(size=padding if before + after else size)),
        _word(SIDE + SPACE, 14, _("Output: {size}").format(size=outputs)),
        _draw_step(source, window, stride) if outputs > 1 else "",
    ]


def _draw_step(grid: _Grid, window: Window, word: str) -> str:
    """How far the window moves, above the grid."""
    length = window.strides * grid.pixels
    path = f"M{grid.x} {HEAD - 8}h{length:.1f}m-4 -3l4 3l-4 3"
    arrow = f'<path d="{path}" stroke="{VALIDATION_COLOR}" stroke-width="1.5"/>'
    return arrow + _word(grid.x + length + 6, HEAD - 4, word)


def _word(x: float, y: float, text: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{GREY_COLOR}">{escape(text)}</text>'
