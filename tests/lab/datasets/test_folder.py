from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lab.datasets.folder import Folder, FolderSource, list_folders
from lab.datasets.prepared import prepare_images
from lab.errors import DatasetError
from lab.preparation import Preparation
from lab.settings import load_settings


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("LAB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LAB_FOLDER_ROOT", str(tmp_path / "root"))
    load_settings.cache_clear()
    (tmp_path / "root").mkdir()
    yield tmp_path / "root"
    load_settings.cache_clear()


def draw(folder: Path, count: int = 2, size: tuple[int, int] = (10, 8), value: int = 100) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        Image.new("RGB", size, (value, number, 0)).save(folder / f"{number + 1}.png")


def test_class_names_are_shown_as_their_author_wrote_them(root):
    for name in ("고양이", "big dog", "🦊"):
        draw(root / "animals" / name)
    source = Folder(path="animals").open()
    assert set(source.class_names) == {"고양이", "big dog", "🦊"}
    assert len(source) == 6
    assert set(source.parts) == {""}
    assert list_folders() == ["animals"]


def test_files_are_in_the_order_of_their_numbers(root):
    draw(root / "set" / "a", count=11)
    draw(root / "set" / "b")
    assert Folder(path="set").open().names[:11] == [f"a/{number}.png" for number in range(1, 12)]


@pytest.mark.parametrize("validation", ["validation", "val", "Validation"])
def test_parts_above_the_class_folders_are_kept(root, validation):
    for part in ("train", validation, "test"):
        for name in ("cat", "dog"):
            draw(root / "set" / part / name)
    source = Folder(path="set").open()
    assert source.class_names == ("cat", "dog")
    assert list(source.parts) == ["train"] * 4 + ["validation"] * 4 + ["test"] * 4


def test_what_cannot_be_read_is_left_out_with_the_reason(root):
    draw(root / "set" / "cat")
    draw(root / "set" / "dog")
    (root / "set" / "cat" / "notes.txt").write_text("hello")
    (root / "set" / "cat" / ".DS_Store").write_text("hidden")
    (root / "set" / "stray.png").write_bytes(b"")
    loaded = prepare_images(Folder(path="set"), Preparation(size=8))
    assert loaded.images.shape == (4, 8, 8, 3)
    assert loaded.images.labels.tolist() == [0, 0, 1, 1]
    assert {(skipped.file, skipped.reason) for skipped in loaded.skipped} == {
        ("stray.png", "It lies in no class folder."),
        ("cat/notes.txt", "cat/notes.txt is not an image."),
    }


def test_what_is_missing_is_said(root):
    (root / "empty").mkdir()
    draw(root / "one" / "cat")
    draw(root / "hollow" / "cat")
    (root / "hollow" / "dog").mkdir()
    draw(root / "flat")
    draw(root / "broken" / "cat")
    (root / "broken" / "dog").mkdir()
    (root / "broken" / "dog" / "a.png").write_bytes(b"nothing")
    for name, sentence in {
        "empty": "empty is empty: it needs a folder for each class",
        "one": "one has one class, `cat`; at least two are needed",
        "hollow": "The class folder `dog` is empty",
        "flat": "flat has 2 files but no class folders",
        "missing": "There is no folder missing",
    }.items():
        with pytest.raises(DatasetError, match=sentence):
            Folder(path=name).open()
    with pytest.raises(DatasetError, match="`dog` has no image that can be read"):
        prepare_images(Folder(path="broken"), Preparation(size=8))


@pytest.mark.parametrize("path", ["..", "../elsewhere", "/etc", "link"])
def test_nothing_outside_the_root_is_opened(root, path):
    draw(root.parent / "elsewhere" / "cat")
    (root / "link").symlink_to(root.parent / "elsewhere")
    with pytest.raises(DatasetError, match="must lie below"):
        Folder(path=path).open()


def test_a_link_inside_a_data_set_leads_nowhere(root):
    draw(root.parent / "elsewhere")
    for name in ("cat", "dog"):
        draw(root / "set" / name)
    (root / "set" / "secret").symlink_to(root.parent / "elsewhere")
    (root / "set" / "cat" / "secret.png").symlink_to(root.parent / "elsewhere" / "1.png")
    source = Folder(path="set").open()
    assert source.class_names == ("cat", "dog")
    assert len(source) == 4
    assert {(skipped.file, skipped.reason) for skipped in source.skipped} == {
        ("secret", "It is a link, which may lead anywhere."),
        ("cat/secret.png", "It is a link, which may lead anywhere."),
    }


def test_the_suggested_size_is_the_images_own_where_most_share_a_small_square(root):
    for name in ("cat", "dog"):
        draw(root / "small" / name, size=(32, 32))
        draw(root / "photos" / name, size=(300, 200))
    assert Folder(path="small").suggest().size == 32
    assert Folder(path="photos").suggest().size == 64
    assert Folder(path="missing").suggest().size == 64


def test_pixels_and_sizes_are_upright(root):
    exif = Image.Exif()
    exif[0x0112] = 6
    for name in ("cat", "dog"):
        (root / "set" / name).mkdir(parents=True)
        Image.new("RGB", (10, 4)).save(root / "set" / name / "a.jpg", exif=exif)
    source = Folder(path="set").open()
    assert isinstance(source, FolderSource)
    np.testing.assert_array_equal(source.sizes(), [[4, 10], [4, 10]])
    assert source.read(0).shape == (10, 4, 3)


def test_every_file_is_an_image_or_is_skipped_with_a_reason(root):
    for part in ("train", "test"):
        for name in ("cat", "dog"):
            draw(root / "set" / part / name)
    draw(root / "set" / "train" / "cat" / "more" / "still more", count=1)
    draw(root / "set" / "train", count=1)
    draw(root / "set", count=1)
    source = Folder(path="set").open()
    assert len(source) == 8
    assert {skipped.file: skipped.reason for skipped in source.skipped} == {
        "1.png": "It lies in no class folder.",
        "train/1.png": "It lies in no class folder.",
        "train/cat/more/still more/1.png": "It lies in a folder inside a class folder.",
    }
    assert len(source) + len(source.skipped) == len([path for path in (root / "set").rglob("*") if path.is_file()])
    assert prepare_images(Folder(path="set"), Preparation(size=8)).skipped == source.skipped


def test_train_and_test_beside_another_folder_are_classes(root):
    for name in ("train", "test", "boat"):
        draw(root / "vehicles" / name)
    source = Folder(path="vehicles").open()
    assert source.class_names == ("boat", "test", "train")
    assert set(source.parts) == {""}


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("cats/../../elsewhere", "must lie below"),
        ("cats/..", "must lie below"),
        ("a\0b", "must lie below"),
        ("x" * 5000, "There is no folder xxx"),
        ("고양이", "There is no folder 고양이"),
        ("a file", "There is no folder a file"),
    ],
    ids=["out", "up and down", "NUL", "long", "absent", "file"],
)
def test_a_path_that_cannot_be_is_refused_in_a_sentence(root, path, sentence):
    draw(root / "cats")
    (root / "a file").write_text("")
    with pytest.raises(DatasetError, match=sentence) as caught:
        Folder(path=path).open()
    assert str(root) in str(caught.value)


def test_an_absolute_path_is_refused_even_below_the_root(root):
    for name in ("cat", "dog"):
        draw(root / "set" / name)
    with pytest.raises(DatasetError, match="given from there on"):
        Folder(path=str(root / "set")).open()


def test_only_folders_that_may_be_opened_are_offered(root):
    for name in ("set 10", "set 2", ".hidden", "__MACOSX"):
        draw(root / name / "cat")
    (root / "inside").symlink_to(root / "set 2")
    (root / "outside").symlink_to(root.parent)
    (root / "file.zip").write_text("")
    assert list_folders() == ["inside", "set 2", "set 10"]


def test_no_root_offers_nothing(root):
    root.rmdir()
    assert list_folders() == []


def test_names_that_differ_in_zeros_have_an_order(root):
    for name in ("cat", "dog"):
        (root / "set" / name).mkdir(parents=True)
        for file in ("1.png", "01.png", "001.png"):
            Image.new("L", (2, 2)).save(root / "set" / name / file)
    assert Folder(path="set").open().names[:3] == ["cat/001.png", "cat/01.png", "cat/1.png"]


def test_grey_is_suggested_where_every_image_is_grey(root):
    for folder, second in (("grey", "LA"), ("mixed", "RGB")):
        for name, mode in (("cat", "L"), ("dog", second)):
            (root / folder / name).mkdir(parents=True)
            Image.new(mode, (28, 28)).save(root / folder / name / "a.png")
            (root / folder / name / "notes.txt").write_text("no image")
    assert Folder(path="grey").suggest() == Preparation(size=28, color="grey")
    assert Folder(path="mixed").suggest() == Preparation(size=28, color="rgb")


def test_a_folder_that_cannot_be_listed_is_named(root, monkeypatch):
    draw(root / "set" / "cat")

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(DatasetError, match=r"set cannot be listed: Permission denied"):
        Folder(path="set").open()
