"""Fetching with Keras's own code, without a network."""

import gzip
import time
from pathlib import Path

import numpy as np
import pytest

from lab.datasets.fetching import dataset_fetch
from lab.datasets.keras_sets import MNIST, FashionMNIST
from lab.fetching import FetchProgress
from lab.settings import load_settings

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("LAB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    # Nobody listens there: the network is out of reach at once, wherever the test runs.
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    (tmp_path / "keras").mkdir()
    load_settings.cache_clear()
    yield tmp_path
    load_settings.cache_clear()


def fetch(name: str) -> FetchProgress:
    dataset_fetch(name).start()
    end = time.monotonic() + 90
    while time.monotonic() < end:
        progress = dataset_fetch(name).progress()
        if progress is not None and progress.state != "running":
            return progress
        time.sleep(0.2)
    raise AssertionError("the fetch did not end")


def write_idx(path: Path, values: np.ndarray) -> None:
    """The format of LeCun's files: a magic number, the sizes, the bytes."""
    header = bytes([0, 0, 8, values.ndim]) + b"".join(size.to_bytes(4, "big") for size in values.shape)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(header + values.tobytes()))


def test_files_put_in_place_by_hand_are_taken_and_parts_are_kept(home):
    generator = np.random.default_rng(0)
    arrays = []
    for count in (20, 10):
        arrays += [np.arange(count, dtype=np.uint8) % 10, generator.integers(0, 256, (count, 28, 28), np.uint8)]
    for file, values in zip(FashionMNIST.files, arrays, strict=True):
        write_idx(home / "keras" / "datasets" / file, values)
    assert fetch("fashion_mnist").state == "done"
    source = FashionMNIST().open()
    assert list(source.parts) == ["train"] * 20 + ["test"] * 10
    assert source.class_names[9] == "Ankle boot"
    np.testing.assert_array_equal(source.read(3)[..., 0], arrays[1][3])
    np.testing.assert_array_equal(source.read(23)[..., 0], arrays[3][3])
    assert source.labels.tolist() == [*arrays[0], *arrays[2]]


def test_without_a_network_the_message_names_the_file_and_its_place(home):
    progress = fetch("mnist")
    assert progress.state == "failed"
    assert str(home / "keras" / "datasets" / "mnist.npz") in progress.message
    assert "put the file there and try again" in progress.message
    assert not list((home / "home" / "datasets").glob("mnist"))
    assert MNIST().suggest().size == 28


def test_a_fetch_that_died_is_not_running_for_ever(home):
    from lab.files import write_json

    write_json(
        load_settings().datasets_directory / "mnist.progress.json",
        {"state": "running", "done_bytes": 1, "total_bytes": 2, "message": "", "pid": 2**22, "start_time": 0.0},
    )
    progress = dataset_fetch("mnist").progress()
    assert progress is not None
    assert progress.state == "failed"
    assert "interrupted" in progress.message
