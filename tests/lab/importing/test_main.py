"""An import in a process of its own, and what becomes of it when it is killed."""

import json
import os
import subprocess
import sys
import time

import pytest
from PIL import Image

from lab.datasets.imported import Imported
from lab.datasets.library import list_imported
from lab.files import PROJECT_DIRECTORY
from lab.settings import load_settings
from tests.lab.importing.making import bring_in, encode, hash_tree, pack, two_classes

WAIT_SECONDS = 60


@pytest.fixture
def start():
    """Starts an import in a process of its own; none outlives the test."""
    processes = []

    def start_one(archive, **options):
        process = subprocess.Popen(
            [sys.executable, "-m", "lab.importing"],
            cwd=PROJECT_DIRECTORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        processes.appkill(process)
        request = {"kind": "archive", "location": str(archive), "title": "고양이", **options}
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        return process

    yield start_one
    for process in processes:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            stream.close()


def finish(process):
    """Its answers and what it wrote to standard error; its input stays open until it is done."""
    return [json.loads(line) for line in process.stdout], process.stderr.read()


def wait_for(process, phase, done=0):
    """Wait until it tells that it is so far."""
    for line in process.stdout:
        told = json.loads(line)
        if told.get("phase") == phase and told["done"] >= done:
            return
    pytest.fail(f"ended before {phase} {done}: {process.stderr.read()}")


def kill(process):
    process.kill()
    process.wait(WAIT_SECONDS)


@pytest.fixture
def long_archive(lab_home, tmp_path):
    """A library with a data set, and an archive that takes seconds to import."""
    bring_in(pack(tmp_path / "before.zip", two_classes(names=("one", "two"))), "before")
    image = encode(Image.new("RGB", (2400, 1800), "red"))
    return pack(tmp_path / "long.zip", {f"{name}/{i}.png": image for name in ("cat", "dog") for i in range(60)})


def test_it_tells_how_far_it_is_and_what_came_of_it(start, lab_home, tmp_path):
    answers, errors = finish(start(pack(tmp_path / "x.zip", {**two_classes(), "cat/x.txt": b"x", "개/": b""})))
    *progress, last = answers
    assert errors == ""
    assert [one["phase"] for one in progress if not one["done"]] == ["checking", "reading", "comparing"]
    assert Imported(id=last["id"], version_id=last["version"]).label() == "고양이"
    report = {"total": 7, "imported": 6, "skipped": [["cat/x.txt", "cat/x.txt is not an image."]]}
    assert last["report"] == {**report, "notes": ["The class `개` has no image that can be read, and was left out."]}


@pytest.mark.parametrize(
    ("members", "options", "message"),
    [
        ({}, {}, "고양이 has 0 files"),
        ({"../x": b""}, {}, "leads out of the archive"),
        ({}, {"title": ""}, "`title`"),
        ({}, {"kind": "pipe"}, "`kind` must be one of"),
        ({}, {"location": "/none.zip"}, "고양이 cannot be read"),
        ({}, {"location": "/"}, "고양이 cannot be read"),
        ({}, {"more": 1}, "`more` is not a known setting"),
    ],
)
def test_an_error_is_a_sentence_and_changes_nothing(start, lab_home, tmp_path, members, options, message):
    before = hash_tree(lab_home)
    answers, errors = finish(start(pack(tmp_path / "x.zip", members), **options))
    assert message in answers[-1]["error"]
    assert errors == ""
    assert {name for name in hash_tree(lab_home) if "imported/" in name} == set()
    assert before == {}


def test_similar_names_are_asked_about_with_the_groups(start, lab_home, tmp_path):
    answers, _errors = finish(start(pack(tmp_path / "x.zip", two_classes(names=("Cat", "cat")))))
    assert answers[-1]["similar"] == [["Cat", "cat"]]


def test_the_end_of_its_input_ends_it_and_it_leaves_nothing_usable(start, long_archive):
    process = start(long_archive)
    wait_for(process, "reading")
    process.stdin.close()
    assert process.wait(WAIT_SECONDS) == 1
    assert [folder.describe().title for folder in list_imported()] == ["before"]


def test_an_import_that_is_killed_at_any_moment_leaves_the_library_as_it_was_and_the_next_one_sweeps(
    start, lab_home, tmp_path, long_archive
):
    root = load_settings().imported_directory
    before = hash_tree(lab_home)
    for done in (0, 20, 60, 100):
        process = start(long_archive)
        wait_for(process, "reading", done)
        kill(process)
        assert [folder.describe().title for folder in list_imported()] == ["before"]
        assert [name for name in os.listdir(root) if name.startswith(".new-")]
        assert Imported(id=list_imported()[0].id).open().names
        after = hash_tree(lab_home)
        assert {name: after[name] for name in before} == before
    bring_in(pack(tmp_path / "x.zip", two_classes()))
    assert not [name for name in os.listdir(root) if name.startswith(".new-")]
    assert {folder.describe().title for folder in list_imported()} == {"before", "pets"}


def test_an_import_that_is_killed_while_it_is_laid_up_is_there_wholly_or_not_at_all(start, lab_home, tmp_path):
    archive = pack(tmp_path / "x.zip", two_classes(40))
    for wait in range(6):
        process = start(archive)
        wait_for(process, "comparing")
        time.sleep(wait * 0.008)
        kill(process)
        for folder in list_imported():
            assert len(Imported(id=folder.id).open()) == folder.read_report().imported == 80
            assert len(folder.read_thumbnails()) == 80
            assert folder.read_measures()["brightness"].shape == (80,)
        assert len(list_imported()) <= 1
    assert bring_in(archive).report.imported == 80
    assert len(list_imported()) == 1


def test_one_import_does_not_sweep_away_another(start, lab_home, tmp_path, long_archive):
    process = start(long_archive)
    wait_for(process, "reading")
    bring_in(pack(tmp_path / "x.zip", two_classes()))
    answers, errors = finish(process)
    assert errors == ""
    assert answers[-1]["report"]["imported"] == 120
    assert {folder.describe().title for folder in list_imported()} == {"before", "pets", "고양이"}
