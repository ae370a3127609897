"""Where the boxes of a network's diagram stand: downwards, in as many columns as suit the place that it gets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from lab.network import INPUT, LayerRow
from lab.network_units import GAP, Box, Unit, make_units

GUTTER = 44.0
MARGIN = 16.0
MOST_COLUMNS = 10
# Another column must enlarge the diagram by this much: fewer are easier to follow.
WORTHWHILE = 1.08

Point = tuple[float, float]


@dataclass(frozen=True)
class Edge:
    """A line from one box to another.

    Attributes:
        source: name of the box where it begins.
        target: name of the box where it ends.
        points: its corners, from the bottom of the one to the top or the left side of the other.
    """

    source: str
    target: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Layout:
    """A diagram.

    Attributes:
        width: of all, in pixels.
        height: of all.
        boxes: the input and a box a layer, in the order in which they are computed.
        edges: between boxes that do not touch.
        frames: around the layers of one block.
    """

    width: float
    height: float
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    frames: tuple[Box, ...]


@lru_cache(maxsize=64)
def lay_out_network(rows: tuple[LayerRow, ...], width: float, height: float) -> Layout:
    """Place the layers of a network; remembered.

    Args:
        rows: its layer table.
        width: of the place for the diagram, in pixels; it decides on the number of columns.
        height: of the place.

    Returns:
        The layout; where it is larger than the place, it is seen in part or made smaller.
    """
    source = LayerRow(name=INPUT, type="Input", inputs=(), item=INPUT, output_shape=None)
    names = {row.name for row in rows}
    # Keras calls its input layers whatever it likes.
    rows = tuple(replace(row, inputs=tuple(one if one in names else INPUT for one in row.inputs)) for row in rows)
    columns = _choose_columns(make_units((source, *rows)), width, height)
    canvas = _Canvas(columns)
    edges = [canvas.join(name, row.name) for row in rows for name in row.inputs if not canvas.touch(name, row.name)]
    return Layout(canvas.width, canvas.height, tuple(canvas.boxes.values()), tuple(edges), tuple(canvas.frames))


class _Canvas:
    """Columns side by side, and lines across them."""

    def __init__(self, columns: Sequence[Sequence[Unit]]) -> None:
        self.boxes: dict[str, Box] = {}
        self.frames: list[Box] = []
        # Of each layer: its unit, the unit's place, and its column.
        self._places: dict[str, tuple[Unit, Point, int]] = {}
        # Of each column: x of its left side and y of its bottom.
        self._columns: list[Point] = []
        x = MARGIN
        for column in columns:
            self._add_column(column, x)
            x += _column_width(column) + GUTTER
        self.width = x - GUTTER + MARGIN
        self.height = max(bottom for _left, bottom in self._columns) + MARGIN

    def _add_column(self, column: Sequence[Unit], left: float) -> None:
        axis, y = left - min(unit.left for unit in column), MARGIN
        for unit in column:
            self._add_unit(unit, (axis, y))
            y += unit.bottom + GAP
        self._columns.append((left, y - GAP))

    def _add_unit(self, unit: Unit, place: Point) -> None:
        for name, box in unit.boxes.items():
            self.boxes[name] = box.move(*place)
            self._places[name] = (unit, place, len(self._columns))
        if unit.framed:
            self.frames.append(Box(unit.item, unit.left, 0.0, unit.right - unit.left, unit.bottom).move(*place))

    def touch(self, source: str, target: str) -> bool:
        """Whether a layer hangs on another, so that no line is needed."""
        return self.boxes[target].attached and self.boxes[source].bottom == self.boxes[target].y

    def join(self, source: str, target: str) -> Edge:
        """A line between two layers."""
        start, end = self.boxes[source], self.boxes[target]
        points = [(start.middle, start.bottom), *self._change_column(source, target)]
        track = self._find_track(source, target)
        if track is None:
            points += [(points[-1][0], end.y - GAP / 2), (end.middle, end.y - GAP / 2), (end.middle, end.y)]
        else:
            level, x = track
            points += [(points[-1][0], level), (x, level), (x, end.y + end.height / 2), (end.x, end.y + end.height / 2)]
        return Edge(source, target, _straighten(points))

    def _change_column(self, source: str, target: str) -> list[Point]:
        """Below its column, up beside the next one, and to that one's axis."""
        column, (_unit, (axis, top), other) = self._places[source][2], self._places[target]
        if column == other:
            return []
        low, high, x = self._columns[column][1] + GAP / 2, top - GAP / 2, self._columns[other][0] - GUTTER / 2
        return [(self.boxes[source].middle, low), (x, low), (x, high), (axis, high)]

    def _find_track(self, source: str, target: str) -> Point | None:
        """Where a line that passes by boxes leaves the axis, and its own x."""
        unit, (axis, top), _column = self._places[target]
        if (source, target) not in unit.tracks:
            return None
        within = source in unit.boxes and unit.boxes[source].bottom > unit.spreads[target]
        level = self.boxes[source].bottom + GAP / 2 if within else top + unit.spreads[target]
        return level, axis + unit.tracks[source, target]


def _straighten(points: Sequence[Point]) -> tuple[Point, ...]:
    """Leave out points that are there twice, or on the way between their neighbours."""
    kept: list[Point] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and any(kept[-2][axis] == kept[-1][axis] == point[axis] for axis in (0, 1)):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _choose_columns(units: Sequence[Unit], width: float, height: float) -> list[list[Unit]]:
    """As few columns as show the diagram nearly as large as any number of them could."""
    best, best_scale = [list(units)], 0.0
    for count in range(1, min(len(units), MOST_COLUMNS) + 1):
        columns = _fill_columns(units, count)
        total = 2 * MARGIN + sum(map(_column_width, columns)) + GUTTER * (len(columns) - 1)
        scale = min(1.0, width / total, height / (2 * MARGIN + max(map(_column_height, columns))))
        if scale > WORTHWHILE * best_scale:
            best, best_scale = columns, scale
    return best


def _column_width(column: Sequence[Unit]) -> float:
    return max(unit.right for unit in column) - min(unit.left for unit in column)


def _column_height(column: Sequence[Unit]) -> float:
    return sum(unit.bottom for unit in column) + GAP * (len(column) - 1)


def _fill_columns(units: Sequence[Unit], count: int) -> list[list[Unit]]:
    """Columns of nearly equal height, at most so many: halving what the highest may have."""
    low, high = max(unit.bottom for unit in units), _column_height(units)
    while high - low > 1:
        middle = (low + high) / 2
        if len(_fill(units, middle)) <= count:
            high = middle
        else:
            low = middle
    return _fill(units, high)


def _fill(units: Sequence[Unit], limit: float) -> list[list[Unit]]:
    columns: list[list[Unit]] = []
    height = 0.0
    for unit in units:
        height += GAP + unit.bottom
        if not columns or height > limit:
            columns.append([])
            height = unit.bottom
        columns[-1].append(unit)
    return columns
