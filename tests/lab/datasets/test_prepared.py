from typing import Literal

import numpy as np
import pytest

from lab.datasets.base import ArraySource, Dataset, ImageSource, Skipped
from lab.datasets.prepared import prepare_images
from lab.errors import DatasetError, ImageError
from lab.preparation import Preparation
from lab.settings import load_settings

SMALL = Preparation(size=4)


class Images(ImageSource):
    """Image number i is grey of value i; those in `broken` cannot be read."""

    def __init__(self, labels, broken=()):
        self.labels = np.asarray(labels)
        self.class_names = tuple(f"class {label}" for label in range(self.labels.max() + 1))
        self.names = [f"{number}.png" for number in range(len(self.labels))]
        self.parts = ["train", "test"] * (len(self.labels) // 2)
        self.skipped = [Skipped("before.txt", "It was left out before.")]
        self.groups = np.arange(len(self.labels))
        self.broken = set(broken)
        self.reads = 0

    def read(self, index):
        self.reads += 1
        if index in self.broken:
            raise ImageError(f"{self.names[index]} is broken.")
        # Of every shape, so that each is prepared.
        return np.full((1 + index % 7, 1 + index % 5, 1 + 2 * (index % 2)), index % 256, np.uint8)

    def sizes(self):
        return np.zeros((len(self), 2), np.int64)


class Drawn(Dataset):
    """Hands out the source that it is given."""

    name: Literal["drawn"] = "drawn"
    number: int = 0
    _source: ImageSource

    def __init__(self, source, number=0):
        super().__init__(number=number)
        self._source = source

    def open(self):
        return self._source


@pytest.fixture(autouse=True)
def directory(tmp_path, monkeypatch):
    monkeypatch.setenv("LAB_HOME", str(tmp_path))
    load_settings.cache_clear()
    yield load_settings().prepared_directory
    load_settings.cache_clear()


def test_images_keep_their_order_though_threads_prepare_them():
    source = Images(np.arange(500) % 2)
    prepared = prepare_images(Drawn(source), SMALL)
    np.testing.assert_array_equal(prepared.images.take()[:, 0, 0, 0], np.arange(500) % 256)
    assert prepared.images.shape == (500, 4, 4, 3)
    assert prepared.names == list(source.names)
    assert prepared.skipped == source.skipped


@pytest.mark.parametrize("preparation", [SMALL, Preparation(size=9, color="grey", fit="pad")])
def test_the_pixels_are_those_that_the_source_prepares(preparation):
    source = Images(np.arange(40) % 2)
    expected = [source.prepare(index, preparation) for index in range(40)]
    for _time in range(2):
        np.testing.assert_array_equal(prepare_images(Drawn(source), preparation).images.take(), expected)


def test_a_second_time_nothing_is_decoded_and_nothing_is_read_into_memory():
    source = Images(np.arange(40) % 2, broken=[3])
    first = prepare_images(Drawn(source), SMALL)
    told = []
    again = prepare_images(Drawn(source), SMALL, lambda done, total: told.append(done))
    assert source.reads == 40
    assert told == []
    assert again.skipped == first.skipped
    assert not again.images.array.flags.writeable
    assert not again.images.array.flags.owndata


def test_other_settings_and_another_preparation_are_kept_apart(directory):
    source = Images(np.arange(40) % 2)
    for number, preparation in ((0, SMALL), (1, SMALL), (1, Preparation(size=4, fit="pad")), (0, SMALL)):
        prepare_images(Drawn(source, number), preparation)
    assert source.reads == 3 * 40
    assert len([path for path in directory.iterdir() if path.is_dir()]) == 3


def test_what_cannot_be_read_is_left_out_everywhere_alike():
    source = Images([0, 0, 1, 1, 0, 1], broken=[1, 2])
    for _time in range(2):
        prepared = prepare_images(Drawn(source), Preparation(size=4, color="grey"))
        assert prepared.images.take()[:, 0, 0, 0].tolist() == [0, 3, 4, 5]
        assert prepared.images.labels.tolist() == [0, 1, 0, 1]
        assert prepared.names == ["0.png", "3.png", "4.png", "5.png"]
        assert prepared.parts == ["train", "test", "train", "test"]
        assert prepared.skipped == [
            Skipped("before.txt", "It was left out before."),
            Skipped("1.png", "1.png is broken."),
            Skipped("2.png", "2.png is broken."),
        ]
        assert len(prepared.images) + len(prepared.skipped) == len(source) + len(source.skipped)


def test_a_class_of_which_nothing_can_be_read_is_named():
    with pytest.raises(DatasetError, match="`class 1` has no image that can be read"):
        prepare_images(Drawn(Images([0, 1, 0, 1], broken=[1, 3])), SMALL)


def test_what_is_no_image_error_is_not_taken_for_one(directory):
    source = Images([0, 1])
    source.read = lambda index: 1 / 0
    with pytest.raises(ZeroDivisionError):
        prepare_images(Drawn(source), SMALL)
    assert not [path for path in directory.iterdir() if path.is_dir()]


@pytest.mark.parametrize("count", [2, 100, 250])
def test_progress_rises_to_the_end(count):
    told = []
    source = Images(np.arange(count) % 2)
    prepare_images(Drawn(source), SMALL, lambda done, total: told.append((done, total)))
    assert told == sorted(set(told))
    assert told[-1] == (count, count)


def test_what_progress_raises_ends_the_preparation_soon_and_leaves_nothing(directory):
    source = Images(np.arange(5000) % 2)

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare_images(Drawn(source), SMALL, stop)
    assert source.reads < 1000
    assert not [path for path in directory.iterdir() if path.is_dir()]


def test_an_array_that_suits_is_handed_on_without_a_copy(directory):
    pixels = np.zeros((4, 8, 8, 1), np.uint8)
    source = ArraySource(pixels, np.array([0, 1, 0, 1]), ("a", "b"))
    source.skipped = [Skipped("readme.txt", "It is no image.")]
    prepared = prepare_images(Drawn(source), Preparation(size=8, color="grey"))
    assert prepared.images.array is pixels
    assert prepared.skipped == source.skipped
    assert not directory.exists()
    assert prepare_images(Drawn(source), Preparation(size=8)).images.shape == (4, 8, 8, 3)
    assert prepare_images(Drawn(source), Preparation(size=4, color="grey")).images.shape == (4, 4, 4, 1)
