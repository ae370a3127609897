import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lab.architectures.custom import Custom
from lab.architectures.resnet50 import ResNet50
from lab.architectures.tuned_cnn import TunedCNN
from lab.errors import ConfigError
from lab.saved_networks import delete_network, is_saved, list_networks, load_network, save_network


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60).filter(lambda one: one.strip()))
def test_any_name_is_saved_found_and_deleted(lab_home, title):
    stack = TunedCNN().stack()
    save_network(title, stack)
    assert is_saved(title)
    assert load_network(title).layers == stack
    assert [one.layers for one in list_networks()[0]] == [stack]
    delete_network(title)
    assert not is_saved(title)
    assert list_networks() == ([], [])


def test_the_last_one_of_a_name_counts_and_they_come_by_name(lab_home):
    save_network("나의 그물", TunedCNN().stack())
    save_network("b", TunedCNN().stack())
    save_network("A", ResNet50().stack())
    save_network("A", TunedCNN(dropout=0).stack())
    networks = list_networks()[0]
    assert [one.title for one in networks] == ["A", "b", "나의 그물"]
    assert networks[0].layers == TunedCNN(dropout=0).stack()


@pytest.mark.parametrize("title", ["", "   ", "x" * 61])
def test_a_name_that_cannot_be_is_refused(lab_home, title):
    with pytest.raises(ConfigError, match="title"):
        save_network(title, ())


def test_a_damaged_file_is_named_and_the_others_are_there(lab_home):
    save_network("good", TunedCNN().stack())
    (lab_home / "networks" / "bad.json").write_text('{"title": "bad", "layers": [{"block": {"name": "magic"}}]}')
    networks, damaged = list_networks()
    assert [one.title for one in networks] == ["good"]
    assert [one.file for one in damaged] == ["bad.json"]
    assert "magic" in damaged[0].reason


def test_a_damaged_network_is_not_loaded_but_can_be_saved_again(lab_home):
    save_network("mine", TunedCNN().stack())
    (path,) = (lab_home / "networks").glob("*.json")
    path.write_text(path.read_text()[:100])
    with pytest.raises(ConfigError, match="mine is damaged"):
        load_network("mine")
    save_network("mine", ResNet50().stack())
    assert load_network("mine").layers == ResNet50().stack()


def test_a_copied_file_is_told_from_the_network_that_it_copies(lab_home):
    save_network("mine", TunedCNN().stack())
    (path,) = (lab_home / "networks").glob("*.json")
    path.with_name("copy.json").write_bytes(path.read_bytes())
    networks, damaged = list_networks()
    assert [one.title for one in networks] == ["mine"]
    assert "belongs to mine" in damaged[0].reason


def test_the_same_letters_written_in_another_way_are_the_same_name(lab_home):
    save_network(unicodedata.normalize("NFD", "나의 그물"), ())
    assert is_saved(unicodedata.normalize("NFC", "나의 그물"))


def test_loading_what_is_not_there_is_said_and_deleting_it_twice_does_no_harm(lab_home):
    with pytest.raises(ConfigError, match="no network named x"):
        load_network("x")
    save_network("x", ())
    delete_network("x")
    delete_network("x")


def test_a_folder_that_cannot_be_written_is_said(lab_home):
    (lab_home / "networks").write_text("a file where the folder should be")
    with pytest.raises(ConfigError, match="mine could not be saved"):
        save_network("mine", ())


def test_other_layers_are_no_longer_those_that_were_saved():
    custom = Custom(layers=TunedCNN().stack(), title_given="mine")
    assert custom.with_layers(custom.layers) is custom
    assert custom.with_layers(()).title_given == ""
