"""What every augmentation has."""

import os
import random
from abc import abstractmethod
from typing import TYPE_CHECKING, Any

import numpy as np

from lab.registry import Registered, Registry

if TYPE_CHECKING:
    import albumentations

# Otherwise importing albumentations asks the network for a newer version.
os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"


class Augmentation(Registered):
    """A pipeline of albumentations, before it is built."""

    @abstractmethod
    def transforms(self) -> "list[albumentations.BasicTransform]":
        """The transforms, in order; none means that images stay as they are."""

    def build(self, seed: int) -> Any:  # noqa: ANN401 - albumentations is untyped
        """Build the pipeline (imports albumentations).

        Args:
            seed: of its random numbers.

        Returns:
            An `albumentations.Compose` called as `pipeline(image=image)["image"]`, where image is
            (height, width, channels), uint8, 0…255.
        """
        return seed_pipeline(self.compose(), seed)

    def compose(self, **options: Any) -> Any:  # noqa: ANN401
        """The pipeline without a seed.

        Args:
            options: more of what `albumentations.Compose` takes.
        """
        import albumentations

        return albumentations.Compose(self.transforms(), **options)


def seed_pipeline(pipeline: Any, seed: int | np.random.SeedSequence) -> Any:  # noqa: ANN401
    """Give a pipeline one stream of random numbers for all its transforms.

    With `Compose(seed=…)` albumentations 2.0.8 starts every transform from the same number: two flips of the same
    probability would always happen together.

    Args:
        pipeline: an `albumentations.Compose`.
        seed: the same one gives the same images.

    Returns:
        The pipeline.
    """
    generator = np.random.default_rng(seed)
    pipeline.set_random_state(generator, random.Random(int(generator.integers(2**63))))
    return pipeline


AUGMENTATIONS: Registry[Augmentation] = Registry("augmentation")
