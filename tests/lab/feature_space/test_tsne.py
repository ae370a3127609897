import contextlib
import os
import signal
import threading

import numpy as np
import psutil
import pytest

from lab.errors import ServiceError
from lab.feature_space.features import Features, read_features, write_features
from lab.feature_space.tsne import find_embedding, locate_embedding

COUNT = 60


def list_processes() -> list[psutil.Process]:
    """The processes of t-SNE that this one has started."""
    found = []
    for process in psutil.Process().children():
        # One that has just ended has no command line any more.
        with contextlib.suppress(psutil.Error):
            if "lab.feature_space" in process.cmdline():
                found.append(process)
    return found


def make_features(count: int = COUNT) -> Features:
    generator = np.random.default_rng(0)
    labels = np.arange(count) % 3
    values = generator.normal(0, 6, (3, 16))[labels] + generator.normal(0, 1, (count, 16))
    return Features(
        values.astype(np.float32),
        np.eye(3, dtype=np.float32)[labels],
        np.arange(count),
        labels,
        np.zeros((count, 8, 8, 1), np.uint8),
    )


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "features.npz"
    write_features(path, make_features())
    return path


def test_what_is_near_stands_together_and_is_computed_once(path):
    shares: list[float] = []
    places = find_embedding(path, shares.append)
    assert places.shape == (COUNT, 2)
    assert shares == sorted(shares) and max(shares) == 1
    assert not list_processes()
    labels = np.arange(COUNT) % 3
    distances = np.linalg.norm(places[:, np.newaxis] - places, axis=2)
    np.fill_diagonal(distances, np.inf)
    assert (labels[distances.argmin(axis=1)] == labels).all()
    told: list[float] = []
    assert (find_embedding(path, told.append) == places).all()
    assert not told


class LeavingError(Exception):
    """Somebody pressed Stop, or closed the browser."""


def test_who_leaves_ends_the_process_and_nothing_is_kept(path):
    def leave(_share: float) -> None:
        if list_processes():
            raise LeavingError

    with pytest.raises(LeavingError):
        find_embedding(path, leave)
    assert not list_processes()
    assert not locate_embedding(path).exists()


def test_a_process_that_dies_is_said_to_have(path):
    def kill(_share: float) -> None:
        for process in list_processes():
            os.kill(process.pid, signal.SIGTERM)

    with pytest.raises(ServiceError, match="Try again"):
        find_embedding(path, kill)


def test_a_second_one_who_wants_the_same_waits_for_the_first(path):
    found = []
    threads = [threading.Thread(target=lambda: found.append(find_embedding(path))) for _ in range(2)]
    most = 0
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        most = max(most, len(list_processes()))
        threads[0].join(0.1)
        threads[1].join(0.1)
    assert most == 1
    assert (found[0] == found[1]).all()


def test_a_file_that_is_not_whole_counts_as_none(path):
    kept = read_features(path)
    assert kept is not None and (kept.values == make_features().values).all()
    path.write_bytes(path.read_bytes()[:2000])
    assert read_features(path) is None
    assert read_features(path.with_name("other.npz")) is None
