"""Which files a whole ImageNet network needs, and the names of its classes from a class index made here."""

import dataclasses
import hashlib
import json

import pytest

from lab import fetch_weights, imagenet
from lab.errors import DatasetError
from lab.fetch_weights import weights_fetch, whole_fetch
from lab.imagenet import CLASS_INDEX, WHOLE, list_missing, read_class_names
from lab.looking.imagenet_predictor import ImageNetPredictor
from lab.model_service import ModelService
from lab.pretrained import BASES

INDEX = {str(number): [f"n{number:08}", f"class_{number}"] for number in range(1000)}
INDEX["134"][1] = INDEX["517"][1] = "crane"


@pytest.fixture
def weights(lab_home, monkeypatch):
    """The folder where files are looked for."""
    monkeypatch.setenv("KERAS_HOME", str(lab_home / "keras"))
    folder = lab_home / "weights"
    folder.mkdir()
    return folder


def write_index(folder, index=INDEX):
    (folder / CLASS_INDEX.file).write_text(json.dumps(index))


def test_classes_have_their_names_and_no_two_the_same(weights):
    write_index(weights)
    names = read_class_names()
    assert len(set(names)) == 1000
    assert (names[3], names[134], names[517]) == ("class 3", "crane (n00000134)", "crane (n00000517)")


@pytest.mark.parametrize("index", [{}, [], {**INDEX, "999": []}, {**INDEX, "999": 7}, "names"])
def test_a_file_that_names_something_else_is_refused(weights, index):
    write_index(weights, index)
    with pytest.raises(DatasetError, match="does not hold the names of ImageNet's 1,000 classes"):
        read_class_names()


def test_what_is_missing_is_told_until_it_is_there(weights):
    assert [file.file for file in list_missing("vgg16")] == [CLASS_INDEX.file, WHOLE["vgg16"].file]
    write_index(weights)
    (weights / WHOLE["vgg16"].file).touch()
    assert list_missing("vgg16") == []
    assert len(list_missing("resnet50")) == 1


def test_whole_networks_are_other_files_than_their_bases():
    for name, whole in WHOLE.items():
        assert whole.file != BASES[name].file
        assert whole.size_bytes > BASES[name].size_bytes
        assert whole_fetch(name).result != weights_fetch(name).result


def test_names_are_fetched_with_the_weights_and_only_once(weights, monkeypatch, tmp_path):
    published = {}
    for file, content in ((CLASS_INDEX, json.dumps(INDEX).encode()), (WHOLE["resnet50"], b"weights" * 1000)):
        path = tmp_path / file.file
        path.write_bytes(content)
        published[file.file] = dict(md5=hashlib.md5(content).hexdigest(), size_bytes=len(content))
    address = tmp_path.as_uri() + "/"
    index = dataclasses.replace(CLASS_INDEX, address=address + CLASS_INDEX.file, **published[CLASS_INDEX.file])
    whole = dataclasses.replace(WHOLE["resnet50"], **published[WHOLE["resnet50"].file])
    monkeypatch.setattr(fetch_weights, "CLASS_INDEX", index)
    monkeypatch.setitem(WHOLE, "resnet50", whole)
    monkeypatch.setattr("lab.pretrained.ADDRESS", tmp_path.as_uri() + "/")
    monkeypatch.setitem(WHOLE, "resnet50", dataclasses.replace(whole, folder="."))
    fetch_weights.main("whole-resnet50")
    assert list_missing("resnet50") == []
    assert whole_fetch("resnet50").progress().state == "done"
    (tmp_path / CLASS_INDEX.file).unlink()
    (weights / whole.file).unlink()
    fetch_weights.main("whole-resnet50")


def test_each_network_has_its_own_preprocessing_and_raw_pixels_are_raw(weights):
    write_index(weights)
    service = ModelService()
    scalers = {name: ImageNetPredictor(service, name).scaler for name in WHOLE}
    assert scalers["vgg16"] == scalers["resnet50"]
    assert scalers["vgg16"].reverse_channels
    assert scalers["mobilenet_v2"].offset == (-1.0, -1.0, -1.0)
    raw = ImageNetPredictor(service, "vgg16", "raw")
    assert (raw.scaler.scale, raw.scaler.offset) == ((1.0,) * 3, (0.0,) * 3)
    assert raw.preparation.input_shape == (224, 224, 3)
    assert imagenet.NUM_CLASSES == len(raw.labels)
