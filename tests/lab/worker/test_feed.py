import numpy as np
import pytest

from lab import feed_size
from lab.augmentation.geometric import Geometric
from lab.datasets.subset import Subset
from lab.scaling import Scaler
from lab.scaling.tf import TF
from lab.worker.feed import make_feed

IMAGES = np.random.default_rng(0).integers(0, 256, (10, 6, 6, 3), np.uint8)
LABELS = np.arange(10)
SUBSET = Subset.whole(IMAGES, LABELS)
SCALER = TF().fit(SUBSET)


def read(batches_of) -> tuple[np.ndarray, np.ndarray]:
    batches = [(images.numpy(), labels.numpy()) for images, labels in batches_of]
    return np.concatenate([images for images, _ in batches]), np.concatenate([labels for _, labels in batches])


def test_without_shuffling_the_order_stays_and_the_numbers_are_the_scaler_s():
    images, labels = read(make_feed(SUBSET, SCALER, 4))
    np.testing.assert_array_equal(labels, LABELS)
    np.testing.assert_allclose(images, SCALER.transform(IMAGES), atol=1e-6)


def test_each_epoch_has_another_order_each_image_once_and_the_same_seed_repeats_it():
    orders = []
    for _repeat in range(2):
        made = make_feed(SUBSET, SCALER, 4, shuffle_seed=7)
        orders.append([read(made)[1].tolist() for _epoch in range(3)])
    assert orders[0] == orders[1]
    assert orders[0][0] != orders[0][1]
    assert all(sorted(order) == LABELS.tolist() for order in orders[0])


def test_images_and_labels_stay_together():
    images, labels = read(make_feed(SUBSET, SCALER, 3, shuffle_seed=1))
    np.testing.assert_allclose(images, SCALER.transform(IMAGES)[labels], atol=1e-6)


def test_augmentation_changes_images_anew_each_epoch_before_scaling_and_repeats_with_the_seed():
    epochs = []
    for _repeat in range(2):
        made = make_feed(SUBSET, SCALER, 4, shuffle_seed=7, augmentation=Geometric())
        for _epoch in range(2):
            images, labels = read(made)
            epochs.append(images[np.argsort(labels)])
    np.testing.assert_array_equal(epochs[0], epochs[2])
    np.testing.assert_array_equal(epochs[1], epochs[3])
    assert (epochs[0] != epochs[1]).any()
    assert epochs[0].min() >= -1
    assert epochs[0].max() <= 1
    # uint8 before scaling: every value is one of 256.
    assert np.abs((epochs[0] + 1) * 127.5 - np.round((epochs[0] + 1) * 127.5)).max() < 1e-3


@pytest.mark.parametrize("parallel_calls", [2, 4])
def test_augmented_batches_are_the_same_however_many_calls_run_at_a_time(parallel_calls):
    images = Subset.whole(np.random.default_rng(1).integers(0, 256, (700, 6, 6, 3), np.uint8))
    options = {"shuffle_seed": 7, "augmentation": Geometric()}
    one, several = (make_feed(images, SCALER, 8, **options, parallel_calls=calls) for calls in (1, parallel_calls))
    for _epoch in range(2):
        np.testing.assert_array_equal(read(one)[0], read(several)[0])


def test_a_later_epoch_can_come_first():
    options = {"shuffle_seed": 7, "augmentation": Geometric()}
    from_start = make_feed(SUBSET, SCALER, 4, **options)
    third = [read(from_start) for _epoch in range(3)][2]
    resumed = read(make_feed(SUBSET, SCALER, 4, **options, first_epoch=2))
    np.testing.assert_array_equal(third[0], resumed[0])
    np.testing.assert_array_equal(third[1], resumed[1])


def test_an_array_on_disk_gives_the_same_batches_as_one_in_memory(tmp_path):
    np.save(tmp_path / "images.npy", IMAGES)
    mapped = Subset.whole(np.load(tmp_path / "images.npy", mmap_mode="r"), LABELS)
    options = {"shuffle_seed": 3, "augmentation": Geometric()}
    pairs = zip(make_feed(mapped, SCALER, 4, **options), make_feed(SUBSET, SCALER, 4, **options), strict=True)
    for (images, labels), (expected_images, expected_labels) in pairs:
        np.testing.assert_array_equal(labels, expected_labels)
        np.testing.assert_array_equal(images, expected_images)


@pytest.mark.parametrize("bytes_a_call", [1, 10**9])
@pytest.mark.parametrize("count", [1, 64, 99])
def test_batches_are_whole_but_the_last_however_many_are_taken_at_a_time(monkeypatch, bytes_a_call, count):
    monkeypatch.setattr(feed_size, "BYTES_A_CALL", bytes_a_call)
    images = Subset.whole(np.zeros((count, 2, 2, 1), np.uint8), np.arange(count))
    batches = [labels.numpy() for _images, labels in make_feed(images, Scaler(scale=(1.0,), offset=(0.0,)), 2)]
    assert [len(batch) for batch in batches] == [2] * (count // 2) + [1] * (count % 2)
    assert np.concatenate(batches).tolist() == list(range(count))


def test_the_order_is_shuffled_over_the_whole_set():
    count = 3000
    images = Subset.whole(np.zeros((count, 1, 1, 1), np.uint8), np.arange(count))
    order = read(make_feed(images, Scaler(scale=(1.0,), offset=(0.0,)), 32, shuffle_seed=0))[1]
    assert sorted(order) == list(range(count))
    # In a true shuffle an image lies a third of the set away from its place, and neighbours are no neighbours.
    assert np.abs(order - np.arange(count)).mean() == pytest.approx(count / 3, rel=0.1)
    assert np.abs(np.diff(order)).mean() == pytest.approx(count / 3, rel=0.1)
