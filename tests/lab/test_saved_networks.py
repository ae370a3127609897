import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lab.architectures.resnet50 import ResNet50
from lab.architectures.tuned_cnn import TunedCNN
from lab.errors import ConfigError
from lab.saved_networks import delete_network, is_saved, list_networks, save_network


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60).filter(lambda one: one.strip()))
def test_any_name_is_saved_found_and_deleted(lab_home, title):
    stack = TunedCNN().stack()
    save_network(title, stack)
    assert is_saved(title)
    found = {one.title: one for one in list_networks()[0]}
    assert found[title.strip()].layers == stack
    delete_network(title.strip())
    assert not is_saved(title)


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


def test_deleting_what_is_not_there_is_said(lab_home):
    with pytest.raises(ConfigError, match="no network named x"):
        delete_network("x")
