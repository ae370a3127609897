"""Which layers of a network still know places, and which of them says the most about the answer."""

from collections.abc import Mapping

from lab.errors import ExplanationError
from lab.i18n import _
from lab.layer_kinds import LayerKind, find_layer_kind
from lab.layers.base import Shape

# By name, in the order in which they are computed: the Keras class and the output's shape without the batch.
Layers = Mapping[str, tuple[str, Shape | None]]


def find_spatial_layers(layers: Layers) -> list[str]:
    """The layers whose output has more than one place.

    Args:
        layers: of a network; the input is left out.
    """
    return [
        name
        for name, (kind, shape) in layers.items()
        if kind != "InputLayer" and shape is not None and len(shape) == 3 and shape[0] * shape[1] > 1
    ]


def choose_spatial_layer(layers: Layers) -> str:
    """The last layer with places that does not pool: the last convolution, with what belongs to it.

    Behind it nothing is found any more, and a pooling only makes its map coarser.

    Args:
        layers: of a network.

    Raises:
        ExplanationError: the network has no layer with places.
    """
    spatial = find_spatial_layers(layers)
    if not spatial:
        text = _(
            "This network has no layer that knows places: it takes the image apart into a row of numbers at once. "
            "Integrated gradients and occlusion explain it all the same."
        )
        raise ExplanationError(text)
    finding = [name for name in spatial if find_layer_kind(layers[name][0]) is not LayerKind.POOLING]
    return finding[-1] if finding else spatial[-1]
