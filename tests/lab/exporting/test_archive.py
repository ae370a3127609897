"""A run that leaves and comes back, and what comes that is none."""

import io
import json
import time
import tracemalloc
import zipfile

import h5py
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lab.architectures.mlp import MLP
from lab.config import RunConfig
from lab.errors import LabError, RunError
from lab.exporting.archive import check_no_archive_of_code, export_run
from lab.exporting.weights_check import check_weights, list_weights
from lab.files import write_json
from lab.preparation import Preparation
from lab.runs.insight import list_epochs
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus
from lab.runs.store import RunStore
from tests.lab.runs.looking import write_handful, write_look

CONFIG = RunConfig(architecture=MLP(), preparation=Preparation(size=8, color="grey"))
SHAPES = [(64, 64), (64,), (64, 128), (128,), (128, 10), (10,)]


def write_weights(path, shapes=SHAPES):
    path.parent.mkdir(exist_ok=True)
    names = ["dense", "dense", "dense_1", "dense_1", "dense_2", "dense_2"]
    with h5py.File(path, "w") as file:
        for place, (name, shape) in enumerate(zip(names, shapes, strict=True)):
            file[f"layers/{name}/vars/{place % 2}"] = np.full(shape, place, np.float32)


@pytest.fixture
def store(tmp_path) -> RunStore:
    return RunStore(tmp_path / "runs", tmp_path / "index.sqlite")


@pytest.fixture
def run(store) -> RunFolder:
    folder = store.create(CONFIG, "ann", "token")
    write_json(folder.labels_path, list("0123456789"))
    write_weights(folder.checkpoint_path("best"))
    folder.append_state(RunStatus.FINISHED)
    store.update(folder.id, RunStatus.FINISHED)
    return folder


def repack(data: bytes, change) -> bytes:
    """The zip with its members changed: `change` gets them by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def rehash(members: dict[str, bytes]) -> None:
    """Say that everything is as it should be."""
    import hashlib

    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in members.items() if name != "manifest.json"}
    members["manifest.json"] = json.dumps({"format": 1, "sha256": hashes}).encode()


def bring(store, tmp_path, data: bytes) -> str:
    path = tmp_path / "given.zip"
    path.write_bytes(data)
    return store.bring_in(path, "given.zip", "bob")


def tree(store):
    return {
        str(path.relative_to(store.directory)): path.read_bytes()
        for path in store.directory.rglob("*")
        if path.is_file()
    }


def test_a_run_comes_back_under_a_new_id_byte_for_byte(store, run, tmp_path):
    before = tree(store)
    new = bring(store, tmp_path, export_run(run))
    assert new != run.id
    folder = store.folder(new)
    for name in ("config.json", "events.jsonl", "labels.json", "checkpoints/best.weights.h5"):
        assert (folder.path / name).read_bytes() == (run.path / name).read_bytes()
    assert {name: data for name, data in tree(store).items() if not name.startswith(new)} == before
    assert store.record(new).state is RunStatus.FINISHED


def test_looks_travel_and_one_that_cannot_be_read_stays_behind(store, run, tmp_path):
    write_handful(run, classes=10)
    for epoch in range(3):
        write_look(run, epoch)
    run.look_path(2).write_bytes(b"cut")
    folder = store.folder(bring(store, tmp_path, export_run(run)))
    assert list_epochs(folder) == [0, 1]
    for path in (folder.handful_path, folder.look_path(1)):
        assert path.read_bytes() == (run.path / "insight" / path.name).read_bytes()


def test_a_look_that_no_worker_wrote_is_refused_by_name(store, run, tmp_path):
    write_handful(run, classes=10)
    write_look(run, 1)

    def alter(members):
        members["insight/epoch-0001.npz"] = b"anything"
        rehash(members)

    with pytest.raises(RunError, match=r"damaged: epoch-0001\.npz"):
        bring(store, tmp_path, repack(export_run(run), alter))
    assert len(store.records()) == 1


@pytest.mark.parametrize("state", [RunStatus.QUEUED, RunStatus.RUNNING, RunStatus.PAUSED])
def test_a_run_that_had_not_ended_is_interrupted_and_never_starts(store, run, tmp_path, state):
    run.append_state(state)
    assert store.record(bring(store, tmp_path, export_run(run))).state is RunStatus.INTERRUPTED


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../evil.txt", "evil"),
        ("/etc/x", "etc"),
        ("stop", "`stop`"),
        ("worker.log", "`worker.log`"),
        ("checkpoints/../config.json", ".."),
        ("checkpoints/.hidden.weights.h5", "hidden"),
        ("checkpoints/model.keras", "model.keras"),
        ("checkpoints/a/b.weights.h5", "a/b"),
        ("insight/other.npz", "other.npz"),
        ("insight/epoch-0001.npz/x", "x"),
    ],
)
def test_a_name_that_no_run_has_is_refused_and_nothing_is_left(store, run, tmp_path, name, why):
    def add(members):
        members[name] = b"x"
        rehash(members)

    before = tree(store)
    with pytest.raises(RunError, match=why.replace(".", r"\.")):
        bring(store, tmp_path, repack(export_run(run), add))
    assert tree(store) == before
    assert len(store.records()) == 1


@pytest.mark.parametrize("name", ["config.json", "events.jsonl", "labels.json", "checkpoints/best.weights.h5"])
def test_an_altered_or_missing_file_is_named(store, run, tmp_path, name):
    def alter(members):
        members[name] += b" "

    with pytest.raises(RunError, match=f"given.zip is damaged: {name}"):
        bring(store, tmp_path, repack(export_run(run), alter))
    with pytest.raises(RunError, match=f"(damaged: {name}|no {name})"):
        bring(store, tmp_path, repack(export_run(run), lambda members: members.pop(name)))
    assert len(store.records()) == 1


def test_settings_that_the_lab_would_not_take_are_refused(store, run, tmp_path):
    def alter(members):
        members["config.json"] = members["config.json"].replace(b'"batch_size": 32', b'"batch_size": -1')
        rehash(members)

    with pytest.raises(RunError, match=r"damaged: config\.json.*batch_size"):
        bring(store, tmp_path, repack(export_run(run), alter))


def test_weights_of_three_classes_in_a_run_of_five_are_refused_with_both_numbers(store, run, tmp_path):
    write_weights(run.checkpoint_path("best"), [*SHAPES[:4], (128, 3), (3,)])
    write_json(run.labels_path, list("abcde"))
    with pytest.raises(RunError, match="network for 3 classes; this one has 5"):
        bring(store, tmp_path, export_run(run))


def test_a_shape_that_does_not_fit_is_named(run):
    write_weights(run.checkpoint_path("best"), [(64, 63), *SHAPES[1:]])
    network = CONFIG.architecture.draw((8, 8, 1), 10)
    with pytest.raises(RunError, match=r"`layers/dense/vars/0` has the shape 64 × 63.*64 × 64"):
        check_weights(run.checkpoint_path("best"), network, 10)


def soft_link(file):
    file["layers/dense/vars/0"] = h5py.SoftLink("/elsewhere")


def external_link(file):
    file["layers/dense/vars/0"] = h5py.ExternalLink("/etc/passwd", "x")


def external_data(file):
    file.create_dataset("layers/dense/vars/0", (8,), "f4", external=[("/etc/passwd", 0, 32)])


def virtual(file):
    layout = h5py.VirtualLayout((8,), "f4")
    layout[:] = h5py.VirtualSource("/etc/passwd", "x", (8,))
    file.create_virtual_dataset("layers/dense/vars/0", layout)


def packed(file):
    file.create_dataset("layers/dense/vars/0", (40_000, 40_000), "f4", chunks=(1000, 1000), compression="gzip")


def text(file):
    file["layers/dense/vars/0"] = np.array([b"text"])


@pytest.mark.parametrize("make", [soft_link, external_link, external_data, virtual, packed, text])
def test_what_is_not_a_plain_array_is_named_in_little_time_and_memory(tmp_path, make):
    path = tmp_path / "x.weights.h5"
    with h5py.File(path, "w") as file:
        make(file)
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(RunError, match=r"`layers/dense/vars/0`"):
        list_weights(path)
    assert time.process_time() - began < 1
    assert tracemalloc.get_traced_memory()[1] < 100e6
    tracemalloc.stop()


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 255))
def test_one_wrong_byte_anywhere_is_noticed_or_harmless(store, run, tmp_path, place, value):
    data = bytearray(export_run(run))
    data[place % len(data)] = value
    try:
        new = bring(store, tmp_path, bytes(data))
    except LabError:
        return
    assert (store.folder(new).path / "config.json").read_bytes() == run.config_path.read_bytes()


def test_no_code_of_a_keras_model_ever_runs(tmp_path):
    sentinel = tmp_path / "it-ran"
    layer = {"class_name": "Lambda", "module": "keras.layers", "config": {"function": f"open({str(sentinel)!r}, 'w')"}}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("metadata.json", "{}")
        archive.writestr("config.json", json.dumps({"class_name": "Functional", "module": "keras", "config": [layer]}))
    with pytest.raises(RunError, match="model.keras is a Keras model with `Lambda`"):
        check_no_archive_of_code(buffer.getvalue(), "model.keras")
    assert not sentinel.exists()


def test_a_custom_layer_is_named_and_any_other_model_gets_the_way_in():
    def make(name, module):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("metadata.json", "{}")
            archive.writestr("config.json", json.dumps({"class_name": name, "module": module}))
        return buffer.getvalue()

    with pytest.raises(RunError, match="with `MyLayer`"):
        check_no_archive_of_code(make("MyLayer", "evil"), "x.keras")
    with pytest.raises(RunError, match="takes the zip of a run"):
        check_no_archive_of_code(make("Functional", "keras.src.models"), "x.keras")
    with pytest.raises(RunError, match="with Lambda"):
        check_no_archive_of_code(b'\x89HDF\r\n\x1a\n{"class_name": "Lambda"}', "x.h5")
    check_no_archive_of_code(b"PK anything else", "x.zip")
