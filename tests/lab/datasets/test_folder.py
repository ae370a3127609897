from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lab.datasets.folder import Folder, FolderSource, list_folders
from lab.datasets.load import load_images
from lab.errors import DatasetError
from lab.preparation import Preparation
from lab.settings import load_settings


@pytest.fixture
def root(tmp_path, monkeypatch):
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
    loaded = load_images(Folder(path="set").open(), Preparation(size=8))
    assert loaded.images.shape == (4, 8, 8, 3)
    assert loaded.labels.tolist() == [0, 0, 1, 1]
    assert {(skipped.file, skipped.reason) for skipped in loaded.skipped} == {
        ("stray.png", "It lies beside the class folders: which class is it?"),
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
        load_images(Folder(path="broken").open(), Preparation(size=8))


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
