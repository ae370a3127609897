"""The parts of a network's diagram: boxes that stay together, with lanes side by side and lines past them.

A *waist* is a layer through which alone everything behind it sees what was before it. Between two waists, each branch
gets a lane. What must not be torn apart (a block in its frame, a convolution with its normalisation) is a *unit*.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lab.layer_kinds import LayerKind, find_layer_kind
from lab.network import INPUT, LayerRow

BOX_WIDTH = 168.0
BOX_HEIGHT = 54.0
STRIP_HEIGHT = 20.0
GAP = 24.0
LANE_GAP = 14.0
TRACK = 22.0
FRAME_PADDING = 10.0
FRAME_TITLE = 20.0


@dataclass(frozen=True)
class Box:
    """A rectangle of the diagram, in pixels; y grows downwards.

    Attributes:
        name: of the layer, or of the item that a frame holds.
        x: of its left side.
        y: of its top.
        width: to its right side.
        height: to its bottom.
        attached: whether it is a narrow strip that hangs on the box above.
    """

    name: str
    x: float
    y: float
    width: float = BOX_WIDTH
    height: float = BOX_HEIGHT
    attached: bool = False

    @property
    def middle(self) -> float:
        """X of its centre."""
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        """Y of its bottom."""
        return self.y + self.height

    def move(self, x: float, y: float) -> "Box":
        """The same box elsewhere."""
        return replace(self, x=self.x + x, y=self.y + y)


class Graph:
    """What is asked about the rows while they are placed."""

    def __init__(self, rows: Sequence[LayerRow]) -> None:
        self.rows = rows
        self._sizes = Counter(row.item for row in rows)
        self._consumers = Counter(name for row in rows for name in row.inputs)
        self._items = {row.name: row.item for row in rows}

    def is_framed(self, item: str) -> bool:
        """Whether an item is a block of several layers."""
        return self._sizes[item] > 1

    def hangs(self, row: LayerRow) -> bool:
        """Whether a layer is drawn as a strip on the box before it."""
        if find_layer_kind(row.type) is not LayerKind.ELEMENTWISE or len(row.inputs) != 1 or row.problem:
            return False
        before = self._items[row.inputs[0]]
        if row.inputs[0] == INPUT or self._consumers[row.inputs[0]] > 1:
            return False
        return before == row.item or not (self.is_framed(before) or self.is_framed(row.item))

    def split_at_waists(self) -> Iterator[list[LayerRow]]:
        """The layers up to each waist, which comes last."""
        positions = {row.name: position for position, row in enumerate(self.rows)}
        farthest = list(range(len(self.rows)))
        for position, row in enumerate(self.rows):
            for name in row.inputs:
                farthest[positions[name]] = position
        segment: list[LayerRow] = []
        reach = 0
        for position, row in enumerate(self.rows):
            segment.append(row)
            if reach <= position:
                yield segment
                segment = []
            reach = max(reach, farthest[position])


class Unit:
    """Boxes that stay together, around x = 0 and from y = 0."""

    def __init__(self, item: str, framed: bool) -> None:
        self.item = item
        self.framed = framed
        self.boxes: dict[str, Box] = {}
        # The height at which lines from above spread out, for each layer.
        self.spreads: dict[str, float] = {}
        # X of the lines that pass by boxes, by the layers that they join.
        self.tracks: dict[tuple[str, str], float] = {}
        self._tail = FRAME_TITLE - GAP / 2 if framed else -GAP

    @property
    def left(self) -> float:
        """Of the leftmost box or line."""
        return min([box.x for box in self.boxes.values()] + list(self.tracks.values())) - self._padding

    @property
    def right(self) -> float:
        """Of the rightmost box."""
        return max(box.x + box.width for box in self.boxes.values()) + self._padding

    @property
    def bottom(self) -> float:
        """Of the lowest box."""
        return self._tail + self._padding

    @property
    def _padding(self) -> float:
        return FRAME_PADDING if self.framed else 0.0

    def place(self, segment: Sequence[LayerRow], graph: Graph) -> None:
        """Put branches side by side beneath what is there, and the waist beneath them."""
        *branched, waist = segment
        lanes = _find_lanes(branched)
        count = max(lanes.values(), default=0) + 1
        left = -(count * BOX_WIDTH + (count - 1) * LANE_GAP) / 2
        bottoms = [self._tail] * count
        tails: dict[int, str] = {}
        passing = []
        for row in branched:
            lane = lanes[row.name]
            beyond = [name for name in row.inputs if name != tails.get(lane)]
            passing += [(name, row.name) for name in (beyond[1:] if lane not in tails else beyond)]
            start = max([bottoms[lane], *(self.boxes[name].bottom for name in beyond if name in self.boxes)])
            self._add_box(row, left + lane * (BOX_WIDTH + LANE_GAP), start, graph.hangs(row))
            bottoms[lane], tails[lane] = self.boxes[row.name].bottom, row.name
        top = self._tail
        self._add_box(waist, -BOX_WIDTH / 2, max(bottoms), graph.hangs(waist) and not branched)
        if branched:
            passing += [(name, waist.name) for name in waist.inputs if name not in tails.values()]
        self.spreads |= {row.name: top + GAP / 2 for row in segment}
        self.tracks |= {edge: left - (number + 1) * TRACK for number, edge in enumerate(passing)}
        self._tail = self.boxes[waist.name].bottom

    def _add_box(self, row: LayerRow, x: float, start: float, hangs: bool) -> None:
        y, height = (start, STRIP_HEIGHT) if hangs else (start + GAP, BOX_HEIGHT)
        self.boxes[row.name] = Box(row.name, x, y, height=height, attached=hangs)


def _find_lanes(rows: Sequence[LayerRow]) -> dict[str, int]:
    """A lane for each layer: that of the layer before it, where nothing follows there yet, else a new one."""
    lanes: dict[str, int] = {}
    tails: dict[str, int] = {}
    count = 0
    for row in rows:
        before = next((name for name in row.inputs if name in tails), None)
        if before is None:
            lane, count = count, count + 1
        else:
            lane = tails.pop(before)
        lanes[row.name] = tails[row.name] = lane
    return lanes


def make_units(rows: Sequence[LayerRow]) -> list[Unit]:
    """What stands below one another in a diagram.

    Args:
        rows: the layers in the order in which they are computed; the first one is the input.
    """
    graph = Graph(rows)
    units: list[Unit] = []
    for segment in graph.split_at_waists():
        item, framed = segment[0].item, graph.is_framed(segment[0].item)
        goes_on = bool(units) and (units[-1].item == item if framed else graph.hangs(segment[0]))
        if not goes_on:
            units.append(Unit(item, framed))
        units[-1].place(segment, graph)
    return units
