"""Images that somebody wants a network to look at, read when they are needed."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from lab.datasets.base import ImageSource
from lab.datasets.imported import ImportedSource
from lab.images import StoredImage, decode_image, read_stored
from lab.preparation import Preparation


class GivenImage(ABC):
    """An image from somewhere.

    Attributes:
        name: what its owner calls it.
    """

    name: str

    @abstractmethod
    def prepare(self, preparation: Preparation) -> NDArray[np.uint8]:
        """The image as a network gets it: the pixels that it would have had in training.

        Returns:
            (size, size, channels), uint8, 0…255.

        Raises:
            ImageError: it cannot be read; names it.
        """

    @abstractmethod
    def read(self, shortest: int | None = None) -> NDArray[np.uint8]:
        """The upright image, perhaps smaller; see `lab.images.decode_image`."""

    def stored(self, preparation: Preparation) -> StoredImage | None:
        """How it lies in its file; None where it lies in none."""
        return None

    def truth(self, labels: Sequence[str]) -> str:
        """Which of some classes it is known to be of; "" where nobody has said it."""
        return ""


class GivenFile(GivenImage):
    """A file that somebody brought.

    Args:
        name: what it is called; of a member of an archive the whole path: a folder may be named after its class.
        load: gives its content.
    """

    def __init__(self, name: str, load: Callable[[], bytes]) -> None:
        self.name = name
        self._load = load

    def prepare(self, preparation: Preparation) -> NDArray[np.uint8]:
        """See GivenImage."""
        return preparation.decode(self._load(), self.name)

    def read(self, shortest: int | None = None) -> NDArray[np.uint8]:
        """See GivenImage."""
        return decode_image(self._load(), self.name, shortest)

    def stored(self, preparation: Preparation) -> StoredImage | None:
        """See GivenImage."""
        return read_stored(self._load(), self.name, shortest=preparation.size)

    def truth(self, labels: Sequence[str]) -> str:
        """The nearest folder above it that is named like a class, small and capital letters alike."""
        called = {label.casefold(): label for label in labels}
        folders = self.name.split("/")[:-1]
        return next((called[one.casefold()] for one in reversed(folders) if one.casefold() in called), "")


class GivenSample(GivenImage):
    """An image of a data set.

    Args:
        source: the data set.
        index: which of its images.
    """

    def __init__(self, source: ImageSource, index: int) -> None:
        self.name = source.names[index]
        self.index = index
        self._source = source

    def prepare(self, preparation: Preparation) -> NDArray[np.uint8]:
        """See GivenImage."""
        return self._source.prepare(self.index, preparation)

    def read(self, shortest: int | None = None) -> NDArray[np.uint8]:
        """See GivenImage."""
        if isinstance(self._source, ImportedSource):
            return decode_image(self._source.load(self.index), self.name, shortest)
        return self._source.read(self.index)

    def stored(self, preparation: Preparation) -> StoredImage | None:
        """See GivenImage."""
        if isinstance(self._source, ImportedSource):
            return read_stored(self._source.load(self.index), self.name, shortest=preparation.size)
        return None

    def truth(self, labels: Sequence[str]) -> str:
        """See GivenImage."""
        name = self._source.class_names[int(self._source.labels[self.index])]
        return name if name in labels else ""


class GivenPixels(GivenImage):
    """An image that is decoded already.

    Args:
        name: what it is called.
        pixels: (height, width, channels), uint8, 0…255, 1 or 3 channels.
        truth: its class, where it is known.
    """

    def __init__(self, name: str, pixels: NDArray[np.uint8], truth: str = "") -> None:
        self.name = name
        self._pixels = pixels
        self._truth = truth

    def prepare(self, preparation: Preparation) -> NDArray[np.uint8]:
        """See GivenImage."""
        return preparation.apply(self._pixels)

    def read(self, shortest: int | None = None) -> NDArray[np.uint8]:
        """See GivenImage."""
        return self._pixels

    def truth(self, labels: Sequence[str]) -> str:
        """See GivenImage."""
        return self._truth if self._truth in labels else ""
