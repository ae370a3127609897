"""Which part of an image one number of a network depends on, traced back layer by layer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

ALL_CHANNELS = -1


@dataclass(frozen=True)
class Axis:
    """How a layer slides in one direction.

    Attributes:
        reach: from the first to the last pixel that it sees for one position.
        strides: pixels between two positions.
        before: pixels that it adds before the first one.
    """

    reach: int = 1
    strides: int = 1
    before: int = 0

    def look_back(self, first: int, last: int) -> tuple[int, int]:
        """The first and the last position of the input that are seen for some of the output."""
        return first * self.strides - self.before, last * self.strides - self.before + self.reach - 1


@dataclass(frozen=True)
class Step:
    """A layer, as far as it matters which places and channels its numbers depend on.

    Attributes:
        name: of the layer.
        inputs: the names of the layers before it; empty for the image.
        size: height and width of its output; a row of numbers counts as one place with many channels.
        axes: how it slides down and to the right.
        sees_everything: whether each of its numbers depends on all places.
        channels: whether a channel depends on the same one, on all of them, on the one that it was joined from, or on
            the place and the channel that it was before they were put into a row.
        input_channels: how many channels each of its inputs has.
    """

    name: str
    inputs: tuple[str, ...]
    size: tuple[int, int]
    axes: tuple[Axis, Axis] = (Axis(), Axis())
    sees_everything: bool = False
    channels: Literal["same", "mixed", "joined", "flattened"] = "same"
    input_channels: tuple[int, ...] = ()


class Field(NamedTuple):
    """A part of an image: `image[top:bottom, left:right]`; empty where nothing of it matters."""

    top: int
    bottom: int
    left: int
    right: int


class _Region(NamedTuple):
    """Places of a layer's output, all inclusive, and one channel or all."""

    top: int
    bottom: int
    left: int
    right: int
    channel: int


def trace_field(steps: Sequence[Step], layer: str, channel: int, row: int, column: int) -> Field:
    """Trace one number back to the part of the image that it depends on.

    At each layer what lies in the padding is cut off: it is the same for every image.

    Args:
        steps: of a network, in the order in which they are computed; the first is the image.
        layer: its name.
        channel: of the layer's output.
        row: of the layer's output.
        column: of the layer's output.

    Returns:
        The smallest rectangle of the image that holds all pixels that can change the number.
    """
    sizes = {step.name: step.size for step in steps}
    wanted = {layer: _Region(row, row, column, column, channel)}
    for step in reversed(steps):
        region = wanted.get(step.name)
        if region is None:
            continue
        for place, name in enumerate(step.inputs):
            before = _look_back(step, region, place, sizes[name])
            if before is not None:
                wanted[name] = _unite(before, wanted.get(name, before))
    found = wanted.get(steps[0].name)
    return Field(0, 0, 0, 0) if found is None else Field(found.top, found.bottom + 1, found.left, found.right + 1)


def _look_back(step: Step, region: _Region, place: int, size: tuple[int, int]) -> _Region | None:
    """What a layer sees of one of its inputs for a region of its output; None for nothing."""
    if step.channels == "flattened" and region.channel != ALL_CHANNELS:
        number, channel = divmod(region.channel, step.input_channels[0])
        row, column = divmod(number, size[1])
        return _Region(row, row, column, column, channel)
    found = _find_channel(step, region.channel, place)
    if found is None:
        return None
    if step.sees_everything or size == (1, 1):
        return _Region(0, size[0] - 1, 0, size[1] - 1, found)
    down, right = step.axes
    top, bottom = _cut(*down.look_back(region.top, region.bottom), size[0])
    left, right_end = _cut(*right.look_back(region.left, region.right), size[1])
    return _Region(top, bottom, left, right_end, found) if top <= bottom and left <= right_end else None


def _find_channel(step: Step, channel: int, place: int) -> int | None:
    """The channel of an input that a channel of the output depends on; None where it doesn't depend on that input."""
    if channel == ALL_CHANNELS or step.channels == "mixed":
        return ALL_CHANNELS
    if step.channels == "same":
        return channel
    inside = channel - sum(step.input_channels[:place])
    return inside if 0 <= inside < step.input_channels[place] else None


def _cut(first: int, last: int, size: int) -> tuple[int, int]:
    return max(first, 0), min(last, size - 1)


def _unite(one: _Region, other: _Region) -> _Region:
    return _Region(
        min(one.top, other.top),
        max(one.bottom, other.bottom),
        min(one.left, other.left),
        max(one.right, other.right),
        one.channel if one.channel == other.channel else ALL_CHANNELS,
    )
