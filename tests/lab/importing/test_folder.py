import os
import unicodedata

import pytest

from lab.errors import DatasetError
from lab.importing.folder import Folder, list_folders, resolve_folder
from tests.lab.importing.making import bring_in, bring_in_folder, hash_tree, pack, picture, two_classes

ROOT_READS_ALL = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def root(lab_home, tmp_path, monkeypatch, set_limit):
    """The administrator's root with a folder of pets, outside the lab's home."""
    bring_in(pack(tmp_path / "before.zip", two_classes(names=("one", "two"))), "before")
    root = tmp_path / "images"
    set_limit(folder_root=root)
    write(root / "pets", two_classes())
    return root


def write(folder, files):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def test_a_folder_is_imported_and_left_as_it_was(root):
    before = hash_tree(root)
    report = bring_in_folder("pets").report
    assert (report.total, report.imported, report.skipped) == (6, 6, ())
    assert hash_tree(root) == before


def test_an_archive_and_a_folder_of_the_same_images_are_one_data_set(root, tmp_path):
    assert bring_in(pack(tmp_path / "x.zip", two_classes())).id == bring_in_folder("pets").id


def test_links_are_left_alone_and_told(root, tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture(77))
    (tmp_path / "elsewhere/bird").mkdir(parents=True)
    (tmp_path / "elsewhere/bird/1.png").write_bytes(picture(78))
    (root / "pets/cat/secret.png").symlink_to(secret)
    (root / "pets/bird").symlink_to(tmp_path / "elsewhere/bird")
    (root / "pets/dog/loop").symlink_to(root / "pets")
    (root / "pets/dog/gone.png").symlink_to(tmp_path / "none")
    (root / "pets/cat/same.png").symlink_to("0.png")
    report = bring_in_folder("pets").report
    links = ["bird", "cat/same.png", "cat/secret.png", "dog/gone.png", "dog/loop"]
    assert (report.total, report.imported) == (11, 6)
    assert sorted(one.file for one in report.skipped) == links
    assert {one.reason for one in report.skipped} == {"It is a link, which may lead anywhere."}


def test_a_pipe_does_not_stop_an_import(root):
    os.mkfifo(root / "pets/cat/pipe.png")
    report = bring_in_folder("pets").report
    assert (report.total, report.imported) == (7, 6)
    assert report.skipped[0].reason == "It is a device or a pipe."


OUTSIDE = ["..", "../secret", "pets/../../secret", "/etc", "/", "pets/../pets", "\0", "pets\0"]


@pytest.mark.parametrize("given", OUTSIDE)
def test_a_folder_outside_the_root_is_refused(root, lab_home, given):
    before = hash_tree(lab_home)
    with pytest.raises(DatasetError, match="must lie below .* without `..`"):
        bring_in_folder(given)
    assert hash_tree(lab_home) == before


def test_a_folder_that_a_link_leads_out_of_the_root_to_is_refused_and_not_listed(root, tmp_path):
    write(tmp_path / "elsewhere", two_classes())
    (root / "out").symlink_to(tmp_path / "elsewhere")
    (root / "in").symlink_to(root / "pets")
    (root / "loop").symlink_to(root / "loop")
    (root / ".hidden").mkdir()
    (root / "file").touch()
    assert list_folders() == ["in", "pets"]
    with pytest.raises(DatasetError, match="must lie below"):
        resolve_folder("out")
    assert resolve_folder("in") == root / "pets"


@pytest.mark.parametrize("given", ["none", "pets/cat/0.png", "x" * 5_000, "~"])
def test_a_folder_that_is_not_there_is_named(root, lab_home, given):
    before = hash_tree(lab_home)
    with pytest.raises(DatasetError, match="There is no folder"):
        bring_in_folder(given)
    assert hash_tree(lab_home) == before


def test_without_a_root_there_is_nothing_to_import(lab_home):
    assert list_folders() == []
    with pytest.raises(DatasetError, match="There is no folder pets"):
        resolve_folder("pets")


def test_too_many_files_and_too_many_bytes_are_refused(root, lab_home, set_limit):
    before = hash_tree(lab_home)
    set_limit(import_files=5)
    with pytest.raises(DatasetError, match="pets has more than 5 files; at most 5 are allowed"):
        bring_in_folder("pets")
    set_limit(import_files=50, import_megabytes=1)
    (root / "pets/large.png").write_bytes(bytes(2_000_000))
    with pytest.raises(DatasetError, match="pets holds 2 MB; at most 1 MB are allowed"):
        bring_in_folder("pets")
    assert hash_tree(lab_home) == before


def test_two_names_that_look_alike_are_refused(root, lab_home):
    names = [unicodedata.normalize(form, "고양이.png") for form in ("NFC", "NFD")]
    write(root / "pets/cat", {name: picture(number) for number, name in enumerate(names)})
    before = hash_tree(lab_home)
    with pytest.raises(DatasetError, match=r"pets has two files that are both shown as `cat/고양이\.png`"):
        bring_in_folder("pets")
    assert hash_tree(lab_home) == before


def test_names_that_are_no_text_are_made_visible_and_stay_apart(root):
    for number, name in enumerate((b"\xff.png", b"\xfe.png", b"a\\b.png", b"\n.png")):
        with open(os.fsencode(root / "pets/cat") + b"/" + name, "wb") as file:
            file.write(picture(50 + number))
    with Folder(root / "pets") as folder:
        names = [file.name for file in folder.files]
    assert names[:3] == ["cat/0.png", "cat/1.png", "cat/2.png"]
    assert {"cat/\\xff.png", "cat/\\xfe.png", "cat/a\\b.png", "cat/\n.png"} < set(names)
    assert bring_in_folder("pets").report.imported == 10


def test_an_empty_class_is_noted_and_an_empty_folder_in_a_class_is_not(root):
    for name in ("bird", "cat/more", "__MACOSX", ".git"):
        (root / "pets" / name).mkdir()
    assert bring_in_folder("pets").report.notes == (
        "The class `bird` has no image that can be read, and was left out.",
    )


def test_a_file_that_goes_away_in_between_is_skipped(root):
    with Folder(root / "pets") as folder:
        (root / "pets/cat/0.png").unlink()
        with pytest.raises(Exception, match=r"cat/0\.png cannot be read: No such file"):
            folder.read(0)


@pytest.mark.skipif(ROOT_READS_ALL, reason="root reads whatever there is")
def test_what_may_not_be_read_is_skipped_and_what_may_not_be_listed_is_refused(root, lab_home):
    (root / "pets/cat/0.png").chmod(0)
    report = bring_in_folder("pets").report
    assert (report.imported, report.skipped[0].reason) == (5, "cat/0.png cannot be read: Permission denied.")
    (root / "pets/dog").chmod(0)
    before = hash_tree(lab_home)
    with pytest.raises(DatasetError, match="dog cannot be listed: Permission denied"):
        bring_in_folder("pets")
    (root / "pets/dog").chmod(0o700)
    assert hash_tree(lab_home) == before
