"""A whole import: what it says, what it leaves behind, and what it never touches."""

import contextlib
import os
import shutil
import subprocess
import threading

import numpy as np
import pytest

from lab.datasets.imported import Imported
from lab.datasets.library import list_imported
from lab.errors import DatasetError
from lab.importing.arrangement import SimilarNamesError
from lab.importing.request import ImportRequest, run_import
from lab.settings import load_settings
from tests.lab.importing.making import bring_in, hash_tree, pack, picture, two_classes

ONE_CLASS = {f"cat/{number}.png": picture(number) for number in range(3)}
REFUSED = {
    "nothing": ({}, "pets has 0 files, but no image in a class folder: at least two folders are needed"),
    "no image": ({"cat/a.txt": b"a", "dog/b.txt": b"b"}, "no image in a class folder"),
    "no folder": ({"1.png": picture(1), "2.png": picture(2)}, "no image in a class folder"),
    "one class": (ONE_CLASS, "pets has images of one class, `cat`; at least two classes are needed"),
    "one class and an empty one": ({**ONE_CLASS, "dog/": b""}, "images of one class, `cat`"),
    "one class and a broken one": ({**ONE_CLASS, "dog/1.png": b"x"}, "images of one class, `cat`"),
    "one class in parts": ({f"{part}/cat/1.png": picture(1) for part in ("train", "test")}, "images of one class"),
    "an archive inside alone": ({"cat/1.zip": b"x", "dog/2.zip": b"x"}, "no image in a class folder"),
}


@pytest.fixture
def library(lab_home, tmp_path):
    bring_in(pack(tmp_path / "before.zip", two_classes(names=("one", "two"))), "before")
    return lab_home


@pytest.mark.parametrize(("members", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_missing_is_said_and_nothing_changes(library, tmp_path, members, message):
    before = hash_tree(library)
    with pytest.raises(DatasetError, match=message):
        bring_in(pack(tmp_path / "x.zip", members))
    assert hash_tree(library) == before


def test_everything_that_is_left_out_is_counted_with_its_reason(lab_home, tmp_path):
    beside = {"cover.png": picture(50), "readme.txt": b"x", "__MACOSX/cat/._0.png": b"x", "cat/Thumbs.db": b"x"}
    report = bring_in(pack(tmp_path / "x.zip", {**two_classes(), **beside, "cat/notes.txt": b"x", "bird/": b""})).report
    assert (report.total, report.imported) == (11, 6)
    reasons = {one.file: one.reason for one in report.skipped}
    assert set(reasons) == {*beside, "cat/notes.txt"}
    assert reasons["cover.png"] == "It lies in no class folder."
    assert reasons["cat/notes.txt"] == "cat/notes.txt is not an image."
    assert report.notes == ("The class `bird` has no image that can be read, and was left out.",)
    assert list_imported()[0].read_report() == report


def test_a_small_class_is_noted_with_the_minimum(lab_home, tmp_path):
    report = bring_in(pack(tmp_path / "x.zip", {**two_classes(3), "bird/1.png": picture(9)})).report
    assert report.notes == ("The class `bird` has 1 images; at least 3 are needed to train, validate and test.",)


def test_parts_of_the_archive_are_kept(lab_home, tmp_path):
    parts = {"Train": "train", "val": "validation", "test": "test"}
    members = {f"x/{part}/{name}/{i}.png": picture(i) for part in parts for name in ("cat", "dog") for i in range(2)}
    source = Imported(id=bring_in(pack(tmp_path / "x.zip", members)).id).open()
    assert source.class_names == ("cat", "dog")
    assert [parts[name.split("/")[1]] for name in source.names] == source.parts
    assert source.parts == [part for part in parts.values() for _time in range(4)]


def test_names_that_differ_in_capital_letters_are_asked_about_first(library, tmp_path):
    members = {
        f"{name}/{i}.png": picture(5 * k + i) for k, name in enumerate(("Cat", "cat", "dog")) for i in range(k + 1)
    }
    archive = pack(tmp_path / "x.zip", members)
    before = hash_tree(library)
    with pytest.raises(SimilarNamesError, match="`Cat`, `cat`") as caught:
        bring_in(archive)
    assert caught.value.groups == [["Cat", "cat"]]
    assert hash_tree(library) == before
    apart, merged = (bring_in(archive, similar=choice) for choice in ("apart", "merge"))
    assert apart.id == merged.id
    assert Imported(id=apart.id, version_id=apart.version).open().class_names == ("Cat", "cat", "dog")
    assert Imported(id=apart.id, version_id=merged.version).open().class_names == ("cat", "dog")
    assert Imported(id=apart.id).version() == merged.version


def test_two_classes_that_merge_into_one_are_too_few(library, tmp_path):
    archive = pack(tmp_path / "x.zip", two_classes(names=("Cat", "cat")))
    before = hash_tree(library)
    with pytest.raises(DatasetError, match="images of one class"):
        bring_in(archive, similar="merge")
    assert hash_tree(library) == before


def test_the_same_images_twice_are_one_data_set_and_other_ones_under_its_title_get_a_number(lab_home, tmp_path):
    first = bring_in(pack(tmp_path / "a.zip", two_classes()))
    before = hash_tree(lab_home)
    again = bring_in(pack(tmp_path / "b.zip", dict(reversed(two_classes().items()))), "otherwise")
    other = bring_in(pack(tmp_path / "c.zip", two_classes(4)))
    assert (again.id, again.version) == (first.id, first.version)
    assert other.id != first.id
    after = hash_tree(lab_home)
    assert {name: after[name] for name in before} == before
    assert [folder.describe().title for folder in list_imported()] == ["pets (2)", "pets"]


def test_the_same_images_at_once_are_one_data_set(lab_home, tmp_path):
    archive = pack(tmp_path / "x.zip", two_classes())
    found = []
    threads = [threading.Thread(target=lambda: found.append(bring_in(archive).id)) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert [folder.id for folder in list_imported()] == found[:1]
    assert not [name for name in os.listdir(load_settings().imported_directory) if name.startswith(".new")]


@pytest.mark.parametrize("title", ["../../evil", "/etc/x", "고양이", "a" * 500, "..", "\n", "CON", "x.lock", " "])
def test_any_title_makes_a_folder_in_the_library(lab_home, tmp_path, title):
    imported = bring_in(pack(tmp_path / "x.zip", two_classes()), title)
    (folder,) = load_settings().imported_directory.glob("[!.]*")
    assert folder.name == imported.id
    assert len(folder.name) < 60
    assert Imported(id=imported.id).label() == title
    assert {path.name for path in tmp_path.iterdir()} == {"home", "x.zip"}


def test_nothing_that_is_imported_may_be_run(lab_home, tmp_path):
    bring_in(pack(tmp_path / "x.zip", {**two_classes(), "cat/run.sh": b"#!/bin/sh\n", "cat/x.py": b"import os"}))
    files = [path for path in lab_home.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if path.stat().st_mode & 0o111]


def test_what_killed_imports_and_deletions_left_is_swept(library, tmp_path):
    root = load_settings().imported_directory
    for name in (".new-0123456789abcdef", ".deleted-pets-01234567"):
        (root / name).mkdir()
        (root / name / "images.zip").write_bytes(bytes(1000))
    (root / ".new-0123456789abcdef.lock").touch()
    before = hash_tree(library)
    with pytest.raises(DatasetError):
        bring_in(pack(tmp_path / "x.zip", {"cat/1.png": picture(1), "dog/1.png": b""}))
    swept = {name for name in before if ".new-" in name or ".deleted-" in name}
    assert len(swept) == 5
    assert hash_tree(library).keys() == before.keys() - swept


@contextlib.contextmanager
def small_disk(path, size):
    """A disk of its own, where one may be mounted."""
    path.mkdir()
    if (
        shutil.which("mount") is None
        or subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", path], capture_output=True).returncode
    ):
        pytest.skip("no disk may be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", path], check=True)


@pytest.fixture
def full_disk(tmp_path, set_limit):
    """A library on a small disk, an archive that doesn't fit on what is left of it, and what fills the disk."""
    home = tmp_path / "small"
    with small_disk(home, 4_000_000):
        set_limit(home=home)
        bring_in(pack(tmp_path / "before.zip", two_classes()), "before")
        noise = np.random.default_rng(0)
        members = {f"{name}/{i}.png": picture(i) + noise.bytes(50_000) for name in ("a", "b") for i in range(10)}

        def fill(free):
            (home / "filler").write_bytes(bytes(shutil.disk_usage(home).free - free))

        yield home, pack(tmp_path / "x.zip", members), fill


@pytest.mark.parametrize("free", [0, 100_000, 700_000])
def test_a_full_disk_is_told_with_how_much_is_needed_and_nothing_changes(full_disk, free):
    home, archive, fill = full_disk
    fill(free)
    before = hash_tree(home)
    with pytest.raises(DatasetError, match=r"The disk is full: this import needs 1 MB in .*, \d MB are free"):
        bring_in(archive)
    assert hash_tree(home) == before


@pytest.mark.parametrize(("phase", "done"), [("reading", 0), ("reading", 10), ("comparing", 0)])
@pytest.mark.parametrize("free", [0, 50_000])
def test_a_disk_that_fills_in_the_middle_is_told_too(full_disk, phase, done, free):
    home, archive, fill = full_disk
    before = hash_tree(home)
    request = ImportRequest(kind="archive", location=str(archive), title="pets")
    with pytest.raises(DatasetError, match="The disk is full"):
        run_import(request, lambda *told: fill(free) if told[:2] == (phase, done) else None)
    (home / "filler").unlink()
    assert hash_tree(home) == before
