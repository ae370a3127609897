"""Real worker processes: what becomes of a run whatever happens around it."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextvars import copy_context
from pathlib import Path

import psutil
import pytest

from lab.architectures.mlp import MLP, HiddenLayer
from lab.architectures.perceptron import Perceptron
from lab.architectures.rgb_cnn import RGBCNN
from lab.config import RunConfig
from lab.controller import Controller
from lab.datasets.keras_sets import MNIST
from lab.datasets.shapes import Shapes
from lab.errors import ConfigError, DatasetError, RunError
from lab.executors import LocalExecutor
from lab.i18n import set_language, translate
from lab.optimizers.sgd import SGD
from lab.preparation import Preparation
from lab.runs.event_log import read_events
from lab.runs.history import RunHistory
from lab.runs.status import RunStatus
from lab.runs.store import RunStore
from lab.settings import load_settings

pytestmark = pytest.mark.slow

SHORT = RunConfig(architecture=Perceptron(), epochs=2)
LONG = RunConfig(architecture=Perceptron(), epochs=1000)
SPARE_WORKERS = 2


def wait_for(condition: Callable[[], bool], seconds: float = 200) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAB_HOME", str(tmp_path_factory.mktemp("home")))
        load_settings.cache_clear()
        yield load_settings().home
    load_settings.cache_clear()


@pytest.fixture(scope="module")
def store(home) -> RunStore:
    return RunStore(load_settings().runs_directory, load_settings().index_path)


class ForesightedExecutor(LocalExecutor):
    """Has workers import TensorFlow while others train, so that no test waits for it."""

    def keep_warm(self, count: int) -> None:
        super().keep_warm(SPARE_WORKERS)


@pytest.fixture(scope="module")
def controller(store) -> Iterator[Controller]:
    controller = Controller(store, ForesightedExecutor())
    controller.start()
    yield controller
    for record in store.records((RunStatus.RUNNING, RunStatus.QUEUED)):
        controller.stop(record.id)
    wait_for(lambda: not store.records((RunStatus.RUNNING, RunStatus.QUEUED)))
    controller.close()


def assert_korean(text: str) -> None:
    """See that a Korean page says in Korean why a run ended: no sentence of English words is left."""

    def read() -> str:
        set_language("ko")
        return translate(text)

    korean = copy_context().run(read)
    assert re.search("[가-힣]", korean)
    assert not re.search(r"[a-z]{2,} [a-z]{2,}", korean), korean


def submit(controller: Controller, config: RunConfig, owner: str = "ann") -> str:
    return controller.submit(config, owner, os.urandom(8).hex())


def wait_for_end(controller: Controller, run_id: str) -> RunHistory:
    wait_for(lambda: controller.store.record(run_id).state.ended)
    return controller.histories.follow(run_id)


def wait_for_epochs(controller: Controller, run_id: str, count: int) -> None:
    wait_for(lambda: len(controller.histories.follow(run_id).epochs) >= count)


def worker_of(controller: Controller, run_id: str) -> psutil.Process:
    folder = controller.store.folder(run_id)
    return psutil.Process(folder.read_json(folder.process_path)["pid"])


def test_a_run_goes_from_its_config_to_an_evaluation(controller, store):
    run_id = submit(controller, SHORT)
    history = wait_for_end(controller, run_id)
    assert history.state is RunStatus.FINISHED, history.state_message
    assert len(history.epochs) == 2
    assert history.steps_done == history.total_steps == 2 * 36
    folder = store.folder(run_id)
    assert folder.checkpoints() == ["best", "last"]
    assert folder.read_json(folder.labels_path) == list("0123456789")
    evaluation = folder.read_json(folder.evaluation_path)
    assert sum(map(sum, evaluation["confusion"])) == evaluation["count"] == 360
    assert store.record(run_id).test_accuracy == evaluation["accuracy"]


def test_stop_keeps_the_curves_and_the_checkpoint(controller, store):
    run_id = submit(controller, LONG)
    wait_for_epochs(controller, run_id, 3)
    asked = time.monotonic()
    controller.stop(run_id)
    history = wait_for_end(controller, run_id)
    assert time.monotonic() - asked < 30
    assert history.state is RunStatus.STOPPED
    assert history.state_message == "The curves and the best checkpoint are kept."
    assert len(history.epochs) >= 3
    assert store.folder(run_id).checkpoints() == ["best", "last"]


def test_a_run_that_prepares_its_images_tells_how_far_it_is_and_can_be_stopped(controller):
    many = {"dataset": Shapes(count=10_000, size=12), "preparation": Preparation(size=256)}
    run_id = submit(controller, LONG.model_copy(update=many))
    wait_for(lambda: bool(controller.histories.follow(run_id).progress))
    asked = time.monotonic()
    controller.stop(run_id)
    history = wait_for_end(controller, run_id)
    assert time.monotonic() - asked < 30
    assert history.state is RunStatus.STOPPED
    assert history.state_message == "No epoch was over, so there is no checkpoint."
    assert history.phase == "data"
    assert 0 < history.progress["done"] < history.progress["total"] == 10_000
    assert not [path for path in load_settings().prepared_directory.iterdir() if path.is_dir()]


def test_a_killed_worker_leaves_an_interrupted_run_and_the_next_one_starts(controller, store):
    first, second = submit(controller, LONG), submit(controller, SHORT)
    wait_for_epochs(controller, first, 2)
    assert controller.position(second) == 1
    worker_of(controller, first).kill()
    history = wait_for_end(controller, first)
    assert history.state is RunStatus.INTERRUPTED
    assert "killed in epoch" in history.state_message
    assert_korean(history.state_message)
    assert store.folder(first).checkpoints() == ["best", "last"]
    assert wait_for_end(controller, second).state is RunStatus.FINISHED


def test_a_worker_that_does_not_listen_is_ended_by_force(controller):
    run_id = submit(controller, LONG)
    wait_for_epochs(controller, run_id, 1)
    worker_of(controller, run_id).suspend()
    asked = time.monotonic()
    controller.stop(run_id)
    history = wait_for_end(controller, run_id)
    assert time.monotonic() - asked < 30
    assert history.state is RunStatus.STOPPED


def test_what_cannot_work_fails_with_the_reason(controller):
    run_id = submit(controller, SHORT.model_copy(update={"dataset": MNIST()}))
    history = wait_for_end(controller, run_id)
    assert history.state is RunStatus.FAILED
    assert "MNIST is not on this machine yet" in history.state_message
    assert_korean(history.state_message)


def test_images_that_a_run_uses_cannot_be_deleted(controller, store, import_zip, jpeg):
    dataset = import_zip(
        {f"{name}/{number}.jpg": jpeg(number + len(name)) for name in ("a", "bb") for number in range(20)}
    )
    newest = dataset.model_copy(update={"version_id": ""})
    run_id = submit(controller, LONG.model_copy(update={"dataset": newest, "preparation": Preparation(size=8)}))
    # The run says which version it was, whatever becomes the newest later.
    assert store.folder(run_id).read_config().dataset == dataset
    number = store.record(run_id).number
    with pytest.raises(DatasetError, match=f"in use by run #{number}"):
        controller.delete_dataset(dataset.id)
    wait_for_epochs(controller, run_id, 1)
    with pytest.raises(DatasetError, match=f"in use by run #{number}"):
        controller.delete_dataset(dataset.id)
    controller.stop(run_id)
    wait_for_end(controller, run_id)
    wait_for(lambda: store.record(run_id).state.ended)
    controller.delete_dataset(dataset.id)
    with pytest.raises(DatasetError, match="There is no data set"):
        submit(controller, SHORT.model_copy(update={"dataset": dataset}))
    assert controller.histories.follow(run_id).epochs["epoch"]


def test_a_loss_that_is_not_finite_fails_the_run_and_names_the_step(controller):
    layers = (HiddenLayer(units=64, activation="linear"),) * 8
    diverging = RunConfig(architecture=MLP(hidden_layers=layers), optimizer=SGD(learning_rate=1, momentum=0.99))
    history = wait_for_end(controller, submit(controller, diverging))
    assert history.state is RunStatus.FAILED
    assert "NaN or infinite at step" in history.state_message
    assert_korean(history.state_message)
    assert ("checkpoint is kept" in history.state_message) == bool(history.folder.checkpoints())


def test_settings_that_do_not_fit_are_refused_before_anything_is_made(controller, store):
    before = [record.id for record in store.records()]
    with pytest.raises(ConfigError, match=r"`size` must be at least 12.*Received: 8"):
        submit(controller, RunConfig(architecture=RGBCNN()))
    assert [record.id for record in store.records()] == before


def test_a_removed_folder_is_forgotten_and_the_queue_goes_on(controller, store):
    first, second = submit(controller, LONG), submit(controller, SHORT)
    shutil.rmtree(store.folder(second).path)
    third = submit(controller, SHORT)
    controller.stop(first)
    assert wait_for_end(controller, third).state is RunStatus.FINISHED
    assert second not in [record.id for record in store.records()]


def test_a_waiting_run_can_be_stopped(controller):
    first, second = submit(controller, LONG), submit(controller, SHORT)
    controller.stop(second)
    assert wait_for_end(controller, second).state is RunStatus.STOPPED
    controller.stop(first)
    assert wait_for_end(controller, first).state is RunStatus.STOPPED


SERVER = """
import sys, time
from lab.config import RunConfig
from lab.controller import Controller
from lab.executors import LocalExecutor
from lab.runs.store import RunStore
from lab.settings import load_settings
controller = Controller(RunStore(load_settings().runs_directory, load_settings().index_path), LocalExecutor())
controller.start()
print(controller.submit(RunConfig.model_validate_json(sys.argv[1]), "ann", "token"), flush=True)
time.sleep(600)
"""


def test_a_run_outlives_a_killed_server_and_is_adopted_by_the_next_one(tmp_path):
    environment = {**os.environ, "LAB_HOME": str(tmp_path)}
    config = LONG.model_copy(update={"epochs": 60})
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, config.model_dump_json()], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    with server.stdout:
        run_id = server.stdout.readline().strip()
        log = tmp_path / "runs" / run_id / "events.jsonl"
        wait_for(lambda: any(event["kind"] == "epoch" for event in read_events(log)[0]))
        server.send_signal(signal.SIGKILL)
        server.wait()
        controller = Controller(RunStore(tmp_path / "runs", tmp_path / "index.sqlite"), LocalExecutor(), warm_workers=0)
        controller.start()
        history = wait_for_end(controller, run_id)
        controller.close()
    assert history.state is RunStatus.FINISHED, history.state_message
    steps = history.batches["step"]
    assert steps == sorted(steps)
    assert history.epochs["epoch"] == list(range(1, 61))
    assert history.steps_done == 60 * 36


def test_a_paused_run_waits_gives_its_place_away_and_goes_on_as_if_nothing_had_been(controller, store):
    first, second = submit(controller, LONG), submit(controller, SHORT)
    wait_for_epochs(controller, first, 2)
    asked = time.monotonic()
    controller.pause(first)
    wait_for(lambda: store.record(first).state is RunStatus.PAUSED)
    assert time.monotonic() - asked < 30
    steps = controller.histories.follow(first).steps_done
    assert wait_for_end(controller, second).state is RunStatus.FINISHED
    history = controller.histories.follow(first)
    assert (history.state, history.steps_done) == (RunStatus.PAUSED, steps)
    paused_at = history.batches.last("elapsed")
    controller.go_on(first)
    wait_for(lambda: controller.histories.follow(first).steps_done > steps)
    history = controller.histories.follow(first)
    # The pause (a whole run long) is not counted as training.
    following = history.batches["elapsed"][history.batches["elapsed"].index(paused_at) + 1]
    assert following - paused_at < 1
    controller.stop(first)
    assert wait_for_end(controller, first).state is RunStatus.STOPPED


def test_a_paused_run_can_be_stopped_and_resumed_where_it_was(controller, store):
    run_id = submit(controller, LONG.model_copy(update={"epochs": 30}))
    wait_for_epochs(controller, run_id, 2)
    controller.pause(run_id)
    wait_for(lambda: store.record(run_id).state is RunStatus.PAUSED)
    controller.stop(run_id)
    assert wait_for_end(controller, run_id).state is RunStatus.STOPPED
    with pytest.raises(ConfigError, match="learning_rate"):
        controller.resume(run_id, learning_rate=-1)
    assert store.record(run_id).state is RunStatus.STOPPED
    controller.resume(run_id)
    with pytest.raises(RunError, match="Only a run that has ended can be resumed"):
        controller.resume(run_id)
    history = wait_for_end(controller, run_id)
    assert history.state is RunStatus.FINISHED, history.state_message
    assert history.epochs["epoch"] == list(range(1, 31))
    assert history.batches["step"] == sorted(set(history.batches["step"]))


def test_a_paused_run_whose_worker_is_killed_is_interrupted_and_resumes(controller, store):
    run_id = submit(controller, LONG.model_copy(update={"epochs": 30}))
    wait_for_epochs(controller, run_id, 2)
    controller.pause(run_id)
    wait_for(lambda: store.record(run_id).state is RunStatus.PAUSED)
    worker_of(controller, run_id).kill()
    assert wait_for_end(controller, run_id).state is RunStatus.INTERRUPTED
    controller.resume(run_id, epochs=31)
    assert wait_for_end(controller, run_id).epochs["epoch"] == list(range(1, 32))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of a living process are Linux's")
def test_a_worker_that_runs_out_of_memory_says_so_and_the_next_run_starts(controller, store):
    hungry = {
        "architecture": RGBCNN(),
        "dataset": Shapes(count=1500, size=64),
        "preparation": Preparation(size=64),
        "batch_size": 1024,
    }
    run_id = submit(controller, LONG.model_copy(update=hungry))
    wait_for(lambda: controller.histories.follow(run_id).phase == "building")
    worker = worker_of(controller, run_id)
    # Room for what it has and half a gigabyte more: a real limit, which Linux enforces.
    limit = worker.memory_info().data + 500_000_000
    worker.rlimit(psutil.RLIMIT_DATA, (limit, limit))
    following = submit(controller, SHORT)
    history = wait_for_end(controller, run_id)
    assert history.state is RunStatus.FAILED
    assert history.state_message.startswith("Out of memory in epoch 1. Lower the batch size or the image size.")
    assert_korean(history.state_message)
    assert wait_for_end(controller, following).state is RunStatus.FINISHED
