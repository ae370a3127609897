import numpy as np
import pytest

from lab.augmentation import AUGMENTATIONS
from lab.augmentation.geometric import Geometric
from lab.augmentation.none import NoAugmentation


@pytest.mark.parametrize("cls", AUGMENTATIONS.classes(), ids=lambda cls: cls.__name__)
@pytest.mark.parametrize("channels", [1, 3])
def test_every_augmentation_keeps_size_and_type_and_repeats_with_its_seed(cls, channels):
    image = np.random.default_rng(0).integers(0, 256, (12, 12, channels), np.uint8)
    results = []
    for _repeat in range(2):
        pipeline = cls().build(seed=3)
        results.append(np.stack([pipeline(image=image)["image"] for _draw in range(5)]))
    assert results[0].dtype == np.uint8
    assert results[0].shape == (5, *image.shape)
    np.testing.assert_array_equal(*results)


def test_no_augmentation_changes_nothing_and_the_other_does():
    image = np.random.default_rng(0).integers(0, 256, (12, 12, 3), np.uint8)
    np.testing.assert_array_equal(NoAugmentation().build(0)(image=image)["image"], image)
    draws = [Geometric().build(seed)(image=image)["image"] for seed in range(4)]
    assert all((draw != image).any() for draw in draws)
    assert (draws[0] != draws[1]).any()


def test_nothing_is_done_where_every_range_is_empty():
    still = Geometric(rotation_degrees=0, shift=0, zoom=0, brightness=0, horizontal_flip=False)
    image = np.random.default_rng(0).integers(0, 256, (12, 12, 3), np.uint8)
    np.testing.assert_array_equal(still.build(0)(image=image)["image"], image)


def test_flips_happen_apart_from_one_another():
    from lab.augmentation.code import read_code

    flips = read_code("A.Compose([A.HorizontalFlip(p=0.5), A.VerticalFlip(p=0.5)])")[0].pipeline.build(0)
    image = np.arange(4, dtype=np.uint8).reshape(2, 2, 1)
    corners = [int(flips(image=image)["image"][0, 0, 0]) for _draw in range(400)]
    assert all(60 < corners.count(corner) < 140 for corner in range(4))
