"""A picture of what one number looks at and how it weighs it; data in, SVG out."""

from collections.abc import Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from components.charts import GREY_COLOR
from components.formatting import format_number
from components.signed_colors import color_signed
from lab.dissection.arithmetic import Slices

SIDE, SIGN = 96.0, 26.0
LINE, GAP = 18.0, 8.0
WIDTH = 2 * SIDE + 2 * SIGN + 76
# Larger windows are drawn without numbers, which nobody could read.
MOST_NUMBERED = 4
MOST_CELL = 30.0


def picture_slices(slices: Slices, names: Sequence[str]) -> str:
    """Draw a line for each input channel: what it sees, times its weights, is its part of the sum.

    Args:
        slices: what one number looks at.
        names: of its channels.

    Returns:
        An SVG picture in colours that suit a light and a dark page.
    """
    weighed = slices.kernels.size > 0
    inputs, kernels = _largest(slices.inputs), _largest(slices.kernels) if weighed else 0.0
    cell = min(MOST_CELL, SIDE / max(slices.inputs.shape[1:]))
    step = LINE + cell * slices.inputs.shape[1] + GAP
    parts = []
    for place, name in enumerate(names):
        y = place * step
        parts.append(_word(0, y + 12, name))
        x = _draw_grid(parts, 0, y + LINE, cell, slices.inputs[place], inputs)
        middle = y + LINE + cell * slices.inputs.shape[1] / 2 + 5
        if weighed:
            parts.append(_word(x + SIGN / 2, middle, "×", "middle"))
            x = _draw_grid(parts, x + SIGN, y + LINE, cell, slices.kernels[place], kernels)
        parts.append(_word(x + SIGN / 2, middle, "=" if weighed else "→", "middle"))
        parts.append(_word(x + SIGN, middle, format_number(float(slices.sums[place])), size=14))
    height = step * len(names)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height:.0f}" width="{WIDTH:.0f}" '
        f'height="{height:.0f}" font-family="sans-serif">{"".join(parts)}</svg>'
    )


def _largest(values: NDArray[np.float32]) -> float:
    return float(np.nanmax(np.abs(values)))


def _draw_grid(parts: list[str], x: float, y: float, cell: float, values: NDArray[np.float32], most: float) -> float:
    """Add a grid of numbers; gives its right side."""
    colors = color_signed(values, most)
    numbered = max(values.shape) <= MOST_NUMBERED
    for row, column in np.ndindex(*values.shape):
        red, green, blue = (int(one) for one in colors[row, column])
        left, top = x + column * cell, y + row * cell
        parts.append(
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{cell:.1f}" height="{cell:.1f}" '
            f'fill="rgb({red},{green},{blue})" stroke="{GREY_COLOR}" stroke-width="0.5"/>'
        )
        if numbered and np.isfinite(values[row, column]):
            ink = "#000" if red + green + blue > 400 else "#fff"
            text = _write_short(float(values[row, column]))
            parts.append(_word(left + cell / 2, top + cell / 2 + 3, text, "middle", 9, ink))
    return x + values.shape[1] * cell


def _write_short(value: float) -> str:
    """A number for a small cell: .07, −1.3, 120."""
    text = f"{value:.2f}".replace("0.", ".", 1) if abs(value) < 1 else format_number(value, 2)
    return "0" if text in (".00", "-.00") else text.replace("-", "−")


def _word(x: float, y: float, text: str, anchor: str = "start", size: int = 12, ink: str = GREY_COLOR) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{ink}" font-size="{size}" text-anchor="{anchor}">{escape(text)}</text>'
