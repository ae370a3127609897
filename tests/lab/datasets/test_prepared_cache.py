import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from lab.datasets.prepared_cache import find_or_build
from lab.errors import DatasetError
from lab.settings import load_settings

ROOT = Path(__file__).resolve().parents[3]
COUNT = 10
SHAPE = (COUNT, 100, 100, 1)

# Builds image by image, each in `seconds`, and says when it has begun and what it has found.
BUILDER = """
import sys, time
from pathlib import Path
import numpy as np
from lab.datasets.prepared_cache import find_or_build

def build():
    with Path(sys.argv[1]).open("a") as log:
        log.write("built\\n")
    for number in range(10):
        time.sleep(float(sys.argv[2]))
        yield np.full((1, 100, 100, 1), number, np.uint8), {}
        print("image", number, flush=True)

images, _reasons = find_or_build("key", (10, 100, 100, 1), build, lambda: None)
print("found", images[:, 0, 0, 0].tolist(), flush=True)
"""


@pytest.fixture(autouse=True)
def directory(tmp_path, monkeypatch):
    monkeypatch.setenv("LAB_HOME", str(tmp_path))
    load_settings.cache_clear()
    yield load_settings().prepared_directory
    load_settings.cache_clear()


def blocks(value=7, each=lambda number: None):
    for number in range(COUNT):
        each(number)
        yield np.full((1, *SHAPE[1:]), value, np.uint8), {number: "broken"} if number == 3 else {}


def build(key, value=7, each=lambda number: None):
    return find_or_build(key, SHAPE, lambda: blocks(value, each), lambda: None)


def refuse():
    raise AssertionError("It is there already.")


def is_there(key):
    return (load_settings().prepared_directory / key).is_dir()


def start_builder(log, seconds):
    command = [sys.executable, "-c", BUILDER, str(log), str(seconds)]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ}, stdout=subprocess.PIPE, text=True)


def allow(monkeypatch, folders):
    monkeypatch.setenv("LAB_CACHE_GIGABYTES", str(folders * 101_000 / 1e9))
    load_settings.cache_clear()


def test_what_was_built_is_found_with_its_reasons():
    build("key")
    images, reasons = find_or_build("key", SHAPE, refuse, lambda: None)
    assert (images == 7).all()
    assert reasons == {3: "broken"}


@pytest.mark.parametrize("damage", ["short", "no reasons", "other shape"])
def test_what_is_not_whole_is_built_anew(directory, damage):
    build("key", 1)
    if damage == "short":
        os.truncate(directory / "key" / "images.npy", 5000)
    elif damage == "no reasons":
        (directory / "key" / "prepared.json").unlink()
    else:
        np.save(directory / "key" / "images.npy", np.zeros((3, 2), np.uint8))
    images, _reasons = build("key", 2)
    assert (images == 2).all()


def test_a_build_that_was_killed_starts_over_and_leaves_nothing(directory, tmp_path):
    with start_builder(tmp_path / "log", 0.05) as process:
        while "image 4" not in process.stdout.readline():
            pass
        process.kill()
    assert (directory / ".new-key").is_dir()
    assert not is_there("key")
    build("other")
    assert not (directory / ".new-key").exists()
    images, _reasons = build("key")
    assert (images == 7).all()
    assert sorted(path.name for path in directory.iterdir() if path.is_dir()) == ["key", "other"]


def test_what_another_process_is_building_is_left_alone(directory, tmp_path):
    with start_builder(tmp_path / "log", 0.1) as process:
        process.stdout.readline()
        build("other")
        assert (directory / ".new-key").is_dir()
        assert "found" in process.stdout.read()
    assert process.returncode == 0


def test_two_processes_at_once_build_once(tmp_path):
    processes = [start_builder(tmp_path / "log", 0.05) for _process in range(2)]
    printed = [process.communicate(timeout=150)[0].splitlines()[-1] for process in processes]
    assert printed == [f"found {list(range(10))}"] * 2
    assert (tmp_path / "log").read_text() == "built\n"


def test_who_waits_may_give_up(tmp_path):
    def give_up():
        raise KeyboardInterrupt

    with start_builder(tmp_path / "log", 0.3) as process:
        process.stdout.readline()
        with pytest.raises(KeyboardInterrupt):
            find_or_build("key", SHAPE, refuse, give_up)
        process.kill()


def test_the_least_recently_used_are_deleted_to_make_room(directory, monkeypatch):
    allow(monkeypatch, 3)
    now = time.time()
    for age, key in enumerate(("a", "b", "c")):
        build(key)
        os.utime(directory / key, (now - 100 + age, now - 100 + age))
    mapped, _reasons = find_or_build("a", SHAPE, refuse, lambda: None)
    build("d")
    assert [is_there(key) for key in "abcd"] == [True, False, True, True]
    build("e")
    assert [is_there(key) for key in "abcde"] == [True, False, False, True, True]
    build("f")
    assert not is_there("a")
    # A process that has it mapped keeps it.
    assert (mapped == 7).all()


def test_one_set_larger_than_the_limit_is_built_nevertheless(monkeypatch):
    allow(monkeypatch, 0.5)
    build("a")
    build("b")
    assert [is_there(key) for key in "ab"] == [False, True]


@pytest.fixture
def small_disk(tmp_path, monkeypatch):
    """A disk of 1 MB for the lab's home."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = sys.platform == "linux" and not subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True
    ).returncode  # fmt: skip
    if not mounted:
        pytest.skip("nothing can be mounted here")
    monkeypatch.setenv("LAB_HOME", str(disk))
    load_settings.cache_clear()
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_disk_that_is_too_small_is_refused_at_once(small_disk):
    with pytest.raises(DatasetError, match=r"need 2 MB in .*disk.*Free some space"):
        find_or_build("key", (200, 100, 100, 1), refuse, lambda: None)


def test_a_disk_that_becomes_full_leaves_nothing_behind(small_disk):
    build("before")

    def fill(number):
        if number == 5:
            (small_disk / "another's").write_bytes(bytes(os.statvfs(small_disk).f_bavail * 4096))

    with pytest.raises(DatasetError, match="The disk is full"):
        find_or_build("key", SHAPE, lambda: blocks(each=fill), lambda: None)
    assert not is_there("key")
    assert not is_there(".new-key")
    (small_disk / "another's").unlink()
    assert (build("key")[0] == 7).all()
    assert (find_or_build("before", SHAPE, refuse, lambda: None)[0] == 7).all()
