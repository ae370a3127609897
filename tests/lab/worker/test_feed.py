import numpy as np

from lab.augmentation.geometric import Geometric
from lab.scaling.tf import TF
from lab.worker.feed import make_feed

IMAGES = np.random.default_rng(0).integers(0, 256, (10, 6, 6, 3), np.uint8)
LABELS = np.arange(10)
SCALER = TF().fit(IMAGES)


def read(feed) -> tuple[np.ndarray, np.ndarray]:
    batches = [(images.numpy(), labels.numpy()) for images, labels in feed]
    return np.concatenate([images for images, _ in batches]), np.concatenate([labels for _, labels in batches])


def test_without_shuffling_the_order_stays_and_the_numbers_are_the_scaler_s():
    images, labels = read(make_feed(IMAGES, LABELS, SCALER, 4))
    np.testing.assert_array_equal(labels, LABELS)
    np.testing.assert_allclose(images, SCALER.transform(IMAGES), atol=1e-6)


def test_each_epoch_has_another_order_each_image_once_and_the_same_seed_repeats_it():
    orders = []
    for _repeat in range(2):
        feed = make_feed(IMAGES, LABELS, SCALER, 4, shuffle_seed=7)
        orders.append([read(feed)[1].tolist() for _epoch in range(3)])
    assert orders[0] == orders[1]
    assert orders[0][0] != orders[0][1]
    assert all(sorted(order) == LABELS.tolist() for order in orders[0])


def test_images_and_labels_stay_together():
    images, labels = read(make_feed(IMAGES, LABELS, SCALER, 3, shuffle_seed=1))
    np.testing.assert_allclose(images, SCALER.transform(IMAGES)[labels], atol=1e-6)


def test_augmentation_changes_images_anew_each_epoch_before_scaling_and_repeats_with_the_seed():
    epochs = []
    for _repeat in range(2):
        feed = make_feed(IMAGES, LABELS, SCALER, 4, shuffle_seed=7, augmentation=Geometric())
        for _epoch in range(2):
            images, labels = read(feed)
            epochs.append(images[np.argsort(labels)])
    np.testing.assert_array_equal(epochs[0], epochs[2])
    np.testing.assert_array_equal(epochs[1], epochs[3])
    assert (epochs[0] != epochs[1]).any()
    assert epochs[0].min() >= -1
    assert epochs[0].max() <= 1
    # uint8 before scaling: every value is one of 256.
    assert np.abs((epochs[0] + 1) * 127.5 - np.round((epochs[0] + 1) * 127.5)).max() < 1e-3
