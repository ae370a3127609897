"""A network of ImageNet's thousand classes that answers."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lab.datasets.subset import Subset
from lab.i18n import _
from lab.imagenet import PREPARATION, WHOLE, read_class_names
from lab.looking.predictor import Predictor
from lab.model_service import ModelService, OnProgress
from lab.scaling import SCALINGS

Pixels = Literal["right", "raw"]


class ImageNetPredictor(Predictor):
    """A network with the weights that Keras published.

    Args:
        service: answers.
        name: one of `WHOLE`.
        pixels: "right" for the scaling that it was trained with, "raw" for 0…255 as they are.

    Raises:
        DatasetError: the names of the classes are not on this machine.
    """

    def __init__(self, service: ModelService, name: str, pixels: Pixels = "right") -> None:
        self._service = service
        self._name = name
        scaling = SCALINGS["raw" if pixels == "raw" else WHOLE[name].scaling]()
        self.title = f"{WHOLE[name].title} · {_(scaling.title)}"
        self.labels = read_class_names()
        self.preparation = PREPARATION
        self.scaling_title = scaling.title
        # These scalings are the same for every data set.
        self.scaler = scaling.fit(Subset.whole(np.zeros((1, 1, 1, 3), np.uint8)))
        self.key = ("imagenet", name, pixels)

    def ask(self, pixels: NDArray[np.uint8], on_progress: OnProgress) -> NDArray[np.float32]:
        """See Predictor."""
        found: NDArray[np.float32] = self._service.ask(
            "predict_imagenet", on_progress, name=self._name, images=pixels, scaler=self.scaler
        )
        return found
