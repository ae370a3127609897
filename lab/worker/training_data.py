"""A data set as training needs it."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lab.datasets.base import Part
from lab.datasets.prepared import PreparedImages
from lab.datasets.subset import Subset
from lab.scaling import Scaler


@dataclass(frozen=True)
class TrainingData:
    """Images, their parts and their scaling.

    Attributes:
        loaded: all images.
        indices: which of them belong to each part.
        scaler: fitted on the training part.
    """

    loaded: PreparedImages
    indices: dict[Part, NDArray[np.int64]]
    scaler: Scaler

    def part(self, part: Part) -> Subset:
        """The images of a part."""
        return self.loaded.images.choose(self.indices[part])

    def count_batches(self, batch_size: int) -> int:
        """How many batches an epoch has."""
        return math.ceil(len(self.indices["train"]) / batch_size)

    def class_weights(self) -> NDArray[np.float32]:
        """What an image of each class counts, (classes,): n / (classes · n of the class), scikit-learn's "balanced".

        A class without training images counts 1, which nothing notices.
        """
        num_classes = len(self.loaded.class_names)
        counts = np.bincount(self.part("train").labels, minlength=num_classes)
        weights = np.ones(num_classes)
        present = counts > 0
        weights[present] = counts.sum() / (present.sum() * counts[present])
        return weights.astype(np.float32)
