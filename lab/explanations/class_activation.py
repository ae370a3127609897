"""What Grad-CAM and its kind share: the channels of a layer, weighed by what the class's score makes of them."""

from abc import abstractmethod
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from lab.explanations.base import Explanation, Maps, OpenedNetwork, Pieces
from lab.i18n import N_


class ClassActivation(Explanation):
    """A weighted sum of a layer's channels, where it is above 0."""

    layer: str = Field(
        "",
        max_length=120,
        title=N_("Layer"),
        description=N_("Whose channels are weighed; empty: the last one that still knows places, before any pooling."),
        json_schema_extra={"hidden": True},
    )

    @abstractmethod
    def weigh(self, features: NDArray[np.float32], gradients: NDArray[np.float32]) -> NDArray[np.float32]:
        """Weigh the channels.

        Args:
            features: (rows, columns, channels) of the layer.
            gradients: (classes, rows, columns, channels): of each class's score before the softmax.

        Returns:
            (classes, channels) weights.
        """

    def explain(self, network: OpenedNetwork, image: NDArray[np.uint8], classes: Sequence[int]) -> Pieces[Maps]:
        """See Explanation; the map is enlarged bilinearly to the image's size."""
        layer = network.find_layer(self.layer)
        yield 0.0
        features, gradients = network.differentiate_features(layer, image, classes)
        maps = np.einsum("ijk,ck->cij", features, self.weigh(features, gradients))
        return _enlarge(np.maximum(maps, 0), image.shape[0], image.shape[1])


def _enlarge(maps: NDArray[np.float32], height: int, width: int) -> Maps:
    enlarged = [cv2.resize(one, (width, height), interpolation=cv2.INTER_LINEAR) for one in maps]
    return np.asarray(enlarged, np.float32)
