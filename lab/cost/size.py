"""What a network's cost depends on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lab.network import BYTES_A_NUMBER, LayerRow

# Their outputs are not needed again on the way back, or are the same memory as their input.
NOT_KEPT = ("BatchNormalization", "Dropout", "Flatten", "ZeroPadding2D", "Reshape", "Rescaling")
# What going forward takes of a step that also goes backward.
FORWARD_SHARE = 0.35
CONVOLUTIONS = ("Conv2D", "SeparableConv2D", "DepthwiseConv2D")


@dataclass(frozen=True)
class NetworkSize:
    """Sums over a layer table.

    Attributes:
        layers: how many.
        parameters: numbers that it holds.
        trainable: of them, those that training changes.
        multiply_adds: for one image forward, those of frozen layers counted as `FORWARD_SHARE`.
        activation_bytes: of all outputs for one image, counted in the same way.
        kept_bytes: of those that back-propagation needs again, for one image.
        largest_bytes: of the largest output, for one image.
        has_convolutions: whether there are any.
    """

    layers: int
    parameters: int
    trainable: int
    multiply_adds: int
    activation_bytes: int
    kept_bytes: int
    largest_bytes: int
    has_convolutions: bool

    @property
    def weight_bytes(self) -> int:
        """Memory of its parameters, once."""
        return BYTES_A_NUMBER * self.parameters


def measure_network(rows: Sequence[LayerRow]) -> NetworkSize:
    """Sum up a layer table.

    What lies before the first layer that is trained is computed forward alone, and nothing of it is kept.

    Args:
        rows: of a network without an impossible layer.
    """
    first = next((place for place, row in enumerate(rows) if row.trainable), 0)
    frozen, trained = rows[:first], rows[first:]
    return NetworkSize(
        layers=len(rows),
        parameters=sum(row.parameters for row in rows),
        trainable=sum(row.trainable for row in rows),
        multiply_adds=_sum(frozen, trained, lambda row: row.multiply_adds),
        activation_bytes=_sum(frozen, trained, lambda row: row.activation_bytes),
        kept_bytes=sum(row.activation_bytes for row in trained if row.type not in NOT_KEPT),
        largest_bytes=max((row.activation_bytes for row in rows), default=0),
        has_convolutions=any(row.type in CONVOLUTIONS for row in rows),
    )


def _sum(frozen: Sequence[LayerRow], trained: Sequence[LayerRow], count: Callable[[LayerRow], int]) -> int:
    return round(FORWARD_SHARE * sum(map(count, frozen))) + sum(map(count, trained))
