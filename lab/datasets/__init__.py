"""Data sets: labelled images, from what is bundled to a folder of one's own."""

from typing import TYPE_CHECKING

from lab.datasets.base import DATASETS, Dataset, ImageSource

DATASETS.discover(__name__)

if TYPE_CHECKING:
    AnyDataset = Dataset
else:
    AnyDataset = DATASETS.union()

__all__ = ["DATASETS", "AnyDataset", "Dataset", "ImageSource"]
