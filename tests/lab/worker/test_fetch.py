"""Fetching in this process, without TensorFlow: what a fetch does around Keras."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lab.datasets.fetching import dataset_fetch, fetched_directory
from lab.datasets.keras_sets import CIFAR10, FashionMNIST
from lab.settings import load_settings
from lab.worker import fetch


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("LAB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    load_settings.cache_clear()
    yield tmp_path
    load_settings.cache_clear()


def stand_in(monkeypatch, outcome):
    """Let Keras give this, or fail with it."""

    def load(settings: object, cache: Path) -> object:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(fetch, "_load", load)


def test_arrays_get_a_channel_and_flat_labels(monkeypatch):
    images, labels = np.ones((3, 4, 4), np.uint8), np.array([[0], [1], [2]], np.uint8)
    stand_in(monkeypatch, ((images, labels), (images[:1], labels[:1])))
    fetch.main("mnist")
    directory = fetched_directory("mnist")
    assert np.load(directory / "images.npy").shape == (4, 4, 4, 1)
    assert np.load(directory / "labels.npy").tolist() == [0, 1, 2, 0]
    assert np.load(directory / "training_count.npy") == 3
    assert dataset_fetch("mnist").progress().state == "done"
    assert sorted(path.name for path in directory.parent.iterdir()) == ["mnist", "mnist.progress.json"]


def test_a_failure_names_every_file_its_place_and_where_it_comes_from(monkeypatch, home):
    stand_in(monkeypatch, OSError(28, "No space left on device"))
    with pytest.raises(OSError, match="No space"):
        fetch.main("cifar10")
    progress = dataset_fetch("cifar10").progress()
    assert progress.state == "failed"
    assert "CIFAR-10 could not be fetched: [Errno 28] No space left on device." in progress.message
    assert str(home / "keras" / "datasets" / "cifar-10-batches-py-target_archive") in progress.message
    assert CIFAR10.addresses[0].endswith("/cifar-10-python.tar.gz")
    assert CIFAR10.addresses[0] in progress.message
    assert not fetched_directory("cifar10").exists()


def test_a_disk_that_fills_up_leaves_no_half_set(monkeypatch):
    images, labels = np.ones((3, 4, 4), np.uint8), np.arange(3)
    stand_in(monkeypatch, ((images, labels), (images, labels)))
    saved = np.save

    def save(path: Path, values: object) -> None:
        if path.name == "labels.npy":
            raise OSError(28, "No space left on device")
        saved(path, values)

    monkeypatch.setattr(fetch.np, "save", save)
    with pytest.raises(OSError, match="No space"):
        fetch.main("mnist")
    assert [path.name for path in load_settings().datasets_directory.iterdir()] == ["mnist.progress.json"]


def test_what_a_killed_fetch_left_behind_is_cleared(home):
    left = load_settings().datasets_directory / ".mnist-abc"
    left.mkdir(parents=True)
    images, labels = np.ones((1, 4, 4), np.uint8), np.zeros(1, np.uint8)
    fetch._keep("mnist", (images, labels), (images, labels))
    assert not left.exists()


def test_half_a_file_is_dropped_and_a_whole_one_kept(tmp_path):
    whole, half, other = tmp_path / "whole.gz", tmp_path / "half.gz", tmp_path / "mnist.npz"
    whole.write_bytes(gzip.compress(os.urandom(5000)))
    half.write_bytes(whole.read_bytes()[:2000])
    other.write_bytes(b"checked by Keras itself")
    fetch._drop_halves([whole, half, other, tmp_path / "absent.gz"])
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["mnist.npz", "whole.gz"]


def test_keras_s_home_is_made_and_falls_back_where_it_cannot_be_written(home, monkeypatch):
    assert fetch.find_keras_home() == home / "keras"
    assert (home / "keras").is_dir()
    monkeypatch.setattr(fetch.os, "access", lambda path, mode: False)
    assert fetch.find_keras_home().name == ".keras"
    assert fetch.find_keras_home() != home / "keras"


@pytest.mark.slow
def test_keras_looks_for_the_names_that_are_told():
    """No network and an empty folder: the first name that Keras asks for is the first of ours."""
    code = (
        "import sys, keras, keras.src.datasets.cifar10 as c10, keras.src.datasets.cifar100 as c100\n"
        "import keras.src.datasets.mnist as m, keras.src.datasets.fashion_mnist as f, keras.src.utils.file_utils as u\n"
        "asked = []\n"
        "def urlretrieve(origin, target, hook=None): asked.append((origin, target)); raise OSError\n"
        "u.urlretrieve = urlretrieve\n"
        "for module in (m, f, c10, c100):\n"
        "    try: module.load_data()\n"
        "    except OSError: pass\n"
        "for origin, target in asked: print('asked', origin, target)\n"
    )
    Path(os.environ["KERAS_HOME"]).mkdir()
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    expected = {}
    for name in ("mnist", "fashion_mnist", "cifar10", "cifar100"):
        cls = fetch.DATASETS[name]
        expected[cls.addresses[0]] = str(Path(os.environ["KERAS_HOME"]) / "datasets" / cls.files[0])
    asked = [line.split()[1:] for line in result.stdout.splitlines() if line.startswith("asked ")]
    assert dict(asked) == expected, result.stderr


def test_a_second_click_starts_no_second_process(monkeypatch):
    started = []

    def popen(command: list[str], **options: object) -> subprocess.Popen:
        started.append(original([sys.executable, "-c", "import time; time.sleep(60)"]))
        return started[-1]

    original = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", popen)
    try:
        for _click in range(2):
            dataset_fetch("mnist").start()
            assert dataset_fetch("mnist").progress().state == "running"
        assert len(started) == 1
        started[0].kill()
        started[0].wait()
        assert dataset_fetch("mnist").progress().state == "failed"
        dataset_fetch("mnist").start()
        assert len(started) == 2
    finally:
        for process in started:
            process.kill()
            process.wait()


def test_a_progress_file_that_is_no_json_is_no_progress():
    dataset_fetch("mnist").progress_path.parent.mkdir(parents=True)
    dataset_fetch("mnist").progress_path.write_text("{")
    assert dataset_fetch("mnist").progress() is None


def test_the_fashion_set_s_files_are_in_the_order_of_keras():
    assert [file.split("/")[1] for file in FashionMNIST.files] == [
        address.rsplit("/", 1)[1] for address in FashionMNIST.addresses
    ]
