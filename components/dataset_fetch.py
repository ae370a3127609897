"""Fetching a data set that isn't on this machine yet."""

from components.fetch import draw_fetch_button
from lab.datasets import Dataset
from lab.datasets.fetching import dataset_fetch, is_present
from lab.datasets.keras_sets import KerasSet
from lab.i18n import _


def draw_fetch(dataset: Dataset) -> bool:
    """Where a data set must be fetched first, draw the button or the progress.

    Args:
        dataset: the draft's data set.

    Returns:
        Whether there is nothing else to show yet.
    """
    if not isinstance(dataset, KerasSet) or is_present(dataset.name):
        return False
    draw_fetch_button(
        dataset_fetch(dataset.name), _("{title} is not on this machine yet.").format(title=_(dataset.title))
    )
    return True
