"""Where the weights of Keras's networks are looked for, and fetching them from a server of our own."""

import dataclasses
import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from lab import fetch_weights, pretrained
from lab.architectures.transfer import Transfer
from lab.config import RunConfig
from lab.controller import Controller
from lab.errors import ConfigError
from lab.executors import LocalExecutor
from lab.fetch_weights import weights_fetch
from lab.preparation import Preparation
from lab.pretrained import BASES, check_weights, find_weights
from lab.runs.store import RunStore
from lab.settings import load_settings

CONTENT = b"numbers" * 100_000
NAME = "mobilenet_v3_small"
FILE = BASES[NAME].file


@pytest.fixture(autouse=True)
def folders(tmp_path, monkeypatch):
    monkeypatch.setenv("LAB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LAB_WEIGHTS_FOLDER", str(tmp_path / "administrator"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    load_settings.cache_clear()
    yield tmp_path
    load_settings.cache_clear()


@pytest.fixture
def serve(monkeypatch) -> Iterator[Callable[[bytes], None]]:
    """Lets the published file come from here, with this content."""
    servers: list[HTTPServer] = []

    def begin(content: bytes, published: bytes = CONTENT) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Keep quiet."""

        servers.append(HTTPServer(("127.0.0.1", 0), Handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        monkeypatch.setattr(pretrained, "ADDRESS", f"http://127.0.0.1:{servers[-1].server_port}/")
        monkeypatch.setitem(BASES, NAME, publish(published))

    yield begin
    for server in servers:
        server.shutdown()
        server.server_close()


def publish(content: bytes) -> pretrained.Pretrained:
    return dataclasses.replace(BASES[NAME], md5=hashlib.md5(content).hexdigest(), size_bytes=len(content))


def test_the_lab_s_own_folder_comes_first_then_the_administrator_s_then_keras_s(folders):
    assert find_weights(BASES[NAME]) is None
    for folder in ("keras/models", "administrator", "home/weights"):
        (folders / folder).mkdir(parents=True)
        (folders / folder / FILE).write_bytes(b"")
        assert find_weights(BASES[NAME]) == folders / folder / FILE


def test_what_was_fetched_is_whole_and_where_it_is_looked_for(serve, folders):
    serve(CONTENT)
    fetch_weights.main(NAME)
    assert weights_fetch(NAME).progress().state == "done"
    assert find_weights(BASES[NAME]) == folders / "home" / "weights" / FILE
    assert find_weights(BASES[NAME]).read_bytes() == CONTENT
    Transfer(base=NAME).check_ready()


@pytest.mark.parametrize("sent", [CONTENT[:-1], b"<html>log in first</html>", CONTENT[::-1], CONTENT * 3])
def test_something_else_is_not_kept_and_the_message_tells_what_to_do(serve, folders, sent):
    serve(sent)
    with pytest.raises(OSError, match="not what Keras published"):
        fetch_weights.main(NAME)
    progress = weights_fetch(NAME).progress()
    assert progress.state == "failed"
    for told in (
        "MobileNetV3 small could not be fetched",
        FILE,
        BASES[NAME].address,
        str(folders / "home" / "weights"),
    ):
        assert told in progress.message
    assert [path.name for path in (folders / "home" / "weights").iterdir()] == [f"{NAME}.progress.json"]


def test_without_a_network_the_message_names_file_address_and_place(serve, folders, monkeypatch):
    monkeypatch.setattr(pretrained, "ADDRESS", "http://127.0.0.1:9/")
    with pytest.raises(OSError, match="refused"):
        fetch_weights.main(NAME)
    message = weights_fetch(NAME).progress().message
    assert "Connection refused. Without a network" in message
    assert all(told in message for told in (FILE, "http://127.0.0.1:9/", str(folders / "home" / "weights")))


def test_what_a_killed_fetch_left_is_cleared(serve, folders):
    left = folders / "home" / "weights" / f".new-abc-{FILE}"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    serve(CONTENT)
    fetch_weights.main(NAME)
    assert not left.exists()


def test_a_file_that_was_changed_is_refused_and_taken_again_once_it_is_right(folders, monkeypatch):
    monkeypatch.setitem(BASES, NAME, publish(CONTENT))
    path = folders / FILE
    path.write_bytes(CONTENT[::-1])
    with pytest.raises(ConfigError, match="checksum .* instead of .*Delete it and fetch it anew"):
        check_weights(BASES[NAME], path)
    path.write_bytes(CONTENT)
    os.utime(path, (1, 1))
    check_weights(BASES[NAME], path)


def test_a_training_without_its_weights_is_not_queued(folders):
    store = RunStore(load_settings().runs_directory, load_settings().index_path)
    config = RunConfig(architecture=Transfer(base=NAME), preparation=Preparation(size=32))
    with pytest.raises(ConfigError, match="are not on this machine. Fetch them on the Model page") as caught:
        Controller(store, LocalExecutor()).submit(config, "ann", "token")
    assert FILE in str(caught.value)
    assert BASES[NAME].address in str(caught.value)
    assert store.records() == []


def test_two_phases_need_an_epoch_each(folders):
    store = RunStore(load_settings().runs_directory, load_settings().index_path)
    transfer = Transfer(weights="random", training="two_phases", head_epochs=5)
    config = RunConfig(architecture=transfer, preparation=Preparation(size=32), epochs=5)
    controller = Controller(store, LocalExecutor())
    with pytest.raises(ConfigError, match=r"`head_epochs` must be less than `epochs` \(5\).*Received: 5"):
        controller.submit(config, "ann", "token")
    controller.submit(config.model_copy(update={"epochs": 6}), "ann", "token")
    assert len(store.records()) == 1
