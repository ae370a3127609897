import numpy as np
import pytest

from lab.augmentation.catalogue import REQUIRED, list_transforms
from lab.augmentation.geometric import Geometric
from lab.augmentation.pipeline import Pipeline
from lab.augmentation.steps import Step
from lab.datasets.subset import Subset
from lab.errors import ConfigError
from lab.worker.chunks import Chunks

IMAGES = Subset.whole(np.random.default_rng(0).integers(0, 256, (40, 32, 32, 3), np.uint8), np.arange(40))


def pipeline(*steps: Step) -> Pipeline:
    return Pipeline(steps=steps)


def test_a_chunk_depends_on_its_number_and_not_on_what_was_taken_before():
    forth, back = (Chunks(IMAGES, 16, 3, Geometric()) for _repeat in range(2))
    forwards = [forth.take(epoch, chunk) for epoch in range(2) for chunk in range(3)]
    backwards = [back.take(epoch, chunk) for epoch in (1, 0) for chunk in (2, 1, 0)][::-1]
    for (images, labels), (same_images, same_labels) in zip(forwards, backwards, strict=True):
        np.testing.assert_array_equal(images, same_images)
        np.testing.assert_array_equal(labels, same_labels)
    assert [len(labels) for _images, labels in forwards] == [16, 16, 8] * 2
    assert sorted(np.concatenate([labels for _images, labels in forwards[:3]])) == list(range(40))


def test_no_two_chunks_draw_the_same_numbers():
    grey = Subset.whole(np.full((64, 4, 4, 1), 100, np.uint8))
    chunks = Chunks(grey, 16, 0, pipeline(Step(transform="RandomBrightnessContrast", p=1)))
    drawn = [tuple(chunks.take(epoch, chunk)[0][:, 0, 0, 0]) for epoch in range(3) for chunk in range(4)]
    assert len(set(drawn)) == len(drawn)


def test_two_transforms_are_drawn_independently_of_each_other():
    corners = Subset.whole(np.tile(np.array([[[1], [2]], [[3], [4]]], np.uint8), (400, 1, 1, 1)))
    flips = pipeline(Step(transform="HorizontalFlip", p=0.5), Step(transform="VerticalFlip", p=0.5))
    seen = np.bincount(Chunks(corners, 400, 0, flips).take(0, 0)[0][:, 0, 0, 0], minlength=5)
    assert (seen[1:] > 60).all()


def test_the_first_images_alone_are_those_of_the_whole_chunk():
    chunks = Chunks(IMAGES, 32, 3, Geometric())
    images, labels = chunks.take(0, 0)
    first_images, first_labels = chunks.take(0, 0, most=5)
    np.testing.assert_array_equal(first_images, images[:5])
    np.testing.assert_array_equal(first_labels, labels[:5])


def test_the_array_itself_is_never_changed():
    before = IMAGES.array.copy()
    Chunks(IMAGES, 16, 0, Geometric()).take(0, 0)
    np.testing.assert_array_equal(IMAGES.array, before)


def test_an_image_that_changes_its_shape_is_refused_in_words():
    chunks = Chunks(IMAGES, 16, 0, pipeline(Step(transform="Resize", p=1, parameters={"height": 8, "width": 16})))
    with pytest.raises(ConfigError, match="32×32×3.*8×16×3"):
        chunks.take(0, 0)


# Those with a parameter that has no default, or of which one of two must be given.
NEEDING = {"Crop", "CropAndPad", "LongestMaxSize", "SmallestMaxSize"}
NEEDING |= {name for name, one in list_transforms().items() if REQUIRED in one.parameters.values()}


@pytest.mark.parametrize("name", sorted(set(list_transforms()) - NEEDING))
def test_every_transform_repeats_with_its_chunk(name):
    steps = [Step(transform=name, p=1), Step(transform="Resize", p=1, parameters={"height": 32, "width": 32})]
    chunks = Chunks(IMAGES, 4, 5, pipeline(*steps))
    first = chunks.take(0, 0)[0]
    chunks.take(1, 3)
    np.testing.assert_array_equal(chunks.take(0, 0)[0], first)
