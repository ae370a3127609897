import numpy as np
import pytest

from lab.datasets.base import ArraySource, ImageSource, Skipped
from lab.datasets.load import load_images
from lab.errors import DatasetError, ImageError
from lab.preparation import Preparation


class Images(ImageSource):
    """Image number i is grey of value i; those in `broken` cannot be read."""

    def __init__(self, labels, broken=()):
        self.labels = np.asarray(labels)
        self.class_names = tuple(f"class {label}" for label in range(self.labels.max() + 1))
        self.names = [f"{number}.png" for number in range(len(self.labels))]
        self.parts = ["train", "test"] * (len(self.labels) // 2)
        self.groups = np.arange(len(self.labels))
        self.skipped = [Skipped("before.txt", "It was left out before.")]
        self.broken = set(broken)

    def read(self, index):
        if index in self.broken:
            raise ImageError(f"{self.names[index]} is broken.")
        # Of every shape, so that each is prepared.
        return np.full((1 + index % 7, 1 + index % 5, 1 + 2 * (index % 2)), index % 256, np.uint8)

    def sizes(self):
        return np.zeros((len(self), 2), np.int64)


def test_images_keep_their_order_though_threads_decode_them():
    source = Images(np.arange(500) % 2)
    loaded = load_images(source, Preparation(size=4))
    np.testing.assert_array_equal(loaded.images[:, 0, 0, 0], np.arange(500) % 256)
    assert loaded.images.shape == (500, 4, 4, 3)
    assert loaded.names == list(source.names)
    assert loaded.skipped == source.skipped


def test_what_cannot_be_read_is_left_out_everywhere_alike():
    source = Images([0, 0, 1, 1, 0, 1], broken=[1, 2])
    loaded = load_images(source, Preparation(size=4, color="grey"))
    assert loaded.images[:, 0, 0, 0].tolist() == [0, 3, 4, 5]
    assert loaded.labels.tolist() == [0, 1, 0, 1]
    assert loaded.names == ["0.png", "3.png", "4.png", "5.png"]
    assert loaded.parts == ["train", "test", "train", "test"]
    assert loaded.skipped == [
        Skipped("before.txt", "It was left out before."),
        Skipped("1.png", "1.png is broken."),
        Skipped("2.png", "2.png is broken."),
    ]
    assert len(loaded.images) + len(loaded.skipped) == len(source) + len(source.skipped)


def test_a_class_of_which_nothing_can_be_read_is_named():
    with pytest.raises(DatasetError, match="`class 1` has no image that can be read"):
        load_images(Images([0, 1, 0, 1], broken=[1, 3]), Preparation(size=4))


def test_what_is_no_image_error_is_not_taken_for_one():
    source = Images([0, 1])
    source.read = lambda index: 1 / 0
    with pytest.raises(ZeroDivisionError):
        load_images(source, Preparation(size=4))


@pytest.mark.parametrize("count", [2, 100, 250])
def test_progress_rises_to_the_end(count):
    told = []
    load_images(Images(np.arange(count) % 2), Preparation(size=4), lambda done, total: told.append((done, total)))
    assert told == sorted(set(told))
    assert told[-1] == (count, count)


def test_an_array_that_suits_is_handed_on_without_a_copy():
    images = np.zeros((4, 8, 8, 1), np.uint8)
    source = ArraySource(images, np.array([0, 1, 0, 1]), ("a", "b"))
    told = []
    loaded = load_images(source, Preparation(size=8, color="grey"), lambda done, total: told.append((done, total)))
    assert loaded.images is images
    assert told == [(4, 4)]
    assert load_images(source, Preparation(size=8)).images.shape == (4, 8, 8, 3)
    assert load_images(source, Preparation(size=4, color="grey")).images.shape == (4, 4, 4, 1)
