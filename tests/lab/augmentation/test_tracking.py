import pytest

from lab.augmentation.code import read_code
from lab.augmentation.geometric import Geometric
from lab.augmentation.tracking import check_augmentation, find_shapes
from lab.errors import ConfigError


def pipeline(text):
    return read_code(text)[0].pipeline


@pytest.mark.parametrize(
    "text",
    [
        "A.Compose([A.CenterCrop(32, 32, p=1)])",
        "A.Compose([A.CenterCrop(32, 32, p=0.1)])",
        "A.Compose([A.OneOf([A.HorizontalFlip(), A.RandomCrop(32, 32)], p=0.2)])",
        "A.Compose([A.SomeOf([A.HorizontalFlip(), A.Blur(), A.RandomCrop(32, 32)], n=2)])",
        "A.Compose([A.RandomScale(p=1)])",
        "A.Compose([A.Sequential([A.CenterCrop(32, 32)], p=0.5)])",
    ],
)
def test_a_crop_without_a_resize_is_caught_with_the_remedy(text):
    with pytest.raises(ConfigError, match="the network needs 64×64. Add Resize") as caught:
        check_augmentation(pipeline(text), (64, 64, 3))
    assert caught.value.remedy == 64
    mended = pipeline(text.removesuffix("])") + ", A.Resize(64, 64)])")
    check_augmentation(mended, (64, 64, 3))


def test_what_keeps_the_shape_passes():
    check_augmentation(Geometric(), (64, 64, 3))
    check_augmentation(pipeline("A.Compose([A.RandomRotate90(), A.ColorJitter()])"), (64, 64, 3))
    check_augmentation(pipeline("A.Compose([A.HorizontalFlip()])"), (64, 64, 1))


def test_a_step_that_fails_on_such_images_is_named():
    with pytest.raises(ConfigError, match="`CenterCrop` fails on images of 16×16×3"):
        check_augmentation(pipeline("A.Compose([A.CenterCrop(32, 32, p=1)])"), (16, 16, 3))


def test_a_step_that_is_off_or_never_applied_does_nothing():
    steps = pipeline("A.Compose([A.CenterCrop(32, 32, p=0)])").steps
    assert find_shapes(steps, {(64, 64, 3)}) == {(64, 64, 3)}
    off = steps[0].model_copy(update={"enabled": False, "p": 1.0})
    assert find_shapes((off,), {(64, 64, 3)}) == {(64, 64, 3)}
