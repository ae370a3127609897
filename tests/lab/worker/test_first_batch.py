import keras
import numpy as np
import pytest

from lab.architectures.mlp import MLP
from lab.augmentation.geometric import Geometric
from lab.augmentation.none import NoAugmentation
from lab.config import RunConfig
from lab.datasets.shapes import Shapes
from lab.datasets.subset import Subset
from lab.preparation import Preparation
from lab.runs.event_log import EventLog, read_events
from lab.runs.run_folder import RunFolder
from lab.scaling import Scaler
from lab.worker import first_batch
from lab.worker.feed import make_feed
from lab.worker.first_batch import write_first_batch
from lab.worker.train import train

IMAGES = Subset.whole(np.random.default_rng(0).integers(0, 256, (300, 8, 8, 3), np.uint8), np.arange(300) % 7)
AS_IT_IS = Scaler(scale=(1.0,), offset=(0.0,))
SMALL = {
    "dataset": Shapes(count=300, size=16),
    "preparation": Preparation(size=16),
    "architecture": MLP(),
    "epochs": 3,
}


def read_batch(folder: RunFolder) -> tuple[np.ndarray, np.ndarray]:
    with np.load(folder.first_batch_path, allow_pickle=False) as batch:
        return batch["images"], batch["labels"]


@pytest.mark.parametrize("batch_size", [4, 32])
@pytest.mark.parametrize("augmentation", [NoAugmentation(), Geometric()])
def test_it_holds_the_first_images_that_training_gets(tmp_path, augmentation, batch_size):
    config = RunConfig(augmentation=augmentation, batch_size=batch_size, seed=5)
    write_first_batch(RunFolder(tmp_path), IMAGES, config).join()
    images, labels = read_batch(RunFolder(tmp_path))
    feed = make_feed(IMAGES, AS_IT_IS, batch_size, shuffle_seed=5, augmentation=augmentation)
    trained_images, trained_labels = (part.numpy() for part in next(iter(feed)))
    assert images.dtype == np.uint8
    assert len(images) == min(batch_size, 16)
    np.testing.assert_array_equal(images, trained_images[:16])
    np.testing.assert_array_equal(labels, trained_labels[:16])


def test_of_large_images_it_holds_fewer(tmp_path, monkeypatch):
    monkeypatch.setattr(first_batch, "MOST_BYTES", 3 * IMAGES.image_bytes)
    write_first_batch(RunFolder(tmp_path), IMAGES, RunConfig()).join()
    assert len(read_batch(RunFolder(tmp_path))[0]) == 3


def _train(folder: RunFolder, config: RunConfig) -> list[dict[str, object]]:
    folder.create(config)
    with EventLog(folder.events_path) as log:
        train(folder, log)
    keras.backend.clear_session()
    events = read_events(folder.events_path)[0]
    kept = ("loss", "accuracy", "val_loss", "val_accuracy")
    return [{name: event[name] for name in kept} for event in events if event["kind"] == "epoch"]


@pytest.mark.parametrize("augmentation", [NoAugmentation(), Geometric()])
def test_a_run_with_augmentation_repeats_exactly_and_looking_at_it_changes_nothing(tmp_path, monkeypatch, augmentation):
    config = RunConfig(**SMALL, augmentation=augmentation)
    curves = [_train(RunFolder(tmp_path / name), config) for name in ("one", "two")]
    assert len(curves[0]) == 3
    assert curves[0] == curves[1]
    assert RunFolder(tmp_path / "one").first_batch_path.exists()
    monkeypatch.setattr("lab.worker.train.write_first_batch", lambda *_arguments: None)
    assert _train(RunFolder(tmp_path / "unseen"), config) == curves[0]
