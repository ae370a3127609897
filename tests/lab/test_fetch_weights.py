"""Fetching weights from a server that the test starts."""

import hashlib
import http.server
import threading
from dataclasses import replace
from functools import partial

import pytest

from lab import fetch_weights
from lab.fetch_weights import weights_fetch
from lab.pretrained import BASES, find_weights

CONTENT = b"weights" * 1000


@pytest.fixture(autouse=True)
def home(lab_home, monkeypatch, tmp_path):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))


@pytest.fixture
def address(tmp_path, monkeypatch):
    folder = tmp_path / "served" / BASES["vgg16"].folder
    folder.mkdir(parents=True)
    (folder / BASES["vgg16"].file).write_bytes(CONTENT)
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path / "served"))
    monkeypatch.setattr(http.server.SimpleHTTPRequestHandler, "log_message", lambda *_arguments: None)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setattr("lab.pretrained.ADDRESS", f"http://127.0.0.1:{server.server_port}/")
    yield
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_whole_file_with_the_right_checksum_is_there_afterwards(address, monkeypatch):
    md5 = hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()
    monkeypatch.setitem(BASES, "vgg16", replace(BASES["vgg16"], md5=md5))
    assert find_weights(BASES["vgg16"]) is None
    fetch_weights.main("vgg16")
    assert weights_fetch("vgg16").progress().state == "done"
    assert find_weights(BASES["vgg16"]).read_bytes() == CONTENT
    assert len(list(weights_fetch("vgg16").directory.glob(".*"))) == 0


def test_another_file_is_refused_and_nothing_is_left(address):
    fetch_weights.main("vgg16")
    progress = weights_fetch("vgg16").progress()
    assert progress.state == "failed"
    assert "not what Keras published" in progress.message
    assert find_weights(BASES["vgg16"]) is None


def test_without_a_network_the_file_the_address_and_the_place_are_named(monkeypatch):
    monkeypatch.setattr("lab.pretrained.ADDRESS", "http://127.0.0.1:9/")
    fetch_weights.main("resnet50")
    message = weights_fetch("resnet50").progress().message
    assert "ResNet50 could not be fetched" in message
    for part in (BASES["resnet50"].file, BASES["resnet50"].address, str(weights_fetch("resnet50").directory)):
        assert part in message
