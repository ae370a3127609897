"""Arrays of numbers as pictures beside one another, numbers in the cells where there is room."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from components.browser_component import declare_component
from components.concepts.panels_script import JAVASCRIPT
from components.concepts.style import CSS

Panel = dict[str, Any]
Mark = tuple[int, int, int, int]
# Of a panel, in CSS pixels.
LARGEST_SIDE = 320
# Cells in a row; more are too small for numbers.
MOST_NUMBERED = 16

_mount = declare_component("lab_panels", html='<div class="concept"></div>', css=CSS, js=JAVASCRIPT)


def make_panel(
    caption: str,
    values: NDArray[np.generic],
    color: Literal["grey", "rgb", "share"] = "grey",
    marks: Sequence[Mark] = (),
) -> Panel:
    """One picture.

    Args:
        caption: above it.
        values: (rows, columns), or (rows, columns, 3) of "rgb"; but for "share", what is beyond 0…255 is cut.
        color: of the cells; "share" goes from the page's colour at 0 to its main one at the largest.
        marks: windows as (row, column, height, width), in cells.
    """
    shown = values if color == "share" else np.clip(np.rint(values.astype(np.float64)), 0, 255).astype(int)
    return {
        "caption": caption,
        "rows": values.shape[0],
        "columns": values.shape[1],
        "values": shown.ravel().tolist(),
        # Where they are written into the cells, nothing is cut.
        "numbers": np.rint(values.astype(np.float64)).ravel().tolist() if len(values) <= MOST_NUMBERED else None,
        "color": color,
        "high": float(values.max()),
        "marks": [list(mark) for mark in marks],
    }


def draw_panels(panels: Sequence[Panel], key: str, largest: int = LARGEST_SIDE) -> None:
    """Draw pictures beside one another, as large as there is room for.

    Args:
        panels: of `make_panel`.
        key: a name.
        largest: side of a picture, in CSS pixels.
    """
    _mount(data={"panels": list(panels), "largest": largest}, key=key, height="content")
