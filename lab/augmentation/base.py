"""What every augmentation has."""

import os
from abc import abstractmethod
from typing import TYPE_CHECKING, Any

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
            seed: for its own generator; give every epoch and worker another one.

        Returns:
            An `albumentations.Compose` called as `pipeline(image=image)["image"]`, where image is
            (height, width, channels), uint8, 0…255.
        """
        import albumentations

        return albumentations.Compose(self.transforms(), seed=seed)


AUGMENTATIONS: Registry[Augmentation] = Registry("augmentation")
