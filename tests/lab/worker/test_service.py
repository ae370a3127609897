import shutil

import keras
import numpy as np
import pytest

from lab.config import RunConfig
from lab.datasets.subset import Subset
from lab.exporting.archive import export_run
from lab.judging.latency import Latency
from lab.runs.event_log import EventLog
from lab.runs.run_folder import RunFolder
from lab.runs.store import RunStore
from lab.scaling.tf import TF
from lab.scaling.zero_one import ZeroOne
from lab.trained import TrainedNetwork
from lab.worker.context import Context
from lab.worker.operations import OPERATIONS
from lab.worker.scheduler import Scheduler
from lab.worker.service import perform
from lab.worker.train import train
from tests.lab.worker.asking import answer_request, as_sent, ask
from tests.lab.worker.test_first_batch import SMALL

CONFIG = RunConfig(**SMALL)
IMAGES = np.random.default_rng(0).integers(0, 256, (5, *CONFIG.preparation.input_shape), np.uint8)


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> RunFolder:
    folder = RunFolder(tmp_path_factory.mktemp("run"))
    folder.create(CONFIG)
    with EventLog(folder.events_path) as log:
        train(folder, log)
    keras.backend.clear_session()
    return folder


@pytest.fixture
def copied(run, tmp_path) -> TrainedNetwork:
    """The run's network, free to be changed."""
    shutil.copytree(run.path, tmp_path / "run")
    return TrainedNetwork.read(RunFolder(tmp_path / "run"), "best")


def replace_weights(network: TrainedNetwork, factor: float) -> None:
    """Put others in their place, as a training does."""
    model = network.config.architecture.build(network.input_shape, len(network.labels))
    path = network.run.checkpoint_path("best")
    model.load_weights(path)
    model.set_weights([weight * factor for weight in model.get_weights()])
    other = path.with_name("new.weights.h5")
    model.save_weights(other)
    other.replace(path)


def test_a_prediction_uses_the_run_s_own_scaling_unless_another_is_asked_for(run):
    network = TrainedNetwork.read(run, "best")
    as_trained = ask("predict", network=network, images=IMAGES)
    assert as_trained.dtype == np.float32
    np.testing.assert_allclose(as_trained.sum(axis=1), 1, rtol=1e-5)
    same, other = (
        ask("predict", network=network.model_copy(update={"scaler": scaling.fit(Subset.whole(IMAGES))}), images=IMAGES)
        for scaling in (ZeroOne(), TF())
    )
    np.testing.assert_allclose(same, as_trained, atol=1e-6)
    assert np.abs(other - as_trained).max() > 0.01


def test_however_many_images_there_are_each_is_answered_in_its_place(run):
    network = TrainedNetwork.read(run, "best")
    model = CONFIG.architecture.build(network.input_shape, len(network.labels))
    model.load_weights(run.checkpoint_path("best"))
    many = np.random.default_rng(1).integers(0, 256, (301, *network.input_shape), np.uint8)
    expected = model.predict(network.scaler.transform(many), verbose=0)
    np.testing.assert_allclose(ask("predict", network=network, images=many), expected, atol=1e-5)
    assert ask("predict", network=network, images=many[:0]).shape == (0, len(network.labels))


def test_a_loaded_network_is_used_again_until_its_weights_change(copied):
    context = Context(1e12)
    before = ask("predict", context, network=copied, images=IMAGES)
    assert (ask("predict", context, network=copied, images=IMAGES) == before).all()
    assert len(context.networks) == 1
    replace_weights(copied, 2.0)
    after = ask("predict", context, network=copied, images=IMAGES)
    assert np.abs(after - before).max() > 1e-3
    assert len(context.networks) == 1


def test_without_memory_for_them_no_network_is_kept_and_all_are_answered(copied):
    context = Context(1.0)
    expected = ask("predict", network=copied, images=IMAGES)
    for _time in range(2):
        np.testing.assert_allclose(ask("predict", context, network=copied, images=IMAGES), expected, atol=1e-6)
        assert len(context.networks) == 0


def test_missing_or_damaged_weights_are_named_and_whole_ones_work_again(copied):
    context, path = Context(1e12), copied.run.checkpoint_path("best")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    answer = answer_request("predict", context, network=copied, images=IMAGES)
    assert answer["error"] == "Run run is damaged: best.weights.h5."
    path.unlink()
    answer = answer_request("predict", context, network=copied, images=IMAGES)
    assert answer["error"] == "Run run has no checkpoint `best`."
    path.write_bytes(whole)
    assert len(ask("predict", context, network=copied, images=IMAGES)) == len(IMAGES)


def test_a_result_that_cannot_be_sent_harms_nobody_else(monkeypatch):
    monkeypatch.setitem(OPERATIONS, "odd", lambda _context: {"image": object()})
    assert answer_request("odd")["error"] == "The model service failed: TypeError: object cannot be sent."


def test_two_exports_of_one_run_at_once_are_both_whole(run, tmp_path):
    network, context, answers = TrainedNetwork.read(run, "best"), Context(1e12), {}
    expected = ask("predict", context, network=network, images=IMAGES)
    before = sorted(run.path.rglob("*"))
    scheduler = Scheduler(lambda message: answers.update({message["id"]: message}))
    for number in range(2):
        scheduler.add(number, perform(context, "export_keras", as_sent({"network": network})))
    scheduler.close()
    scheduler.run()
    for number in range(2):
        path = tmp_path / f"{number}.keras"
        path.write_bytes(answers[number]["result"].tobytes())
        model = keras.models.load_model(path)
        np.testing.assert_allclose(model.predict(IMAGES, verbose=0), expected, atol=1e-5)
    # And nothing of it is left with the run.
    assert sorted(run.path.rglob("*")) == before


def test_a_run_that_was_exported_and_brought_in_predicts_the_same(run, tmp_path):
    archive = tmp_path / "run.zip"
    archive.write_bytes(export_run(run))
    store = RunStore(tmp_path / "runs", tmp_path / "index.sqlite")
    brought = store.folder(store.bring_in(archive, "run.zip", "ann"))
    assert brought.id != run.id
    first, second = (ask("predict", network=TrainedNetwork.read(one, "best"), images=IMAGES) for one in (run, brought))
    np.testing.assert_array_equal(first, second)


def test_a_run_s_network_is_timed_alone_and_in_a_batch_and_the_machine_is_named(run):
    latency = Latency(**ask("measure_latency", network=TrainedNetwork.read(run, "best")))
    assert 0 < latency.batch_seconds < latency.one_seconds < 10
    assert latency.machine and latency.cores >= 1
