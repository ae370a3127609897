import io
import zipfile

import pytest
import tensorflow as tf

from lab.config import RunConfig
from lab.runs.event_log import EventLog
from lab.runs.run_folder import RunFolder
from lab.runs.status import RunStatus
from lab.worker.event_files import zip_event_files
from tests.lab.worker.asking import ask


@pytest.fixture
def run(tmp_path) -> RunFolder:
    """Two epochs of two batches; the second epoch was interrupted and trained again; a loss was not finite."""
    folder = RunFolder(tmp_path / "run")
    folder.create(RunConfig(seed=77))
    rate = {"learning_rate": 0.001}
    with EventLog(folder.events_path) as log:
        log.append("state", state=RunStatus.RUNNING)
        for step, epoch, loss in [(1, 1, 2.5), (2, 1, 2.0), (3, 2, 99.0), (3, 2, 1.5), (4, 2, float("nan"))]:
            if (step, loss) == (3, 1.5):
                log.append("resume", epoch=1)
            log.append("batch", step=step, epoch=epoch, loss=loss, accuracy=0.5, elapsed=step / 2, **rate)
            if step % 2 == 0:
                values = {"loss": 2.25, "accuracy": 0.25, "val_loss": 3.0 - epoch, "val_accuracy": 0.75}
                log.append("epoch", epoch=epoch, elapsed=step / 2, **values, **rate)
    return folder


def read(data: bytes, tmp_path) -> dict[str, list]:
    """The events of each part, read by TensorFlow's own reader."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path / "read")
    files = sorted((tmp_path / "read").rglob("*tfevents*"))
    return {file.parent.name: list(tf.compat.v1.train.summary_iterator(str(file))) for file in files}


def find(events: list, tag: str) -> list[tuple[int, float]]:
    found = [(event.step, value.simple_value) for event in events for value in event.summary.value if value.tag == tag]
    return [(step, pytest.approx(value)) for step, value in found]


def test_tensorflow_reads_the_curves_as_the_lab_shows_them(run, tmp_path):
    events = read(zip_event_files(run, "run-1"), tmp_path)
    assert sorted(events) == ["train", "validation"]
    assert events["train"][0].file_version == "brain.Event:2"
    assert find(events["train"], "batch_loss") == [(1, 2.5), (2, 2.0), (3, 1.5)]
    assert find(events["train"], "batch_accuracy") == [(step, 0.5) for step in (1, 2, 3, 4)]
    assert find(events["train"], "batch_learning_rate") == [(step, 0.001) for step in (1, 2, 3, 4)]
    assert find(events["train"], "epoch_loss") == [(1, 2.25), (2, 2.25)]
    assert find(events["train"], "epoch_accuracy") == [(1, 0.25), (2, 0.25)]
    assert find(events["validation"], "epoch_loss") == [(1, 2.0), (2, 1.0)]
    assert find(events["validation"], "epoch_accuracy") == [(1, 0.75), (2, 0.75)]
    times = [event.wall_time for event in events["validation"][1:]]
    assert times[1] - times[0] == pytest.approx(1.0)


def test_the_settings_are_text(run, tmp_path):
    train = read(zip_event_files(run, "run-1"), tmp_path)["train"]
    (config,) = [value for event in train for value in event.summary.value if value.tag == "config"]
    assert config.metadata.plugin_data.plugin_name == "text"
    assert '"seed": 77' in tf.make_ndarray(config.tensor)[0].decode()


def test_the_service_answers_with_the_zip(run, tmp_path):
    content = ask("export_tensorboard", folder=run.path, name="run-9").tobytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert [name.rpartition("/")[0] for name in archive.namelist()] == ["run-9/train", "run-9/validation"]
