import os

import pytest

from lab.datasets.imported import Imported
from lab.errors import DatasetError
from lab.importing.folder import list_folders, resolve_folder
from lab.importing.request import ImportRequest, run_import
from lab.settings import load_settings


@pytest.fixture
def root(home, tmp_path, monkeypatch):
    path = tmp_path / "images"
    path.mkdir()
    monkeypatch.setenv("LAB_FOLDER_ROOT", str(path))
    load_settings.cache_clear()
    return path


def write(root, files):
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def bring_in(name):
    return run_import(ImportRequest(kind="folder", location=name, title=name))


def test_a_folder_is_imported_and_the_originals_stay_as_they_were(root, pets, tree):
    write(root / "pets", pets)
    before = tree(root)
    imported = bring_in("pets")
    assert imported.report.imported == 6
    assert tree(root) == before
    source = Imported(id=imported.id).open()
    assert source.class_names == ("cat", "doggy")
    assert [source.load(index) for index in range(6)] == [pets[name] for name in source.names]


def test_links_are_left_alone_wherever_they_lead(root, pets, tmp_path):
    write(root / "pets", pets)
    outside = tmp_path / "secret.jpg"
    outside.write_bytes(pets["cat/0.jpg"])
    (root / "pets/cat/link.jpg").symlink_to(outside)
    (root / "pets/other").symlink_to(tmp_path)
    (root / "pets/cat/loop").symlink_to(root / "pets")
    report = bring_in("pets").report
    assert report.imported == 6
    assert {one.file: one.reason for one in report.skipped} == {
        name: "It is a link, which may lead anywhere." for name in ("cat/link.jpg", "cat/loop", "other")
    }


@pytest.mark.parametrize("given", ["../secret", "/etc", "a/../../b", "", "\0", "link"])
def test_what_lies_outside_the_root_cannot_be_named(root, tmp_path, given):
    (tmp_path / "secret").mkdir()
    (root / "link").symlink_to(tmp_path / "secret")
    if given == "":
        assert resolve_folder(given) == root.resolve()
        return
    with pytest.raises(DatasetError, match="must lie below"):
        resolve_folder(given)


def test_a_folder_that_is_not_there_is_named(root):
    with pytest.raises(DatasetError, match="There is no folder pets in"):
        bring_in("pets")


def test_folders_are_listed_by_name_without_hidden_ones_and_links_out(root, tmp_path):
    for name in ("set 10", "set 2", ".hidden"):
        (root / name).mkdir()
    (root / "file.txt").write_text("x")
    (root / "out").symlink_to(tmp_path)
    assert list_folders() == ["set 2", "set 10"]


def test_too_many_files_and_too_much_are_refused(root, pets, monkeypatch):
    write(root / "pets", pets)
    monkeypatch.setenv("LAB_IMPORT_FILES", "5")
    load_settings.cache_clear()
    with pytest.raises(DatasetError, match="pets has more than 5 files"):
        bring_in("pets")
    monkeypatch.delenv("LAB_IMPORT_FILES")
    monkeypatch.setenv("LAB_IMPORT_MEGABYTES", "1")
    load_settings.cache_clear()
    write(root / "pets", {"cat/big.jpg": bytes(2_000_000)})
    with pytest.raises(DatasetError, match="pets holds 2 MB; at most 1 MB"):
        bring_in("pets")


def test_a_name_that_is_no_text_is_made_visible(root, pets):
    write(root / "pets", pets)
    path = os.fsencode(root / "pets" / "cat") + b"/\xff\xfe.jpg"
    with open(path, "wb") as file:
        file.write(pets["doggy/0.jpg"])
    imported = bring_in("pets")
    assert imported.report.imported == 7
    assert "cat/��.jpg" in Imported(id=imported.id).open().names


def test_an_empty_folder_is_noted_and_left_out(root, pets):
    write(root / "pets", pets)
    (root / "pets/fish").mkdir()
    report = bring_in("pets").report
    assert report.notes == ("The class `fish` has no image that can be read, and was left out.",)
