import numpy as np
import pytest

from lab.datasets import DATASETS
from lab.datasets.base import ArraySource
from lab.datasets.fetching import fetched_directory
from lab.datasets.keras_sets import CIFAR100, KerasSet
from lab.errors import DatasetError
from lab.settings import load_settings

KERAS_SETS = [cls for cls in DATASETS.classes() if issubclass(cls, KerasSet)]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("LAB_HOME", str(tmp_path))
    load_settings.cache_clear()
    yield
    load_settings.cache_clear()


def keep(name: str, channels: int) -> None:
    directory = fetched_directory(name)
    directory.mkdir(parents=True)
    np.save(directory / "images.npy", np.arange(3 * 4 * 4 * channels, dtype=np.uint8).reshape(3, 4, 4, channels))
    np.save(directory / "labels.npy", np.array([1, 0, 1]))
    np.save(directory / "training_count.npy", np.int64(2))


def test_there_are_four_with_as_many_names_as_classes():
    counts = {cls.model_fields["name"].default: len(set(cls.class_names)) for cls in KERAS_SETS}
    assert counts == {"mnist": 10, "fashion_mnist": 10, "cifar10": 10, "cifar100": 100}
    assert sorted(CIFAR100.class_names) == list(CIFAR100.class_names)
    for cls in KERAS_SETS:
        assert len(cls.files) == len(cls.addresses)


@pytest.mark.parametrize("cls", KERAS_SETS, ids=lambda cls: cls.__name__)
def test_what_is_fetched_is_mapped_and_keeps_its_parts(cls):
    keep(cls().name, cls().suggest().input_shape[2])
    source = cls().open()
    assert isinstance(source, ArraySource)
    assert isinstance(source.images, np.memmap)
    assert list(source.parts) == ["train", "train", "test"]
    assert source.labels.tolist() == [1, 0, 1]


def test_what_is_not_fetched_says_where_to_fetch_it():
    with pytest.raises(DatasetError, match=r"CIFAR-100 is not on this machine yet: fetch it on the Data page"):
        CIFAR100().open()


@pytest.mark.parametrize("file", ["images.npy", "labels.npy", "training_count.npy"])
@pytest.mark.parametrize("content", [None, b"", b"\x93NUMPY\x01\x00"])
def test_what_is_damaged_says_so_and_where_it_lies(file, content):
    keep("cifar100", 3)
    path = fetched_directory("cifar100") / file
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(DatasetError, match="CIFAR-100 is damaged: delete .*cifar100 and fetch it again"):
        CIFAR100().open()
