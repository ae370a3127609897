"""The chart of a deletion: data in, an ECharts option out."""

from collections.abc import Sequence
from typing import Any

from components.charts import GREY_COLOR, TEST_COLOR, Option
from lab.explanations.deletion import Deletion
from lab.i18n import _


def deletion_option(deletion: Deletion) -> Option:
    """A class's probability while an image goes: its lit places first, or the same shapes elsewhere.

    Args:
        deletion: what became of it.

    Returns:
        An ECharts option; the band is what single moves of the shapes gave.
    """
    parts = deletion.fractions
    spread = [high - low for low, high in zip(deletion.lowest, deletion.highest, strict=True)]
    lit, moved = _("Lit places gone"), _("Same shapes elsewhere gone")
    axis = {"type": "value", "min": 0, "max": 100, "axisLabel": {"formatter": "{value}%"}}
    # The band stands on a line that is not seen.
    hidden = {"stack": "band", "lineStyle": {"opacity": 0}}
    return {
        "animation": False,
        "grid": {"left": 52, "right": 20, "top": 36, "bottom": 48},
        "legend": {"top": 0, "data": [lit, moved]},
        "xAxis": {**axis, "name": _("Part of the image that is gone"), "nameLocation": "middle", "nameGap": 28},
        "yAxis": axis,
        "series": [
            _line("lowest", parts, deletion.lowest, GREY_COLOR, **hidden),
            _line("spread", parts, spread, GREY_COLOR, **hidden, areaStyle={"opacity": 0.2}),
            _line(moved, parts, deletion.moved, GREY_COLOR, lineStyle={"type": "dashed"}),
            _line(lit, parts, deletion.lit, TEST_COLOR, lineStyle={"width": 3}),
        ],
    }


def _line(name: str, parts: Sequence[float], shares: Sequence[float], color: str, **options: Any) -> Option:  # noqa: ANN401
    points = [[100 * part, round(100 * share, 2)] for part, share in zip(parts, shares, strict=True)]
    return {
        "name": name,
        "type": "line",
        "data": points,
        "symbol": "none",
        "itemStyle": {"color": color},
        "silent": True,
        **options,
    }
