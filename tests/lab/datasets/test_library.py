import json

import pytest

from lab.config import RunConfig
from lab.datasets.imported import Imported
from lab.datasets.library import delete_imported, find_imported, list_imported
from lab.errors import DatasetError, ImageError
from lab.preparation import Preparation


@pytest.fixture
def dataset(import_zip, jpeg):
    return import_zip(
        {f"{name}/{number}.jpg": jpeg(number + 9 * len(name)) for name in ("a", "bb", "ccc") for number in range(4)}
    )


def test_a_version_is_chosen_by_its_name_and_the_newest_where_none_is(dataset):
    folder = dataset.open().folder
    newer = folder.keep_decisions(dataset.decisions().leave_out([0, 1]))
    assert len(dataset.open()) == 12
    assert len(Imported(id=dataset.id, version_id=newer).open()) == 10
    assert Imported(id=dataset.id).pinned().version_id == newer == Imported(id=dataset.id).version()
    # The first one becomes the newest again when it is decided anew.
    assert folder.keep_decisions(dataset.decisions()) == dataset.version_id
    assert folder.versions()[0] == dataset.version_id


def test_leaving_out_a_whole_class_takes_the_class_away(dataset):
    source = dataset.open()
    first = [int(position) for position, label in zip(source.positions, source.labels, strict=True) if label == 0]
    version = source.folder.keep_decisions(dataset.decisions().leave_out(first))
    assert Imported(id=dataset.id, version_id=version).open().class_names == ("bb", "ccc")
    version = source.folder.keep_decisions(dataset.decisions().leave_out(list(range(8))))
    with pytest.raises(DatasetError, match="given has one class left, `ccc`; at least two"):
        Imported(id=dataset.id, version_id=version).open()
    version = source.folder.keep_decisions(dataset.decisions().leave_out(list(range(12))))
    with pytest.raises(DatasetError, match="given has no image left"):
        Imported(id=dataset.id, version_id=version).open()


def test_merged_classes_share_a_label(dataset):
    version = dataset.open().folder.keep_decisions(dataset.decisions().rename({"a": "x", "ccc": "x"}))
    source = Imported(id=dataset.id, version_id=version).open()
    assert source.class_names == ("bb", "x")
    assert sorted(source.labels.tolist()) == [0] * 4 + [1] * 8


@pytest.mark.parametrize("given", ["../runs", "", ".new-1234", "nothing", "a/b", "/etc"])
def test_what_is_no_data_set_is_said_to_be_none(dataset, given):
    with pytest.raises(DatasetError, match="There is no data set"):
        find_imported(given)
    if given:
        with pytest.raises(DatasetError, match="There is no data set"):
            Imported(id=given).open()


@pytest.mark.parametrize("version", ["0" * 16, "../../dataset", ""])
def test_a_version_that_is_not_there_is_named(dataset, version):
    with pytest.raises(DatasetError, match="has no version"):
        dataset.open().folder.read_decisions(version)


@pytest.mark.parametrize("file", ["table.json", "dataset.json", "report.json", "measures.npz", "thumbnails.npy"])
@pytest.mark.parametrize("damage", ["gone", "cut", "other"])
def test_a_damaged_file_is_named_and_other_data_sets_stay_usable(file, damage, dataset, import_zip, jpeg):
    other = import_zip({"x/1.jpg": jpeg(100), "y/1.jpg": jpeg(101)})
    folder = find_imported(dataset.id)
    path = folder.path / file
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:20] if damage == "cut" else b"{}")
    readers = {
        "table.json": folder.read_table, "dataset.json": folder.describe, "report.json": folder.read_report,
        "measures.npz": folder.read_measures, "thumbnails.npy": folder.read_thumbnails,
    }  # fmt: skip
    with pytest.raises(DatasetError, match=f"{dataset.id} is damaged: {file}"):
        readers[file]()
    assert other.open().read(0).shape == (40, 40, 3)
    assert other.id in [one.id for one in list_imported()]


def test_an_altered_version_is_damaged(dataset):
    path = dataset.open().folder.versions_path / f"{dataset.version_id}.json"
    values = json.loads(path.read_text())
    path.write_text(json.dumps({**values, "left_out": [3]}))
    with pytest.raises(DatasetError, match=f"is damaged: {dataset.version_id}.json"):
        dataset.decisions()


def test_a_damaged_image_is_named(dataset):
    source = dataset.open()
    path = source.folder.images_path
    path.write_bytes(path.read_bytes()[: int(source.folder.read_table().offsets[-1]) + 10])
    assert source.read(0).shape == (40, 40, 3)
    with pytest.raises(ImageError, match=r"ccc/3\.jpg is damaged in the lab's library"):
        source.read(len(source) - 1)
    with pytest.raises(ImageError, match=r"ccc/3\.jpg is damaged"):
        source.prepare(len(source) - 1, Preparation(size=8))


def test_a_deleted_data_set_is_gone(dataset):
    delete_imported(dataset.id)
    assert list_imported() == []
    with pytest.raises(DatasetError, match="There is no data set"):
        dataset.model_copy(update={"version_id": ""}).pinned()


def test_a_config_with_a_version_comes_back_from_json(dataset):
    config = RunConfig(dataset=dataset)
    assert RunConfig.model_validate_json(config.model_dump_json()) == config


def test_images_that_share_a_small_size_keep_it(import_zip, jpeg):
    small = import_zip({f"{'ab'[number % 2]}/{number}.jpg": jpeg(number, 32, 32) for number in range(6)})
    assert small.suggest() == Preparation(size=32)
    large = import_zip({f"{'ab'[number % 2]}/{number}.jpg": jpeg(number, 200, 300) for number in range(6)})
    assert large.suggest() == Preparation(size=64)


def test_the_course_s_split_of_a_folder_is_scikit_learn_s(import_zip, jpeg):
    import numpy as np
    from sklearn.model_selection import train_test_split

    from lab.config import Split
    from lab.datasets.splitting import split_indices

    dataset = import_zip(
        {f"{name}/{name}{number}.jpg": jpeg(number, 8, 8) for name in ("cat", "dog") for number in range(1, 61)}
    )
    source = dataset.open()
    # The table that the course makes: class by class, file by file.
    paths = [f"{name}/{name}{number}.jpg" for name in ("cat", "dog") for number in range(1, 61)]
    assert source.names == paths
    classes = [path.split("/")[0] for path in paths]
    rest, test = train_test_split(paths, test_size=0.2, random_state=124, stratify=classes)
    train, validation = train_test_split(rest, test_size=0.2, random_state=124, stratify=[one[:3] for one in rest])
    found = split_indices(source.labels, source.parts, source.class_names, Split(), source.groups)
    names = np.array(source.names)
    assert names[found["train"]].tolist() == train
    assert names[found["validation"]].tolist() == validation
    assert names[found["test"]].tolist() == test
