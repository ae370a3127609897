import io
import zipfile

import cv2
import numpy as np

from lab.config import Split
from lab.datasets.digits import Digits
from lab.datasets.export import export_split
from lab.datasets.splitting import split_indices


def export(source, split):
    indices = split_indices(source.labels, source.parts, source.class_names, split, source.groups)
    pieces = list(export_split(source, indices))
    return indices, zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


def test_parts_become_folders_with_files_numbered_by_class_and_the_originals_bytes(import_zip, jpeg):
    files = {
        f"{name}/{number}.JPG": jpeg(number + 100 * (name == "dog")) for name in ("cat", "dog") for number in range(10)
    }
    source = import_zip(files).open()
    indices, archive = export(source, Split())
    assert archive.testzip() is None
    names = archive.namelist()
    assert len(names) == 20
    assert {name.split("/")[0] for name in names} == {"train", "validation", "test"}
    assert sorted(name.split("/")[2] for name in names) == sorted(
        f"{name}{number}.jpg" for name in ("cat", "dog") for number in range(1, 11)
    )
    assert sorted(archive.read(name) for name in names) == sorted(files.values())
    assert sum(name.startswith("train/") for name in names) == len(indices["train"])


def test_images_in_memory_become_png_with_the_same_pixels():
    source = Digits().open()
    archive = export_split(source, {"train": np.array([3, 4]), "test": np.array([5])})
    opened = zipfile.ZipFile(io.BytesIO(b"".join(archive)))
    assert opened.namelist() == ["train/3/31.png", "train/4/41.png", "test/5/51.png"]
    decoded = cv2.imdecode(np.frombuffer(opened.read("train/3/31.png"), np.uint8), cv2.IMREAD_UNCHANGED)
    np.testing.assert_array_equal(decoded, source.read(3)[..., 0])


def test_class_names_that_no_folder_may_have_are_changed_and_stay_apart(import_zip, jpeg, tmp_path):
    dataset = import_zip(
        {f"{name}/{number}.jpg": jpeg(number * 7 + len(name)) for name in ("a", "bb") for number in range(6)}
    )
    folder = dataset.open().folder
    version = folder.keep_decisions(dataset.decisions().rename({"a": "x/y", "bb": "x:y"}))
    source = dataset.model_copy(update={"version_id": version}).open()
    _indices, archive = export(source, Split())
    assert {name.split("/")[1] for name in archive.namelist()} == {"x_y", "x_y_"}
