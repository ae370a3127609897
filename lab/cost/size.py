"""What a network's cost depends on."""

from collections.abc import Sequence
from dataclasses import dataclass

from lab.network import BYTES_A_NUMBER, LayerRow

# Their outputs are not needed again on the way back, or are the same memory as their input.
NOT_KEPT = ("BatchNormalization", "Dropout", "Flatten", "ZeroPadding2D", "Reshape", "Rescaling")
CONVOLUTIONS = ("Conv2D", "SeparableConv2D", "DepthwiseConv2D")


@dataclass(frozen=True)
class NetworkSize:
    """Sums over a layer table.

    Attributes:
        layers: how many.
        parameters: numbers that it holds.
        trainable: of them, those that training changes.
        multiply_adds: for one image forward.
        activation_bytes: of all outputs for one image.
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

    Args:
        rows: of a network without an impossible layer.
    """
    return NetworkSize(
        layers=len(rows),
        parameters=sum(row.parameters for row in rows),
        trainable=sum(row.trainable for row in rows),
        multiply_adds=sum(row.multiply_adds for row in rows),
        activation_bytes=sum(row.activation_bytes for row in rows),
        kept_bytes=sum(row.activation_bytes for row in rows if row.type not in NOT_KEPT),
        largest_bytes=max((row.activation_bytes for row in rows), default=0),
        has_convolutions=any(row.type in CONVOLUTIONS for row in rows),
    )
