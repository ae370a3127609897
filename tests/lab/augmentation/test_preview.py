import numpy as np

from lab.augmentation.code import read_code
from lab.augmentation.geometric import Geometric
from lab.augmentation.preview import preview, preview_steps

IMAGE = np.random.default_rng(0).integers(0, 256, (40, 40, 3), np.uint8)


def pipeline(text):
    return read_code(text)[0].pipeline


def test_the_same_seed_gives_the_same_results_and_another_others():
    noise = pipeline("A.GaussNoise(p=1)")
    first, again, other = (preview(noise, IMAGE, 3, seed) for seed in (1, 1, 2))
    for one, two, three in zip(first, again, other, strict=True):
        np.testing.assert_array_equal(one.image, two.image)
        assert (one.image != three.image).any()


def test_untouched_ones_are_marked_and_they_are():
    results = preview(pipeline("A.HorizontalFlip(p=0.3)"), IMAGE, 40, 0)
    assert 15 < sum(result.untouched for result in results) < 38
    for result in results:
        assert (result.image == IMAGE).all() == result.untouched


def test_the_values_that_were_drawn_are_told():
    text = "A.Compose([A.Rotate(limit=(30, 30), p=1), A.RandomBrightnessContrast(p=1), A.Blur(blur_limit=(5, 5), p=1)])"
    (result,) = preview(pipeline(text), IMAGE, 1, 0)
    told = dict(result.applied)
    assert told["Rotate"] in ("+30°", "-30°")
    assert "kernel 5" in told["Blur"]
    assert "alpha" in told["RandomBrightnessContrast"] or "beta" in told["RandomBrightnessContrast"]


def test_every_step_on_the_way_is_shown_with_its_size():
    steps = pipeline("A.Compose([A.CenterCrop(20, 30, p=0.1), A.HorizontalFlip(p=0.1), A.Resize(40, 40)])").steps
    off = steps[1].model_copy(update={"enabled": False})
    shapes = [image.shape for _step, image in preview_steps((steps[0], off, steps[2]), IMAGE, 0)]
    assert shapes == [(20, 30, 3), (40, 40, 3)]


def test_grey_images_and_other_augmentations_can_be_previewed():
    grey = IMAGE[..., :1]
    assert preview(Geometric(), grey, 2, 0)[0].image.shape == grey.shape
    assert preview(pipeline("A.Rotate(p=1)"), grey, 2, 0)[0].image.shape == grey.shape
