"""What every data set has, and the source of images that it opens."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from lab.preparation import Preparation
from lab.registry import Registered, Registry

Part = Literal["train", "validation", "test"]
PARTS: tuple[Part, ...] = ("train", "validation", "test")


@dataclass(frozen=True)
class Skipped:
    """A file that was left out, and why.

    Attributes:
        file: its name, as its author wrote it.
        reason: a sentence.
    """

    file: str
    reason: str


class ImageSource(ABC):
    """Labelled images that can be read one at a time, whether they lie in memory or in files.

    Attributes:
        class_names: the classes; a label is an index into them.
        labels: (count,), int64.
        names: a name for each image, such as its path below the data set's folder.
        parts: for each image the part that its data set puts it in, or "" where that is left to the split.
        groups: (count,), int64; images with the same number never land in different parts.
        skipped: files that were left out before anything was read.
    """

    class_names: tuple[str, ...]
    labels: NDArray[np.int64]
    names: Sequence[str]
    parts: Sequence[Part | Literal[""]]
    groups: NDArray[np.int64]
    skipped: Sequence[Skipped] = ()

    def __len__(self) -> int:
        """How many images."""
        return len(self.labels)

    @abstractmethod
    def read(self, index: int) -> NDArray[np.uint8]:
        """Decode one image.

        Returns:
            (height, width, channels), uint8, 0…255, 1 or 3 channels.

        Raises:
            ImageError: it cannot be read; names the file.
        """

    def prepare(self, index: int, preparation: Preparation) -> NDArray[np.uint8]:
        """Decode one image and bring it to the network's size and colour.

        Returns:
            (size, size, channels), uint8, 0…255.

        Raises:
            ImageError: it cannot be read; names the file.
        """
        return preparation.apply(self.read(index))

    @abstractmethod
    def sizes(self) -> NDArray[np.int64]:
        """Width and height of every image in pixels, (count, 2), without decoding; 0, 0 where unknown."""

    def held_bytes(self) -> int:
        """Memory that its images take while they are prepared, all together."""
        return 0


class ArraySource(ImageSource):
    """Images of one size that lie in one array.

    Args:
        images: (count, height, width, channels), uint8, 0…255; may be memory-mapped.
        labels: (count,), int64.
        class_names: the classes.
        parts: the part of each image, or None to leave all to the split.
    """

    def __init__(
        self,
        images: NDArray[np.uint8],
        labels: NDArray[np.int64],
        class_names: tuple[str, ...],
        parts: Sequence[Part | Literal[""]] | None = None,
    ) -> None:
        self.images = images
        self.labels = labels
        self.class_names = class_names
        self.names = [f"{number:05d}" for number in range(len(labels))]
        self.parts = parts if parts is not None else [""] * len(labels)
        self.groups = np.arange(len(labels))

    def read(self, index: int) -> NDArray[np.uint8]:
        """See ImageSource."""
        return np.asarray(self.images[index])

    def sizes(self) -> NDArray[np.int64]:
        """See ImageSource."""
        height, width = self.images.shape[1:3]
        return np.tile(np.array([width, height], np.int64), (len(self), 1))

    def held_bytes(self) -> int:
        """See ImageSource."""
        return self.images.nbytes


class Dataset(Registered):
    """A data set's settings."""

    def label(self) -> str:
        """What a list of runs calls it: its name, or something closer."""
        return self.name

    def pinned(self) -> Self:
        """The same images for ever: with its version said, where it has versions."""
        return self

    def suggest(self) -> Preparation:
        """The preparation that suits its images."""
        return Preparation()

    def version(self) -> str:
        """What its images depend on, in 16 hexadecimal digits: another version, other images.

        These settings, unless the set has a better answer: whatever else can change its images belongs in here.
        """
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]

    @abstractmethod
    def open(self) -> ImageSource:
        """Open the images.

        Raises:
            DatasetError: it is not there, or not what it should be; says what to do.
        """


DATASETS: Registry[Dataset] = Registry("data set")
